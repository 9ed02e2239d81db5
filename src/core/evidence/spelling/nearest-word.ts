import { editDistance } from './edit-distance.ts';

/**
 * The candidate that was probably meant: nearest by edit distance, and no further off than a third of
 * the word (at least one letter). Undefined when nothing is that near.
 */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate, least - 1);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}
