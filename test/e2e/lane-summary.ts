import type { ComparedAttempt } from './judge/next-attempts.ts';
import { isGuess, isInside } from './judge/next-attempts.ts';
import type { Observation } from './judge/observation.ts';
import type { LaneResult } from './lane-report.ts';
import type { PartResult } from './parts/run-parts.ts';
import { keyOf } from './run-cases.ts';

/** One judgement, as plain data. */
export interface JudgementSummary {
  readonly case: string;
  readonly stack: string;
  readonly phase: string;
  /** `cause (certainty)` of each pull that was found. */
  readonly answers: readonly string[];
  readonly faults: readonly string[];
  readonly known: readonly string[];
}

/** A part beside the table, as plain data. */
export interface PartSummary {
  readonly part: string;
  readonly checks: readonly {
    readonly what: string;
    readonly said: string;
    readonly faults: readonly string[];
  }[];
  readonly figures: readonly string[];
}

/** A lane's result as plain data: what docs/accuracy.md is made from. */
export interface LaneSummary {
  readonly versions: readonly string[];
  readonly judgements: readonly JudgementSummary[];
  readonly neverSeen: readonly string[];
  readonly parts: readonly PartSummary[];
  readonly attempts: { readonly compared: number; readonly inside: number };
}

function summarise({ run, phase, found, faults, known }: Observation): JudgementSummary {
  const answers = found.map(({ finding }) => `${finding.cause} (${finding.certainty})`);
  return { case: run.one.name, stack: run.place.stack, phase, answers: [...new Set(answers)], faults, known };
}

function countAttempts(attempts: readonly ComparedAttempt[]): LaneSummary['attempts'] {
  const counted = attempts.filter((one) => !isGuess(one));
  return { compared: counted.length, inside: counted.filter(isInside).length };
}

const LONGEST_SAID = 2_000;

function summarisePart({ name, checks, figures }: PartResult): PartSummary {
  const short = checks.map(({ what, said, faults }) => ({ what, said: said.slice(0, LONGEST_SAID), faults }));
  return { part: name, checks: short, figures };
}

export function summariseLane({ versions, observations, pending, attempts, parts }: LaneResult): LaneSummary {
  return {
    versions,
    judgements: observations.map(summarise),
    neverSeen: pending.map(keyOf),
    parts: parts.map(summarisePart),
    attempts: countAttempts(attempts),
  };
}
