/**
 * The revision that still serves beside the one that cannot pull, and what changed between them.
 */
import type { WorkloadEvidence } from '../../evidence/objects/workload.ts';
import type { ContainerEvidence, PodEvidence } from '../../evidence/objects/pod.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { RevisionChange } from '../finding.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';

/** One change per workload of these pulls that has a serving revision. */
export function revisionChanges(
  pulls: readonly JudgedPull[],
  index: ClusterIndex,
): readonly RevisionChange[] {
  const changes = new Map<string, RevisionChange>();
  for (const judged of pulls) {
    const { namespace, owner } = judged.pull;
    const key = `${namespace}/${owner.kind}/${owner.name}`;
    if (changes.has(key)) continue;
    const change = ofReplicaSets(judged, index) ?? ofPods(judged, index);
    if (change !== undefined) changes.set(key, change);
  }
  return [...changes.values()];
}

/** A Deployment, or whatever else keeps its revisions as ReplicaSets. */
function ofReplicaSets({ chain }: JudgedPull, index: ClusterIndex): RevisionChange | undefined {
  const [own, maker] = chain.links;
  if (own?.workload?.kind !== 'ReplicaSet' || maker?.workload === undefined) return undefined;
  const failing = own.workload;
  const [serving] = index
    .workloadsOf(maker.workload)
    .filter(({ kind, uid, replicas }) => kind === 'ReplicaSet' && uid !== failing.uid && replicas.ready > 0)
    .toSorted((one, other) => (other.revision ?? 0) - (one.revision ?? 0));
  if (serving === undefined) return undefined;
  return {
    serving: { ...revisionOf(serving), ready: serving.replicas.ready },
    failing: revisionOf(failing),
    changes: imageChanges(serving.containers, failing.containers),
  };
}

function revisionOf({ name, revision }: WorkloadEvidence): {
  readonly name: string;
  readonly revision?: number;
} {
  return { name, ...(revision === undefined ? {} : { revision }) };
}

interface NamedImage {
  readonly name: string;
  readonly image: string;
}

function imageChanges(from: readonly NamedImage[], to: readonly NamedImage[]): RevisionChange['changes'] {
  const before = new Map(from.map(({ name, image }) => [name, image]));
  return to.flatMap(({ name, image }) => {
    const old = before.get(name);
    return old === undefined || old === image ? [] : [{ container: name, from: old, to: image }];
  });
}

const ROLLING_KINDS: ReadonlySet<string> = new Set(['StatefulSet', 'DaemonSet']);

/**
 * StatefulSets and DaemonSets keep revisions in ControllerRevisions, which are not looked at: their
 * running pods with another image tell.
 */
function ofPods({ pull, site }: JudgedPull, index: ClusterIndex): RevisionChange | undefined {
  const { owner, namespace } = pull;
  if (!ROLLING_KINDS.has(owner.kind)) return undefined;
  const serving = index
    .podsIn(namespace)
    .filter((pod) => isOwnedBy(pod, owner.kind, owner.name) && pod.containers.every(isServing))
    .filter((pod) => imageChanges(pod.containers, site.pod.containers).length > 0);
  const [first] = serving;
  if (first === undefined) return undefined;
  return {
    serving: { name: first.name, ready: serving.length },
    failing: { name: pull.pod },
    changes: imageChanges(first.containers, site.pod.containers),
  };
}

function isOwnedBy({ owners }: PodEvidence, kind: string, name: string): boolean {
  return owners.some((owner) => owner.kind === kind && owner.name === name);
}

function isServing({ kind, ready }: ContainerEvidence): boolean {
  return kind !== 'container' || ready;
}
