import type { Cause } from './cause.ts';
import type { CauseWords } from './cause-words.ts';
import { ACCESS_WORDS } from './words/access-words.ts';
import { IMAGE_WORDS } from './words/image-words.ts';
import { NETWORK_WORDS } from './words/network-words.ts';
import { NODE_WORDS } from './words/node-words.ts';
import { OPEN_WORDS } from './words/open-words.ts';
import { POLICY_WORDS } from './words/policy-words.ts';
import { REGISTRY_WORDS } from './words/registry-words.ts';

/**
 * What is said about each cause, wherever it turns up. Closed over `Cause`: a cause without words
 * does not compile. Each has its page in docs/causes too.
 */
export const CATALOGUE: Readonly<Record<Cause, CauseWords>> = {
  ...IMAGE_WORDS,
  ...ACCESS_WORDS,
  ...NETWORK_WORDS,
  ...REGISTRY_WORDS,
  ...NODE_WORDS,
  ...POLICY_WORDS,
  ...OPEN_WORDS,
};
