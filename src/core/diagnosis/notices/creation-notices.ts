/**
 * Pods that were never made, so that no pull was tried: quota, admission, or nobody asked for any.
 */
import type { EventEvidence } from '../../evidence/objects/event.ts';
import type { WorkloadEvidence } from '../../evidence/objects/workload.ts';
import { counted, stamped } from '../clock-time.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { DiagnosisScope } from '../diagnosis-scope.ts';
import type { Notice } from '../finding.ts';
import { lastSeen } from '../pulls/pull-event.ts';

export function creationNotices(scope: DiagnosisScope, index: ClusterIndex): readonly Notice[] {
  const refused = new Map<string, Notice>();
  for (const notice of [...refusalEvents(scope, index), ...refusalConditions(scope, index)]) {
    const key = `${notice.kind}/${notice.namespace}/${notice.object}`;
    const before = refused.get(key);
    if (before === undefined || (notice.at ?? 0) > (before.at ?? 0)) refused.set(key, notice);
  }
  const notices = [...refused.values()];
  const told = new Set(notices.map(({ namespace, object }) => `${namespace}/${object}`));
  const empty = scope.workloads.flatMap((workload) => noPods(workload, scope, index) ?? []);
  return [...notices, ...empty.filter(({ namespace, object }) => !told.has(`${namespace}/${object}`))];
}

/** What a refusal is; nothing for a failure that is neither (an API timeout, say). */
function refusalKind(message: string): 'quota' | 'admission-refused' | undefined {
  if (message.includes('exceeded quota')) return 'quota';
  return REFUSALS.some((words) => message.includes(words)) ? 'admission-refused' : undefined;
}

const REFUSALS = [
  'is forbidden',
  'denied the request',
  'failed calling webhook',
  'is invalid',
  'violates PodSecurity',
];

function refusalEvents(scope: DiagnosisScope, index: ClusterIndex): readonly Notice[] {
  const inScope = new Set(scope.workloads.map(objectOf));
  return index.evidence.events.flatMap((event) => {
    if (event.reason !== 'FailedCreate') return [];
    const { kind, name } = event.object;
    const namespace = event.object.namespace || event.namespace;
    const workload = index.workload(kind, namespace, name);
    const wanted =
      workload === undefined
        ? !scope.named && inNamespace(namespace, scope)
        : inScope.has(objectOf(workload));
    const refusal = refusalKind(event.message);
    if (!wanted || refusal === undefined || isOver(event, workload, index)) return [];
    const object = workload === undefined ? `${kind}/${name}` : titleOf(topOf(workload, index));
    return [{ kind: refusal, namespace, object, says: event.message, ...stamped(lastSeen(event)) }];
  });
}

function inNamespace(namespace: string, scope: DiagnosisScope): boolean {
  return scope.namespace === undefined || scope.namespace === namespace;
}

/** A pod was made since, or all that are wanted are there. */
function isOver(event: EventEvidence, workload: WorkloadEvidence | undefined, index: ClusterIndex): boolean {
  if (workload !== undefined && workload.replicas.current >= workload.replicas.desired) return true;
  const { kind, name } = event.object;
  const about = index.eventsAbout(kind, event.object.namespace || event.namespace, name);
  return about.some((other) => other.reason === 'SuccessfulCreate' && lastSeen(other) > lastSeen(event));
}

/** The condition stays when the event has expired. */
function refusalConditions(scope: DiagnosisScope, index: ClusterIndex): readonly Notice[] {
  return scope.workloads.flatMap((workload) => {
    const failure = workload.conditions.find(
      ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
    );
    const kind = failure === undefined ? undefined : refusalKind(failure.message);
    if (failure === undefined || kind === undefined) return [];
    const top = topOf(workload, index);
    return [
      {
        kind,
        namespace: workload.namespace,
        object: titleOf(top),
        says: failure.message,
        ...stamped(failure.lastTransition),
      },
    ];
  });
}

const MAKES_PODS: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'ReplicationController',
]);

/** A workload without a pod: said of those that want some, and of every one that was asked for. */
function noPods(workload: WorkloadEvidence, scope: DiagnosisScope, index: ClusterIndex): Notice | undefined {
  const { kind, namespace, replicas, paused } = workload;
  const wants = MAKES_PODS.has(kind) && replicas.desired > 0;
  const root = workload.owners.length === 0;
  if (!root || replicas.current > 0 || !(wants || scope.named) || hasPods(workload, scope, index))
    return undefined;
  const why = paused
    ? 'it is paused'
    : wants
      ? `${counted(replicas.desired, 'replica')} wanted`
      : reasonForNone(kind);
  return {
    kind: 'no-pods',
    namespace,
    object: titleOf(workload),
    says: `no pods, so no pull was tried: ${why}`,
  };
}

function reasonForNone(kind: string): string {
  return kind === 'CronJob' || kind === 'Job' ? 'no run is under way' : 'none wanted';
}

function hasPods(workload: WorkloadEvidence, scope: DiagnosisScope, index: ClusterIndex): boolean {
  const makers = new Set([workload, ...index.workloadsOf(workload)].map(titleOf));
  const pods = scope.named ? scope.pods : index.podsIn(workload.namespace);
  return pods.some(
    ({ owners, namespace }) =>
      namespace === workload.namespace && owners.some((owner) => makers.has(titleOf(owner))),
  );
}

/** The workload that is not made by another one. */
export function topOf(workload: WorkloadEvidence, index: ClusterIndex): WorkloadEvidence {
  let top = workload;
  for (let steps = 0; steps < 8; steps += 1) {
    const owner = top.owners.find(({ controller }) => controller);
    const above = owner === undefined ? undefined : index.workload(owner.kind, top.namespace, owner.name);
    if (above === undefined) return top;
    top = above;
  }
  return top;
}

function titleOf({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind}/${name}`;
}

function objectOf(workload: WorkloadEvidence): string {
  return `${workload.namespace}/${titleOf(workload)}`;
}
