import { CAUSES, type Cause } from './cause.ts';
import type { CauseWords } from './cause-words.ts';
import { wordsOf } from './words/words-of-cause.ts';

/** What is said about every cause, for who wants them all; `wordsOf` makes those of one. */
export const CATALOGUE: Readonly<Record<Cause, CauseWords>> = Object.fromEntries(
  CAUSES.map((cause) => [cause, wordsOf(cause)]),
) as Record<Cause, CauseWords>;
