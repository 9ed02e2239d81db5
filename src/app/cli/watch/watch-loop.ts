import type { ClusterEvidence } from '../../../core/evidence/evidence.ts';
import { rememberMessages } from '../../../core/diagnosis/remember-messages.ts';
import { exitCodeOf } from '../../../core/report/exit-code.ts';
import type { Report } from '../../../core/report/report.ts';
import { parseTimestamp } from '../../../core/report/timestamp.ts';
import type { WakeUp } from './wake-up.ts';

export interface WatchWork {
  /** Asks the cluster. */
  readonly look: () => Promise<ClusterEvidence>;
  /** Judges what is known as of a time; asks nobody. */
  readonly report: (evidence: ClusterEvidence, now: number) => Report;
  readonly show: (report: Report) => Promise<void>;
  /** Whether nobody reads any more. */
  readonly closed: () => boolean;
  readonly now: () => number;
}

export interface WatchPace {
  /** Milliseconds after which everything is looked at again although nothing is known to have changed. */
  readonly anyway: () => number;
  /** How often the times in a page are brought up to date; Infinity where pages are not redrawn. */
  readonly redraw: number;
  /** A look that took so long may be repeated only after so many times as long. */
  readonly rest: number;
}

export const PACE: WatchPace = { anyway: () => 60_000, redraw: 5_000, rest: 4 };

/** After the last moment of a next attempt, its outcome should be there. */
const ATTEMPT_SETTLES = 2_000;

/**
 * Looks, shows, waits for changes, and looks again, until the signal ends it or nobody reads any more.
 * Out: the exit code of the last report. What a look throws goes to the caller.
 */
export async function watchLoop(
  work: WatchWork,
  wakeUp: WakeUp,
  pace: WatchPace,
  signal: AbortSignal,
): Promise<number> {
  let known: ClusterEvidence | undefined;
  let report: Report | undefined;
  let lookAt = 0;
  let rested = 0;
  while (!signal.aborted) {
    const startedAt = work.now();
    if (known === undefined || startedAt >= lookAt) {
      const seen = await work.look();
      if (signal.aborted) break;
      known = known === undefined ? seen : remembered(known, seen);
      lookAt = startedAt + pace.anyway();
      rested = work.now() + (work.now() - startedAt) * pace.rest;
    }
    report = work.report(known, work.now());
    await work.show(report);
    if (work.closed()) break;
    lookAt = Math.min(lookAt, nextAttempt(report, work.now()));
    wakeUp.at(Math.min(lookAt, work.now() + pace.redraw));
    // After a change at once, but not sooner than a large cluster can take.
    if (await wakeUp.wait(signal)) lookAt = Math.min(lookAt, rested);
  }
  return report === undefined ? 0 : exitCodeOf(report);
}

/** A look at which the pods could not be seen takes nothing away from what was known. */
function remembered(known: ClusterEvidence, seen: ClusterEvidence): ClusterEvidence {
  const unseen = seen.blindSpots.some(({ hidesTarget }) => hidesTarget === true);
  if (!unseen || seen.pods.length > 0) return rememberMessages(known, seen);
  return { ...known, blindSpots: seen.blindSpots };
}

/** When the soonest of the coming attempts must have been made. */
function nextAttempt({ findings }: Report, now: number): number {
  const times = findings.flatMap(({ pulls }) =>
    pulls.flatMap(({ nextAttempt: next }) => (next === undefined ? [] : parseTimestamp(next.latest))),
  );
  return times
    .map((at) => at + ATTEMPT_SETTLES)
    .filter((at) => at > now)
    .reduce((least, at) => Math.min(least, at), Infinity);
}
