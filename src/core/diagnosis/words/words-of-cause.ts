import type { Cause } from '../cause.ts';
import type { CauseWords, WordsOf } from '../cause-words.ts';
import { ACCESS_WORDS } from './access-words.ts';
import { IMAGE_WORDS } from './image-words.ts';
import { NETWORK_WORDS } from './network-words.ts';
import { NODE_WORDS } from './node-words.ts';
import { OPEN_WORDS } from './open-words.ts';
import { POLICY_WORDS } from './policy-words.ts';
import { REGISTRY_WORDS } from './registry-words.ts';

/** Closed over `Cause`: a cause without words does not compile. */
export const WORDS: WordsOf<Cause> = {
  ...IMAGE_WORDS,
  ...ACCESS_WORDS,
  ...NETWORK_WORDS,
  ...REGISTRY_WORDS,
  ...NODE_WORDS,
  ...POLICY_WORDS,
  ...OPEN_WORDS,
};

/** What is said about a cause, wherever it turns up. Each has its page in docs/causes too. */
export function wordsOf(cause: Cause): CauseWords {
  return WORDS[cause]();
}
