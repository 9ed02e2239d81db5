import type { Instant } from '../evidence/evidence.ts';
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

/** The image came after it had failed: the status only lags behind. */
export function recoveredSince(events: readonly PullEvent[]): boolean {
  const trouble = newest(events, TROUBLE_KINDS);
  return trouble > Number.NEGATIVE_INFINITY && newest(events, SUCCESS_KINDS) > trouble;
}

/** An attempt failed and none succeeded since: the status has not caught up. */
export function failedSince(events: readonly PullEvent[]): boolean {
  const failure = newest(events, FAILURE_KINDS);
  return failure > Number.NEGATIVE_INFINITY && failure > newest(events, SUCCESS_KINDS);
}
