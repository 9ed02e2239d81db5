/** Which failing pulls are worth a fresh one on their node, and the pod for each. */
import type { Cause } from '../diagnosis/cause.ts';
import type { FailingPull, Finding } from '../diagnosis/finding.ts';
import { CANARY_PREFIX } from '../evidence/node/canary-mark.ts';
import type { ClusterEvidence } from '../evidence/evidence.ts';
import type { JsonObject } from '../evidence/objects/json-value.ts';
import type { PodEvidence } from '../evidence/objects/pod.ts';
import type { BlindSpot } from '../evidence/observed.ts';
import { canaryPod } from './canary-pod.ts';

/** A pod to be made, and what it is made for. */
export interface CanaryPlan {
  readonly namespace: string;
  /** Name of the pod to be made. */
  readonly name: string;
  readonly node: string;
  readonly image: string;
  /** The failing pod and its container. */
  readonly pod: string;
  readonly podUid: string;
  readonly container: string;
  /** The core/v1 Pod. */
  readonly manifest: JsonObject;
}

export interface CanaryPlanning {
  readonly plans: readonly CanaryPlan[];
  /** Fresh pulls that were asked for and cannot be had. */
  readonly blindSpots: readonly BlindSpot[];
}

/** So many pods are made in one run: each one costs its node a pull. */
export const MOST_CANARIES = 3;

/** Nothing was asked of a registry: a fresh pull would be another question. */
const NOT_PULLED: Readonly<Partial<Record<Cause, string>>> = {
  'never-pull':
    'its pull policy is Never: no registry is asked, and a fresh pull would not tell why it is not on the node',
  'invalid-reference': 'its name cannot be read: there is nothing to pull',
  'wrong-architecture-binary': 'it was pulled: what fails is starting it',
};

interface Candidate {
  readonly pull: FailingPull;
  readonly pod: PodEvidence;
  readonly node: string;
}

/**
 * Plans one pod for each image, node and access, the first pull of every finding before the others.
 *
 * @param marks one for each pod to be made, making their names new: lower case letters and digits
 */
export function planCanaries(
  findings: readonly Finding[],
  evidence: ClusterEvidence,
  marks: readonly string[],
): CanaryPlanning {
  const blindSpots: BlindSpot[] = [];
  const candidates = new Map<string, Candidate>();
  for (const pull of inOrder(findings)) {
    const candidate = candidateOf(pull, evidence, blindSpots);
    if (candidate === undefined) continue;
    const key = accessKey(candidate);
    if (!candidates.has(key)) candidates.set(key, candidate);
  }
  const wanted = [...candidates.values()];
  const most = Math.min(MOST_CANARIES, marks.length);
  return {
    plans: wanted.slice(0, most).map((one, at) => planOf(one, marks[at] ?? '', evidence)),
    blindSpots: [...distinct(blindSpots), ...beyond(wanted.slice(most), most)],
  };
}

/** The first pull of each finding, then the second of each, and so on. */
function inOrder(findings: readonly Finding[]): readonly FailingPull[] {
  const ranked = findings.flatMap(({ pulls }) => pulls.map((pull, rank) => ({ pull, rank })));
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ pull }) => pull);
}

function candidateOf(
  pull: FailingPull,
  evidence: ClusterEvidence,
  blindSpots: BlindSpot[],
): Candidate | undefined {
  const pod = evidence.pods.find(({ namespace, name }) => namespace === pull.namespace && name === pull.pod);
  const why = obstacle(pull, pod);
  if (why === undefined && pod !== undefined && pull.node !== undefined)
    return { pull, pod, node: pull.node };
  const where = pull.node === undefined ? '' : ` on ${pull.node}`;
  blindSpots.push({ what: `a fresh pull of ${pull.image}${where}`, why: why ?? 'its pod was not seen' });
  return undefined;
}

/** Why this pull cannot be imitated. */
function obstacle(pull: FailingPull, pod: PodEvidence | undefined): string | undefined {
  if (pull.kind === 'sandbox')
    return "it is the sandbox's image: the runtime pulls that with its own settings, before any pod's";
  const silent = NOT_PULLED[pull.verdict.cause];
  if (silent !== undefined) return silent;
  if (pod?.mirror === true) return 'its pod is a static one: no other pod is pulled for as that is';
  return pull.node === undefined ? 'its pod is on no node yet' : undefined;
}

/** Pods that the kubelet treats alike: it tries the same logins for the same image. */
function accessKey({ pull, pod, node }: Candidate): string {
  const secrets = pod.imagePullSecrets.join(',');
  return [node, pull.image, pod.namespace, pod.serviceAccount, secrets].join('\n');
}

function planOf({ pull, pod, node }: Candidate, mark: string, evidence: ClusterEvidence): CanaryPlan {
  const name = CANARY_PREFIX + mark;
  const account = evidence.serviceAccounts.find(
    (one) => one.namespace === pod.namespace && one.name === pod.serviceAccount,
  );
  const os = evidence.nodes.find((one) => one.name === node)?.os ?? '';
  const accountIsPlain = account?.imagePullSecrets.length === 0;
  return {
    namespace: pod.namespace,
    name,
    node,
    image: pull.image,
    pod: pod.name,
    podUid: pod.uid,
    container: pull.container,
    manifest: canaryPod(name, { pod, node, image: pull.image, os, accountIsPlain }),
  };
}

function beyond(left: readonly Candidate[], most: number): readonly BlindSpot[] {
  if (left.length === 0) return [];
  const words = left.length === 1 ? 'one more' : `${left.length} more`;
  return [
    {
      what: `fresh pulls of ${words} of the failing images`,
      why: `at most ${most} pods are made in one run`,
      grant: 'name the pod: pulldoctor pod/NAME --from-node',
    },
  ];
}

function distinct(spots: readonly BlindSpot[]): readonly BlindSpot[] {
  return spots.filter(({ what }, at) => spots.findIndex((one) => one.what === what) === at);
}
