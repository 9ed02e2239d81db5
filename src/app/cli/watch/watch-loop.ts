import type { ClusterEvidence } from '../../../core/evidence/evidence.ts';
import { rememberMessages } from '../../../core/diagnosis/remember-messages.ts';
import { exitCodeOf } from '../../../core/report/exit-code.ts';
import type { Report } from '../../../core/report/report.ts';
import { parseTimestamp } from '../../../core/report/timestamp.ts';
import type { SeenSoFar } from '../probing/onlooker.ts';
import { showMeanwhile } from './show-meanwhile.ts';
import type { WakeUp } from './wake-up.ts';

export interface WatchWork {
  /** Asks the cluster, and the registries; tells what is known meanwhile, with no registry before any is asked. */
  readonly look: (tell: (seen: SeenSoFar) => void) => Promise<ClusterEvidence>;
  /** Judges what is known as of a time; asks nobody. */
  readonly report: (evidence: ClusterEvidence, now: number) => Report;
  /** `meanwhile`: more is to come, from so many registries; left out of the report that a look ends in. */
  readonly show: (report: Report, meanwhile?: number) => Promise<void>;
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

/** Answers that come together are shown together; a look that is over sooner shows nothing before its end. */
const GATHERING = 100;

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
      const { seen, took } = await lookAndTell(work, known, pace, signal);
      if (seen === undefined || signal.aborted) break;
      known = remembered(known, seen);
      lookAt = startedAt + pace.anyway();
      rested = work.now() + took * pace.rest;
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

interface Looked {
  /** Nothing when the signal ended the look. */
  readonly seen?: ClusterEvidence | undefined;
  /** Milliseconds for which the cluster was busy with it: registries may take all of theirs. */
  readonly took: number;
}

/** Looks; where pages are redrawn, what is known meanwhile is shown in the same way as what it ends in. */
async function lookAndTell(
  work: WatchWork,
  known: ClusterEvidence | undefined,
  pace: WatchPace,
  signal: AbortSignal,
): Promise<Looked> {
  const startedAt = work.now();
  let readAt: number | undefined;
  const redraws = pace.redraw < Infinity;
  const seen = await showMeanwhile<SeenSoFar, ClusterEvidence>(
    {
      work: (tell) =>
        work.look((soFar) => {
          if (soFar.registries > 0) readAt ??= work.now();
          // The page of the last look is worth more than half of the next one.
          if (redraws && (soFar.registries > 0 || known === undefined)) tell(soFar);
        }),
      show: ({ evidence, registries }) =>
        work.show(work.report(remembered(known, evidence()), work.now()), registries),
    },
    { ...pace, gathering: GATHERING, now: work.now },
    signal,
  );
  return { seen, took: (readAt ?? work.now()) - startedAt };
}

/** A look at which the pods could not be seen takes nothing away from what was known. */
function remembered(known: ClusterEvidence | undefined, seen: ClusterEvidence): ClusterEvidence {
  if (known === undefined) return seen;
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
