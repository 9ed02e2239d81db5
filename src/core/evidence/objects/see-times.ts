import type { ClusterObject } from './cluster-object.ts';
import type { DumpClock } from './dump-clock.ts';
import type { EventEvidence } from './event.ts';
import type { Instant } from '../observed.ts';
import type { ObjectMeta } from './parse-object-meta.ts';
import type { ContainerState, PodEvidence } from './pod.ts';
import type { PodCondition } from './condition.ts';

/** The API server and the controllers beside it. */
const CONTROL_PLANE = '';

/**
 * Shows the clock every time in an object, each under the host that wrote it. Times of the future by
 * nature (when a deletion's grace ends) are not shown.
 */
export function seeTimes(clock: DumpClock, object: ClusterObject, meta: ObjectMeta): void {
  clock.see(CONTROL_PLANE, meta.createdAt);
  switch (object.is) {
    case 'pod':
      return seePod(clock, object.value);
    case 'event':
      return seeEvent(clock, object.value, meta);
    case 'node':
      return seeConditions(clock, object.value.conditions, object.value.name);
    case 'workload':
      return seeConditions(clock, object.value.conditions, CONTROL_PLANE);
    case 'serviceAccount':
    case 'secret':
      return undefined;
  }
}

/** Of each host only the newest time: the clock asks for no more, and pods are many. */
function seePod(clock: DumpClock, pod: PodEvidence): void {
  const states = pod.containers.flatMap(({ state, lastState }) => [timeOf(state), timeOf(lastState)]);
  // The scheduler writes one of the conditions, the kubelet the others.
  const scheduled = pod.conditions.filter(({ type }) => type === 'PodScheduled');
  const others = pod.conditions.filter(({ type }) => type !== 'PodScheduled');
  clock.see(CONTROL_PLANE, newest(scheduled.map(({ lastTransition }) => lastTransition)));
  const times = [pod.startedAt, ...states, ...others.map(({ lastTransition }) => lastTransition)];
  clock.see(pod.nodeName ?? CONTROL_PLANE, newest(times));
}

function timeOf(state: ContainerState | undefined): Instant | undefined {
  if (state?.kind === 'running') return state.startedAt;
  return state?.kind === 'terminated' ? state.finishedAt : undefined;
}

function seeConditions(clock: DumpClock, conditions: readonly PodCondition[], host: string): void {
  clock.see(host, newest(conditions.map(({ lastTransition }) => lastTransition)));
}

function newest(times: readonly (Instant | undefined)[]): Instant | undefined {
  return times.reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined);
}

function seeEvent(clock: DumpClock, event: EventEvidence, meta: ObjectMeta): void {
  clock.see(event.host, event.first);
  clock.see(event.host, event.last);
  clock.compare(event.host, meta.createdAt, event.first, event.last);
}
