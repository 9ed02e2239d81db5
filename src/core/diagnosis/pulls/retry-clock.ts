/**
 * When the kubelet pulls next.
 *
 * The back-off of client-go's util/flowcontrol/backoff.go as the image manager uses it: after the n-th
 * failure min(10 s · 2^(n−1), 300 s), without jitter, counted from the moment the attempt failed; an
 * entry is forgotten when more than 600 s lie between two failures. Its key is the pod's uid and the
 * image string, so containers with the same string share it. The retry comes with the first sync after
 * it has run out, at most 15 s later (pod_workers.go: 10 s times 1 to 1.5). All times in milliseconds.
 */
import type { Instant } from '../../evidence/observed.ts';
import { clockTime, counted, spanText } from '../clock-time.ts';
import type { NextAttempt } from '../finding.ts';
import type { AttemptHistory } from './attempt-history.ts';

const FIRST_DELAY = 10_000;
const LONGEST_DELAY = 300_000;
const FORGOTTEN_AFTER = 2 * LONGEST_DELAY;
/** A sync comes 10 to 15 s after a failed one. */
const SYNC_SOONEST = 10_000;
const SYNC_LATEST = 15_000;

/** What the clock must know besides the attempts. */
export interface RetryCircumstances {
  readonly asOf: Instant;
  /** These failures are not backed off: the kubelet looks again with every sync. */
  readonly everySync: boolean;
  readonly stuckSince?: Instant;
  /** `node-3 is NotReady since 12:01`: nobody pulls there. */
  readonly nodeDown?: string;
}

/** The window of the next attempt: never before `asOf`, and honest about what it rests on. */
export function nextAttempt(history: AttemptHistory, now: RetryCircumstances): NextAttempt {
  const window = now.everySync ? nextSync(history, now) : afterBackOff(history, now);
  const shown =
    window.latest < now.asOf
      ? overdue(window, now)
      : { ...window, earliest: Math.max(window.earliest, now.asOf) };
  return now.nodeDown === undefined ? shown : { ...shown, basis: `${shown.basis}; ${now.nodeDown}` };
}

function nextSync({ lastFailure }: AttemptHistory, { asOf }: RetryCircumstances): NextAttempt {
  const basis = 'not backed off: the kubelet looks again at every sync, each 10 to 15 s';
  if (lastFailure === undefined || asOf - lastFailure > SYNC_LATEST) {
    return { earliest: asOf, latest: asOf + SYNC_LATEST, basis };
  }
  return { earliest: lastFailure + SYNC_SOONEST, latest: lastFailure + SYNC_LATEST, basis };
}

function afterBackOff(history: AttemptHistory, now: RetryCircumstances): NextAttempt {
  const { runningSince, lastFailure, failures } = history;
  if (runningSince !== undefined) return afterRunning(runningSince, history, now);
  if (lastFailure === undefined) return eventsGone(now);
  const [shortest, longest] = delayRange(failures, history.attemptTook ?? 0);
  const delay =
    shortest === longest ? secondsText(shortest) : `${secondsText(shortest)} to ${secondsText(longest)}`;
  return {
    earliest: lastFailure + shortest,
    latest: lastFailure + longest + SYNC_LATEST,
    basis: `failed ${counted(failures, 'time')}, last at ${clockTime(lastFailure)}: ${delay} back-off plus up to 15 s`,
  };
}

/** An attempt is under way; the next comes only if it fails, counted here as if it failed now. */
function afterRunning(
  since: Instant,
  { failures }: AttemptHistory,
  { asOf }: RetryCircumstances,
): NextAttempt {
  const [shortest, longest] = delayRange(failures + 1, asOf - since);
  return {
    earliest: asOf + shortest,
    latest: asOf + longest + SYNC_LATEST,
    basis: `an attempt has been running since ${clockTime(since)}; if it fails, the next follows after ${secondsText(shortest)} at the earliest`,
  };
}

/** No attempt is on record any more: the longest possible back-off, less for a pod that is young. */
function eventsGone({ asOf, stuckSince }: RetryCircumstances): NextAttempt {
  const age = stuckSince === undefined ? LONGEST_DELAY : Math.max(0, asOf - stuckSince);
  const delay = Math.min(LONGEST_DELAY, age + FIRST_DELAY);
  return {
    earliest: asOf,
    latest: asOf + delay + SYNC_LATEST,
    basis: `no event of an attempt is left: at most ${secondsText(delay)} back-off plus 15 s`,
  };
}

function overdue({ latest }: NextAttempt, { asOf }: RetryCircumstances): NextAttempt {
  return {
    earliest: asOf,
    latest: asOf + LONGEST_DELAY + SYNC_LATEST,
    basis: `was due by ${clockTime(latest)}, ${spanText(asOf - latest)} before the last look, and no newer event tells of it: at most 300 s back-off plus 15 s`,
  };
}

/**
 * Shortest and longest delay after the n-th failure, where each attempt takes `took` ms. They differ
 * only where attempts hang so long that the back-off is or is not forgotten, as the syncs fall.
 */
export function delayRange(failures: number, took: number): readonly [shortest: number, longest: number] {
  const quick = delayAfter(failures, took + SYNC_LATEST);
  const slow = delayAfter(failures, took);
  return quick < slow ? [quick, slow] : [slow, quick];
}

/** Further failures change nothing: the cap is reached, or the sequence has begun to repeat. */
const ENOUGH_FAILURES = 64;

function delayAfter(failures: number, extra: number): number {
  let delay = FIRST_DELAY;
  const count = Number.isFinite(failures) ? Math.min(failures, ENOUGH_FAILURES) : ENOUGH_FAILURES;
  for (let failure = 2; failure <= count; failure += 1) {
    delay = delay + extra > FORGOTTEN_AFTER ? FIRST_DELAY : Math.min(2 * delay, LONGEST_DELAY);
  }
  return delay;
}

/** Delays are told in seconds, as the kubelet's own documentation does. */
function secondsText(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
