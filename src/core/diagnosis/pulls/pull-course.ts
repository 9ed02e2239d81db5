import type { Instant } from '../../evidence/observed.ts';
import type { ContainerEvidence } from '../../evidence/objects/pod.ts';
import { FAILURE_KINDS, lastSeen } from './pull-event.ts';
import type { PullEvent, PullEventKind } from './pull-event.ts';

/*
 * Events bear whole seconds, and an attempt that fails at once begins and ends in the same one: of
 * two in the same second neither is the later.
 */

const SUCCESS_KINDS: ReadonlySet<PullEventKind> = new Set<PullEventKind>(['pulled', 'present']);
const TROUBLE_KINDS: ReadonlySet<PullEventKind> = new Set<PullEventKind>([
  ...FAILURE_KINDS,
  'attempt-error',
  'back-off',
]);

/** Newest time of the events of these kinds; the beginning of time when there is none. */
export function newest(events: readonly PullEvent[], kinds: ReadonlySet<PullEventKind>): Instant {
  return events.reduce(
    (latest, { kind, event }) => (kinds.has(kind) ? Math.max(latest, lastSeen(event)) : latest),
    Number.NEGATIVE_INFINITY,
  );
}

/** A status that still disagrees with an event after this long is right: the kubelet had time to write it. */
const LONGEST_LAG = 600_000;

/** The image came after it had failed: the status only lags behind. */
export function recoveredSince(events: readonly PullEvent[], asOf: Instant): boolean {
  const trouble = newest(events, TROUBLE_KINDS);
  const success = newest(events, SUCCESS_KINDS);
  return trouble > Number.NEGATIVE_INFINITY && success > trouble && asOf - success <= LONGEST_LAG;
}

/** An attempt failed and none succeeded since: the status has not caught up. */
export function failedSince(events: readonly PullEvent[], asOf: Instant): boolean {
  const failure = newest(events, FAILURE_KINDS);
  return failure > newest(events, SUCCESS_KINDS) && asOf - failure <= LONGEST_LAG;
}

/** The container ran after the image came last: what its status says is of a later attempt. */
export function ranSince({ lastState }: ContainerEvidence, events: readonly PullEvent[]): boolean {
  if (lastState?.kind !== 'terminated') return false;
  return (lastState.finishedAt ?? Number.POSITIVE_INFINITY) >= newest(events, SUCCESS_KINDS);
}
