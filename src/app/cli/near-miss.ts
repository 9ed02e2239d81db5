import { nearestWord } from '../../core/evidence/spelling/nearest-word.ts';

/** `; did you mean X?` or nothing: the end of an error line. */
export function didYouMean(word: string, candidates: readonly string[], prefix: string = ''): string {
  const near = nearestWord(word, candidates);
  return near === undefined ? '' : `; did you mean ${prefix}${near}?`;
}
