/** Small evidence for tests: what a case is about is given, everything else is healthy and plain. */
import type { EventEvidence } from '../../../src/core/evidence/objects/event.ts';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import type { Instant } from '../../../src/core/evidence/observed.ts';
import type { NodeEvidence } from '../../../src/core/evidence/objects/node.ts';
import type { OwnerReference } from '../../../src/core/evidence/objects/object-meta.ts';
import type {
  ContainerEvidence,
  ContainerState,
  PodEvidence,
} from '../../../src/core/evidence/objects/pod.ts';
import type { RegistryEntryEvidence } from '../../../src/core/evidence/credentials/registry-entry.ts';
import type { SecretEvidence } from '../../../src/core/evidence/objects/secret.ts';
import type { ServiceAccountEvidence } from '../../../src/core/evidence/objects/service-account.ts';
import type { WorkloadEvidence } from '../../../src/core/evidence/objects/workload.ts';

/** Noon, the clock of every case; times of a case are seconds before or after it. */
export const NOON: Instant = Date.UTC(2026, 0, 15, 12, 0, 0);

export function at(seconds: number): Instant {
  return NOON + seconds * 1000;
}

export const IMAGE = 'registry.example.com/shop/web:v1.0.1';

export function waiting(reason: string, message = ''): ContainerState {
  return { kind: 'waiting', reason, message };
}

export const RUNNING: ContainerState = { kind: 'running', startedAt: at(-600) };

/** The runtime's words for an image that is not there, as containerd says them. */
export function notFound(image: string = IMAGE): string {
  return `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
}

export function refused(image: string = IMAGE, address = '10.1.2.3:443'): string {
  const host = image.split('/')[0] ?? '';
  return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: Head "https://${host}/v2/shop/web/manifests/v1": dial tcp ${address}: connect: connection refused`;
}

export function noSuchHost(image: string = IMAGE): string {
  const host = image.split('/')[0] ?? '';
  return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: Head "https://${host}/v2/shop/web/manifests/v1": dial tcp: lookup ${host} on 10.0.0.2:53: no such host`;
}

export function noCredentials(image: string = IMAGE): string {
  return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`;
}

export function accessDenied(image: string = IMAGE): string {
  return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
}

export function tooMany(image: string = IMAGE): string {
  const host = image.split('/')[0] ?? '';
  return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": unexpected status from HEAD request to https://${host}/v2/shop/web/manifests/v1: 429 Too Many Requests`;
}

export function diskFull(image: string = IMAGE): string {
  return `failed to pull and unpack image "${image}": failed to extract layer sha256:${'ab'.repeat(32)}: write /var/lib/containerd/tmp/1: no space left on device: unknown`;
}

/** A waiting status as kubelets from 1.32 on write it. */
export function backOff(text: string, image: string = IMAGE): ContainerState {
  return waiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${text}`);
}

/** The same of kubelets up to 1.31: no cause. */
export function silentBackOff(image: string = IMAGE): ContainerState {
  return waiting('ImagePullBackOff', `Back-off pulling image "${image}"`);
}

export function container(fields: Partial<ContainerEvidence> = {}): ContainerEvidence {
  const state = fields.state ?? RUNNING;
  return {
    name: 'app',
    kind: 'container',
    image: IMAGE,
    imageVolumes: [],
    imageId: state.kind === 'running' ? 'registry.example.com/shop/web@sha256:1' : '',
    ready: state.kind === 'running',
    restartCount: 0,
    ...fields,
    state,
  };
}

export function pod(fields: Partial<PodEvidence> = {}): PodEvidence {
  const containers = fields.containers ?? [container()];
  const name = fields.name ?? 'web-1';
  return {
    namespace: 'shop',
    name,
    uid: `uid-of-${fields.namespace ?? 'shop'}-${name}`,
    createdAt: at(-700),
    startedAt: at(-700),
    phase: containers.every(({ state }) => state?.kind === 'running') ? 'Running' : 'Pending',
    statusReason: '',
    statusMessage: '',
    nodeName: 'node-1',
    serviceAccount: 'default',
    imagePullSecrets: [],
    nodeSelector: {},
    imageVolumes: [],
    conditions: [],
    mirror: false,
    owners: [],
    marks: {},
    ...fields,
    containers,
  };
}

/** A pod whose one container is in this state. */
export function stuck(
  state: ContainerState,
  fields: Partial<PodEvidence> = {},
  image: string = IMAGE,
): PodEvidence {
  return pod({ containers: [container({ state, image })], ...fields });
}

export function event(
  of: PodEvidence,
  reason: string,
  message: string,
  fields: EventFields = {},
): EventEvidence {
  const { container = 'app', list = 'containers', ...others } = fields;
  const last = others.last ?? at(-30);
  return {
    namespace: of.namespace,
    uid: `event-${reason}-${last}-${message.length}`,
    type: 'Warning',
    reason,
    message,
    count: 1,
    first: last,
    last,
    object: {
      kind: 'Pod',
      namespace: of.namespace,
      name: of.name,
      uid: of.uid,
      fieldPath: container === '' ? '' : `spec.${list}{${container}}`,
    },
    component: 'kubelet',
    host: of.nodeName ?? '',
    combined: message.startsWith('(combined from similar events): '),
    ...others,
  };
}

interface EventFields extends Partial<Omit<EventEvidence, 'object'>> {
  /** Name of the container; empty for an event of the pod. */
  readonly container?: string;
  readonly list?: 'containers' | 'initContainers' | 'ephemeralContainers';
}

export function failedToPull(
  of: PodEvidence,
  text: string,
  fields: EventFields = {},
  image: string = IMAGE,
): EventEvidence {
  return event(of, 'Failed', `Failed to pull image "${image}": ${text}`, fields);
}

export function pulling(of: PodEvidence, fields: EventFields = {}, image: string = IMAGE): EventEvidence {
  return event(of, 'Pulling', `Pulling image "${image}"`, { type: 'Normal', ...fields });
}

export function pulled(of: PodEvidence, fields: EventFields = {}, image: string = IMAGE): EventEvidence {
  const message = `Successfully pulled image "${image}" in 2.1s (2.1s including waiting). Image size: 1234 bytes.`;
  return event(of, 'Pulled', message, { type: 'Normal', ...fields });
}

export function node(name = 'node-1', fields: Partial<NodeEvidence> = {}): NodeEvidence {
  return {
    name,
    uid: name,
    kubeletVersion: 'v1.33.1',
    kubelet: { major: 1, minor: 33 },
    runtime: { name: 'containerd', version: '2.1.4' },
    os: 'linux',
    architecture: 'amd64',
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: '' }],
    unschedulable: false,
    taints: [],
    images: [],
    ...fields,
  };
}

export function owned(kind: string, name: string, apiVersion = 'apps/v1'): OwnerReference {
  return { apiVersion, kind, name, uid: `uid-of-${kind}-${name}`, controller: true };
}

export function workload(
  kind: string,
  name: string,
  fields: Partial<WorkloadEvidence> = {},
): WorkloadEvidence {
  return {
    apiVersion: kind.endsWith('Job') ? 'batch/v1' : 'apps/v1',
    kind,
    namespace: 'shop',
    name,
    uid: `uid-of-${kind}-${name}`,
    owners: [],
    marks: {},
    containers: [{ name: 'app', image: IMAGE, init: false }],
    imagePullSecrets: [],
    replicas: { desired: 1, current: 1, ready: 0, available: 0 },
    conditions: [],
    paused: false,
    ...fields,
  };
}

export function secret(name: string, fields: Partial<SecretEvidence> = {}): SecretEvidence {
  return {
    namespace: 'shop',
    name,
    uid: `uid-of-secret-${name}`,
    type: 'kubernetes.io/dockerconfigjson',
    createdAt: at(-9000),
    dataKeys: ['.dockerconfigjson'],
    entries: entriesFor('registry.example.com'),
    ...fields,
  };
}

/** An entry of a docker config that is in order. */
export function entry(key: string, fields: Partial<RegistryEntryEvidence> = {}): RegistryEntryEvidence {
  return { key, user: 'ci', passwordLength: 12, empty: false, dropped: [], faults: [], ...fields };
}

/** The content of a secret that has such an entry for each of these keys. */
export function entriesFor(...keys: readonly string[]): SecretEvidence['entries'] {
  return { seen: true, value: keys.map((key) => entry(key)) };
}

export function account(fields: Partial<ServiceAccountEvidence> = {}): ServiceAccountEvidence {
  return { namespace: 'shop', name: 'default', imagePullSecrets: [], cloudIdentity: {}, ...fields };
}

/** Everything was looked at; nodes stand for themselves unless given. */
export function evidence(fields: Partial<ClusterEvidence> = {}): ClusterEvidence {
  const pods = fields.pods ?? [];
  const names = [...new Set(pods.flatMap(({ nodeName }) => nodeName ?? []))];
  return {
    asOf: NOON,
    source: 'files',
    pods,
    events: [],
    nodes: names.map((name) => node(name)),
    workloads: [],
    serviceAccounts: [],
    secrets: [],
    looked: ['Pod', 'Event', 'Node', 'Deployment', 'ReplicaSet'],
    blindSpots: [],
    ...fields,
  };
}
