import type { Cause, Reason } from '../../../src/core/diagnosis/cause.ts';
import type { FailingPull, Finding, PullOwner, RevisionChange } from '../../../src/core/diagnosis/finding.ts';
import type { Verdict } from '../../../src/core/diagnosis/verdict.ts';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import type { Fault } from '../../../src/core/evidence/message/message-reading.ts';
import type { NodeEvidence } from '../../../src/core/evidence/objects/node.ts';
import type { ContainerState, PodEvidence } from '../../../src/core/evidence/objects/pod.ts';
import type { SecretEvidence } from '../../../src/core/evidence/objects/secret.ts';

export const IMAGE = 'registry.example.com/shop/web:v1.0.1';

export const DEPLOYMENT: PullOwner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

const WAITING: ContainerState = { kind: 'waiting', reason: 'ImagePullBackOff', message: '' };

/** One container of Deployment shop/web that fails on node-1, with what the case changes. */
export function samplePull(change: Partial<FailingPull> = {}, fault?: Fault): FailingPull {
  return {
    namespace: 'shop',
    pod: 'web-1',
    podUid: `uid-${change.pod ?? 'web-1'}`,
    container: 'app',
    kind: 'container',
    image: IMAGE,
    node: 'node-1',
    owner: DEPLOYMENT,
    verdict: sampleVerdict(fault),
    ...change,
  };
}

function sampleVerdict(fault: Fault | undefined): Verdict {
  return {
    cause: 'unknown',
    certainty: 'likely',
    rung: 'unknown',
    retry: 'permanent',
    actor: 'author',
    groupBy: 'image',
    alternatives: [],
    reading: {
      raw: '',
      cut: false,
      wrapping: { combined: false, backOff: false, sandbox: false },
      attempts: [],
      mirrors: [],
    },
    ...(fault !== undefined && { attempt: { hints: [], faults: [fault], fault } }),
  };
}

/** A finding about the pulls given, or about the sample pull. */
export function sampleFinding(
  cause: Cause,
  change: Partial<Finding> & { readonly reason?: Reason } = {},
): Finding {
  const pulls = change.pulls ?? [samplePull()];
  return {
    id: '0',
    cause,
    certainty: 'likely',
    severity: 'error',
    rung: 'unknown',
    retry: 'permanent',
    actor: 'author',
    scope: { kind: 'image', name: pulls[0]?.image ?? '' },
    images: pulls.map(({ image }) => image),
    evidence: [],
    ladder: [],
    alternatives: [],
    ...change,
    pulls,
  };
}

/** A finding of one pull of another image. */
export function findingOf(cause: Cause, image: string, change: Partial<Finding> = {}): Finding {
  return sampleFinding(cause, { pulls: [samplePull({ image })], ...change });
}

export function samplePod(
  change: Partial<PodEvidence> & { readonly image?: string; readonly running?: boolean } = {},
): PodEvidence {
  const { image = IMAGE, running = false, ...pod } = change;
  return {
    namespace: 'shop',
    name: 'web-1',
    uid: `uid-${change.name ?? 'web-1'}`,
    phase: running ? 'Running' : 'Pending',
    statusReason: '',
    statusMessage: '',
    nodeName: 'node-1',
    serviceAccount: 'default',
    imagePullSecrets: [],
    nodeSelector: {},
    containers: [
      {
        name: 'app',
        kind: 'container',
        image,
        imageVolumes: [],
        state: running ? { kind: 'running' } : WAITING,
        imageId: '',
        ready: running,
        restartCount: 0,
      },
    ],
    imageVolumes: [],
    conditions: [],
    mirror: false,
    owners: [],
    marks: {},
    ...pod,
  };
}

export function sampleNode(change: Partial<NodeEvidence> = {}): NodeEvidence {
  return {
    name: 'node-1',
    uid: 'uid-node-1',
    kubeletVersion: 'v1.33.1',
    kubelet: { major: 1, minor: 33 },
    runtime: { name: 'containerd', version: '2.1.4' },
    os: 'linux',
    architecture: 'amd64',
    conditions: [],
    unschedulable: false,
    taints: [],
    images: [],
    ...change,
  };
}

export function sampleSecret(
  name: string,
  registryKeys: readonly string[],
  change: Partial<SecretEvidence> = {},
): SecretEvidence {
  return {
    namespace: 'shop',
    name,
    uid: `uid-${name}`,
    type: 'kubernetes.io/dockerconfigjson',
    dataKeys: ['.dockerconfigjson'],
    entries: {
      seen: true,
      value: registryKeys.map((key) => ({
        key,
        user: 'ci',
        passwordLength: 12,
        empty: false,
        dropped: [],
        faults: [],
      })),
    },
    ...change,
  };
}

/** A cluster in which the kinds that the case gives were looked at. */
export function sampleEvidence(change: Partial<ClusterEvidence> = {}): ClusterEvidence {
  return {
    asOf: 0,
    source: 'files',
    pods: [samplePod()],
    events: [],
    nodes: [sampleNode()],
    workloads: [],
    serviceAccounts: [],
    secrets: [],
    looked: ['Pod', 'Node', 'Secret'],
    blindSpots: [],
    ...change,
  };
}

/** The tag changed between the revision that serves and the one that fails. */
export const REVISION: RevisionChange = {
  serving: { name: 'web-5c9', revision: 3, ready: 2 },
  failing: { name: 'web-7d9', revision: 4 },
  changes: [
    {
      container: 'app',
      from: 'registry.example.com/shop/web:v1.0.0',
      to: 'registry.example.com/shop/web:v1.0.1',
    },
  ],
};
