/**
 * Who has to be changed: the top of the pod's controllers, as far as they were seen.
 */
import type { ObjectMarks, OwnerReference } from '../../evidence/objects/object-meta.ts';
import type { PodEvidence } from '../../evidence/objects/pod.ts';
import type { WorkloadEvidence } from '../../evidence/objects/workload.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { PullOwner } from '../finding.ts';

/** One object of the chain, the pod's own controller first. */
export interface OwnerLink {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** The object itself, where it was seen. */
  readonly workload?: WorkloadEvidence;
  readonly inferred?: boolean;
}

export interface OwnerChain {
  readonly owner: PullOwner;
  readonly links: readonly OwnerLink[];
}

/** Longer chains are not made by any controller; it also ends circles. */
const LONGEST_CHAIN = 8;

/** The chain of a pod, and the object whose change fixes its pull. */
export function ownerChain(pod: PodEvidence, index: ClusterIndex): OwnerChain {
  const links: OwnerLink[] = [];
  let next = controllerOf(pod.owners);
  while (next !== undefined && links.length < LONGEST_CHAIN) {
    const link = linkOf(next, pod.namespace, index);
    links.push(link);
    next = link.workload === undefined ? undefined : controllerOf(link.workload.owners);
  }
  const last = links.at(-1);
  const maker =
    last === undefined || last.workload !== undefined ? undefined : inferredMaker(last, pod.namespace, index);
  if (maker !== undefined) links.push(maker);
  return { owner: ownerOf(pod, links), links };
}

function controllerOf(owners: readonly OwnerReference[]): OwnerReference | undefined {
  return owners.find(({ controller }) => controller) ?? owners[0];
}

function linkOf(
  { apiVersion, kind, name }: OwnerReference,
  namespace: string,
  index: ClusterIndex,
): OwnerLink {
  const workload = index.workload(kind, namespace, name);
  return { apiVersion, kind, name, ...(workload === undefined ? {} : { workload }) };
}

function ownerOf(pod: PodEvidence, links: readonly OwnerLink[]): PullOwner {
  const top = links.at(-1) ?? { apiVersion: 'v1', kind: 'Pod', name: pod.name };
  const marks = [...links.flatMap(({ workload }) => workload?.marks ?? []).toReversed(), pod.marks];
  const managedBy = marks.map(managerOf).find((manager) => manager !== undefined);
  return {
    apiVersion: top.apiVersion,
    kind: top.kind,
    name: top.name,
    ...(managedBy === undefined ? {} : { managedBy }),
    ...('inferred' in top && top.inferred ? { inferred: true } : {}),
  };
}

/**
 * Argo CD and Flux come first: they render charts themselves, and a chart's own Helm labels stay on
 * what they made.
 */
function managerOf({ fluxSource, argoApplication, helmRelease }: ObjectMarks): string | undefined {
  if (fluxSource !== undefined) return `Flux/${fluxSource}`;
  if (argoApplication !== undefined) return `ArgoCD/${argoApplication}`;
  return helmRelease === undefined ? undefined : `Helm/${helmRelease}`;
}

/** `pod-template-hash`: FNV in the alphabet of k8s.io/apimachinery's rand.SafeEncodeString. */
const TEMPLATE_HASH = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{6,10}$/;
/** CronJob's controller appends the scheduled time in minutes since the epoch. */
const SCHEDULED_MINUTE = /^(.+)-\d{8}$/;

/**
 * The maker of a ReplicaSet or Job that was not seen, by the name it gives its children. It is said to
 * be inferred, except where that maker was seen itself.
 */
function inferredMaker(
  { kind, name }: OwnerLink,
  namespace: string,
  index: ClusterIndex,
): OwnerLink | undefined {
  if (kind === 'ReplicaSet') {
    const maker = TEMPLATE_HASH.exec(name)?.[1];
    if (maker === undefined) return undefined;
    const rollout = index.workload('Rollout', namespace, maker);
    if (rollout !== undefined) return seenMaker(rollout);
    return makerLink('apps/v1', 'Deployment', maker, index.workload('Deployment', namespace, maker));
  }
  if (kind !== 'Job') return undefined;
  const maker = SCHEDULED_MINUTE.exec(name)?.[1];
  return maker === undefined
    ? undefined
    : makerLink('batch/v1', 'CronJob', maker, index.workload('CronJob', namespace, maker));
}

function makerLink(
  apiVersion: string,
  kind: string,
  name: string,
  seen: WorkloadEvidence | undefined,
): OwnerLink {
  return seen === undefined ? { apiVersion, kind, name, inferred: true } : seenMaker(seen);
}

function seenMaker(workload: WorkloadEvidence): OwnerLink {
  return { apiVersion: workload.apiVersion, kind: workload.kind, name: workload.name, workload };
}
