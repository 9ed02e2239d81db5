import type { Cause } from './cause.ts';

/** What is said about a cause in general; the facts of one case are the finding's. */
export interface CauseWords {
  /** Two to five words, lower case: `tag not found`. */
  readonly title: string;
  /** What it means, in one to three sentences, for someone who sees it for the first time. */
  readonly meaning: string;
  /** Whether waiting helps, in one sentence. */
  readonly waiting: string;
  /** How to see it for oneself: short imperative lines, commands in backticks. */
  readonly checks: readonly string[];
  /** What people do about it: short imperative lines, commands in backticks. */
  readonly fixes: readonly string[];
  /** Traps: what misleads people here. */
  readonly traps: readonly string[];
}

/** The words of some causes, made when they are asked for: a run speaks of one or two of forty. */
export type WordsOf<C extends Cause> = Readonly<Record<C, () => CauseWords>>;
