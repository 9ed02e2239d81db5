/**
 * Which objects of a live cluster would tell more about what fails, given what is known by now. Asked again
 * after each round until it names nothing new: an owner names the next one.
 */
import type { ClusterEvidence } from '../../evidence/evidence.ts';
import type { PodEvidence } from '../../evidence/objects/pod.ts';
import type { WorkloadEvidence } from '../../evidence/objects/workload.ts';
import { indexCluster } from '../cluster-index.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { failingPullsOf } from '../pulls/failing-pulls.ts';
import { ownerChain } from '../pulls/owner-chain.ts';
import type { OwnerLink } from '../pulls/owner-chain.ts';
import { resolveTargets } from '../targets.ts';
import type { Target } from '../targets.ts';
import { distinctLooks } from './look.ts';
import type { Look } from './look.ts';

export interface LookScope {
  readonly namespace?: string;
  readonly targets?: readonly Target[];
}

/** In: evidence and what was asked for. Out: what to look at next, whether or not it was looked at before. */
export function nextLooks(evidence: ClusterEvidence, scope: LookScope): readonly Look[] {
  const index = indexCluster(evidence, evidence.asOf);
  const named = (scope.targets ?? []).length > 0;
  const failing = podsOf(scope, index).filter((pod) => failingPullsOf(pod, index).length > 0);
  return distinctLooks([
    ...failing.flatMap((pod) => looksForPod(pod, named, index)),
    ...(named ? [] : neverMade(index)),
  ]);
}

function podsOf({ namespace, targets = [] }: LookScope, index: ClusterIndex): readonly PodEvidence[] {
  const pods = namespace === undefined ? index.evidence.pods : index.podsIn(namespace);
  return targets.length === 0 ? pods : resolveTargets(targets, pods, namespace, index).pods;
}

function looksForPod(pod: PodEvidence, named: boolean, index: ClusterIndex): readonly Look[] {
  const { links } = ownerChain(pod, index);
  return [
    ...links.flatMap((link) => looksForOwner(link, pod.namespace)),
    ...links.flatMap(({ workload }) => (workload === undefined ? [] : looksForSiblings(workload, named))),
    ...nodeLook(pod.nodeName),
    ...(pod.mirror ? [] : accessLooks(pod, index)),
  ];
}

/** A mirror pod's owner is its node, which is looked at anyway. */
function looksForOwner(
  { kind, apiVersion, name, workload, inferred }: OwnerLink,
  namespace: string,
): readonly Look[] {
  if (workload !== undefined || kind === 'Node') return [];
  const guessed = inferred === true ? { guessed: true } : {};
  return [{ is: 'object', kind, apiVersion, namespace, name, ...guessed }];
}

/** Only where somebody still serves is there a revision to compare with, or a replica that fares better. */
function looksForSiblings(workload: WorkloadEvidence, named: boolean): readonly Look[] {
  const { kind, namespace, name, replicas, owners } = workload;
  const revisions = kind === 'Deployment' && replicas.ready > 0;
  // A Deployment selects the pods of all its ReplicaSets: one list in place of two.
  const isRevision = owners.some((owner) => owner.controller && owner.kind === 'Deployment');
  return [
    ...(revisions ? [{ is: 'revisions' as const, namespace, name }] : []),
    ...(named && !isRevision && kind !== 'CronJob' && replicas.current > 1
      ? [{ is: 'replicas' as const, kind, namespace, name }]
      : []),
  ];
}

function nodeLook(name: string | undefined): readonly Look[] {
  return name === undefined ? [] : [{ is: 'object', kind: 'Node', apiVersion: 'v1', namespace: '', name }];
}

/**
 * The secrets a pod names; where it names none, its service account, and what that would hand to a pod made
 * now.
 */
function accessLooks(
  { namespace, imagePullSecrets, serviceAccount }: PodEvidence,
  index: ClusterIndex,
): readonly Look[] {
  const look = (kind: string, name: string): Look => ({
    is: 'object',
    kind,
    apiVersion: 'v1',
    namespace,
    name,
  });
  if (imagePullSecrets.length > 0) return imagePullSecrets.map((name) => look('Secret', name));
  const account = index.serviceAccount(namespace, serviceAccount);
  return account === undefined
    ? [look('ServiceAccount', serviceAccount)]
    : account.imagePullSecrets.map((name) => look('Secret', name));
}

/** Workloads whose pods were refused are known from an event alone; so many of them are worth a look. */
const MOST_REFUSED = 20;

function neverMade(index: ClusterIndex): readonly Look[] {
  const refused = index.evidence.events.filter(({ reason }) => reason === 'FailedCreate');
  return refused.slice(0, MOST_REFUSED).flatMap(({ object, namespace }): readonly Look[] => {
    const place = object.namespace || namespace;
    const workload = index.workload(object.kind, place, object.name);
    if (workload === undefined) {
      const apiVersion = API_VERSIONS.get(object.kind);
      return apiVersion === undefined
        ? []
        : [{ is: 'object', kind: object.kind, apiVersion, namespace: place, name: object.name }];
    }
    const owner = workload.owners.find(({ controller }) => controller);
    if (owner === undefined || index.workload(owner.kind, place, owner.name) !== undefined) return [];
    return [{ is: 'object', ...ownerName(owner), namespace: place }];
  });
}

function ownerName({ kind, apiVersion, name }: WorkloadEvidence['owners'][number]): {
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
} {
  return { kind, apiVersion, name };
}

/** Controllers that write FailedCreate when a pod is refused; an event does not always say the version. */
const API_VERSIONS: ReadonlyMap<string, string> = new Map([
  ['ReplicaSet', 'apps/v1'],
  ['StatefulSet', 'apps/v1'],
  ['DaemonSet', 'apps/v1'],
  ['Job', 'batch/v1'],
  ['ReplicationController', 'v1'],
]);
