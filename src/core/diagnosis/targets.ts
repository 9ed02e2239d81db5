/**
 * What a diagnosis was asked for, as kubectl names it: `pod/web-1`, `deploy/web`, `web-1`.
 */
import type { BlindSpot } from '../evidence/observed.ts';
import type { PodEvidence } from '../evidence/objects/pod.ts';
import type { WorkloadEvidence } from '../evidence/objects/workload.ts';
import { groupBy } from './cluster-index.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { ownerChain } from './pulls/owner-chain.ts';

export interface Target {
  /** Kind, resource or short name in any case, with or without its group; absent for a bare name. */
  readonly kind?: string;
  readonly name: string;
}

/** Reads one word of the command line: `deploy/web`, `deployment.apps/web`, `web-1`. */
export function parseTarget(text: string): Target {
  const slash = text.indexOf('/');
  return slash < 0 ? { name: text } : { kind: text.slice(0, slash), name: text.slice(slash + 1) };
}

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['po', 'pod'],
  ['deploy', 'deployment'],
  ['rs', 'replicaset'],
  ['sts', 'statefulset'],
  ['ds', 'daemonset'],
  ['cj', 'cronjob'],
  ['rc', 'replicationcontroller'],
]);

/** A kind as it can be compared: `Deployments.apps` and `deploy` → `deployment`. */
export function plainKind(kind: string): string {
  const resource = (kind.split('.')[0] ?? '').toLowerCase();
  const short = SHORT_NAMES.get(resource);
  if (short !== undefined) return short;
  return resource.endsWith('s') ? resource.slice(0, -1) : resource;
}

/** What the targets came to. */
export interface ResolvedTargets {
  /** Pods to judge, each once. */
  readonly pods: readonly PodEvidence[];
  /** Workloads that were named, with or without pods. */
  readonly workloads: readonly WorkloadEvidence[];
  /** One per target of which nothing was seen. */
  readonly blindSpots: readonly BlindSpot[];
}

/** Finds the pods of each target among those in scope. */
export function resolveTargets(
  targets: readonly Target[],
  pods: readonly PodEvidence[],
  namespace: string | undefined,
  index: ClusterIndex,
): ResolvedTargets {
  const byName = groupBy(pods, ({ name }) => name);
  const byOwner = groupBy(
    pods.flatMap((pod) => ownedAs(pod, index)),
    ({ key }) => key,
  );
  const workloads = index.evidence.workloads.filter(
    (one) => namespace === undefined || one.namespace === namespace,
  );
  const found = targets.map((target) => {
    const wanted = target.kind === undefined ? undefined : plainKind(target.kind);
    const named = wanted === undefined || wanted === 'pod' ? (byName.get(target.name) ?? []) : [];
    const owned =
      named.length > 0 || wanted === 'pod' ? [] : (byOwner.get(ownerKey(wanted ?? '', target.name)) ?? []);
    const made =
      named.length > 0 || wanted === 'pod'
        ? []
        : workloads.filter((one) => isNamed(one, wanted, target.name));
    return { target, pods: [...named, ...owned.map(({ pod }) => pod)], workloads: made };
  });
  return {
    pods: [...new Set(found.flatMap((one) => one.pods))],
    workloads: found.flatMap((one) => one.workloads),
    blindSpots: found
      .filter((one) => one.pods.length === 0 && one.workloads.length === 0)
      .map(({ target }) => notSeen(target, namespace, index))
      .filter(({ what }) => !index.evidence.blindSpots.some((spot) => spot.what === what)),
  };
}

interface OwnedPod {
  readonly key: string;
  readonly pod: PodEvidence;
}

/** Every name a pod can be reached by: each owner's, with its kind and without. */
function ownedAs(pod: PodEvidence, index: ClusterIndex): readonly OwnedPod[] {
  return ownerChain(pod, index).links.flatMap(({ kind, name }) => [
    { key: ownerKey(plainKind(kind), name), pod },
    { key: ownerKey('', name), pod },
  ]);
}

function ownerKey(kind: string, name: string): string {
  return `${kind}/${name}`;
}

function isNamed(workload: WorkloadEvidence, kind: string | undefined, name: string): boolean {
  return workload.name === name && (kind === undefined || plainKind(workload.kind) === kind);
}

function notSeen({ kind, name }: Target, namespace: string | undefined, index: ClusterIndex): BlindSpot {
  const what = `${kind === undefined ? 'pod' : plainKind(kind)}/${name}`;
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  const source = index.evidence.source === 'files' ? 'not in the files read' : 'not found';
  return { what: what + where, why: source, hidesTarget: true };
}
