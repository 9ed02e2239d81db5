import type { Instant } from '../../evidence/observed.ts';
import type { PodEvidence } from '../../evidence/objects/pod.ts';
import { earliest, latest } from '../clock-time.ts';
import { newest } from './pull-course.ts';
import { lastSeen } from './pull-event.ts';
import type { PullEvent, PullEventKind } from './pull-event.ts';

/** What the events tell of the attempts at one image string in one pod. */
export interface AttemptHistory {
  /** Failures counted by the back-off; at least 1 where `lastFailure` is known. */
  readonly failures: number;
  readonly lastFailure?: Instant;
  /** When the attempt that has no outcome yet was queued. */
  readonly runningSince?: Instant;
  /** How long the last attempt took, in milliseconds. */
  readonly attemptTook?: number;
}

/** Events written when an attempt at the registry failed. */
const ATTEMPTED: ReadonlySet<PullEventKind> = new Set<PullEventKind>(['failed', 'attempt-error']);
/** Events of failures that come up anew at every sync. */
const AT_SYNC: ReadonlySet<PullEventKind> = new Set<PullEventKind>([
  'inspect-failed',
  'never-pull',
  'sandbox-failed',
  'error',
]);
const FAILED: ReadonlySet<PullEventKind> = new Set<PullEventKind>(['failed']);
const OUTCOMES: ReadonlySet<PullEventKind> = new Set<PullEventKind>(['attempt-error']);
const BEGUN: ReadonlySet<PullEventKind> = new Set<PullEventKind>(['pulling']);
const PULLED: ReadonlySet<PullEventKind> = new Set<PullEventKind>(['pulled']);

/**
 * Reads the attempts from a pull's events. Texts with ports or request ids stand in many events of
 * count 1, so counts are summed; `Pulling` never varies, so its count corrects what was lost.
 */
export function attemptHistory(events: readonly PullEvent[]): AttemptHistory {
  const lastFailure = finite(newest(events, ATTEMPTED)) ?? finite(newest(events, AT_SYNC));
  const begun = finite(newest(events, BEGUN));
  const pulled = finite(newest(events, PULLED));
  const running =
    begun !== undefined &&
    begun > (lastFailure ?? Number.NEGATIVE_INFINITY) &&
    begun > (pulled ?? Number.NEGATIVE_INFINITY);
  const lost = total(events, BEGUN) - total(events, PULLED) - (running ? 1 : 0);
  const failures = Math.max(
    total(events, FAILED),
    total(events, OUTCOMES),
    lost,
    lastFailure === undefined ? 0 : 1,
  );
  const took = begun !== undefined && lastFailure !== undefined && !running ? lastFailure - begun : undefined;
  return {
    failures,
    ...(lastFailure === undefined ? {} : { lastFailure }),
    ...(running ? { runningSince: begun } : {}),
    ...(took === undefined || took < 0 ? {} : { attemptTook: took }),
  };
}

function total(events: readonly PullEvent[], kinds: ReadonlySet<PullEventKind>): number {
  return events.reduce((sum, { kind, count }) => (kinds.has(kind) ? sum + count : sum), 0);
}

function finite(at: Instant): Instant | undefined {
  return Number.isFinite(at) ? at : undefined;
}

const STUCK: ReadonlySet<PullEventKind> = new Set<PullEventKind>([...ATTEMPTED, ...AT_SYNC, 'back-off']);

/**
 * Since when the pull has been failing: the first event of it (an event keeps its first time as long
 * as it lives), else the moment the pod lost its readiness, else its start.
 */
export function stuckSince(pod: PodEvidence, events: readonly PullEvent[]): Instant | undefined {
  const success = newest(events, PULLED);
  const firsts = events
    .filter(({ kind, event }) => STUCK.has(kind) && lastSeen(event) > success)
    .map(({ event }) => finite(event.first ?? Number.NaN) ?? lastSeen(event));
  const unready = pod.conditions
    .filter(
      ({ type, status }) => status === 'False' && (type === 'ContainersReady' || type === 'Initialized'),
    )
    .flatMap(({ lastTransition }) => lastTransition ?? []);
  const first = earliest(firsts);
  if (first === undefined) return earliest(unready) ?? [pod.startedAt, pod.createdAt].find(Number.isFinite);
  return first > success ? first : latest([success, ...unready]);
}
