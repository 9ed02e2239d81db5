/**
 * The candidate that was probably meant: nearest by edit distance, and no further off than a third of
 * the word (at least one letter). Undefined when nothing is that near.
 */
export function nearMiss(word: string, candidates: readonly string[]): string | undefined {
  const allowed = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let least = allowed + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = editDistance(word, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** `; did you mean X?` or nothing: the end of an error line. */
export function didYouMean(word: string, candidates: readonly string[], prefix: string = ''): string {
  const near = nearMiss(word, candidates);
  return near === undefined ? '' : `; did you mean ${prefix}${near}?`;
}

/** Insertions, deletions, changes and swaps of neighbours (optimal string alignment) between two words. */
export function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const plain = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + same,
      );
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(swapped ? Math.min(plain, (beforeLast[column - 2] ?? plain) + 1) : plain);
    }
    beforeLast = last;
    last = current;
  }
  return last.at(-1) ?? 0;
}
