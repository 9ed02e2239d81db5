/** Longer words are not typed by hand, and comparing them would cost more than it tells. */
const LONGEST = 64;

/**
 * Insertions, deletions, changes and swaps of neighbours between two words (optimal string alignment).
 *
 * @param most what is further apart than this is not measured: the answer is then `most + 1`
 */
export function editDistance(a: string, b: string, most: number = LONGEST): number {
  if (a === b) return 0;
  const far = most + 1;
  if (Math.abs(a.length - b.length) > most || Math.max(a.length, b.length) > LONGEST) return far;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const current = nextRow(a, b, row, last, beforeLast);
    if (current.every((distance) => distance > most)) return far;
    beforeLast = last;
    last = current;
  }
  return Math.min(last.at(-1) ?? 0, far);
}

function nextRow(
  a: string,
  b: string,
  row: number,
  last: readonly number[],
  beforeLast: readonly number[],
): readonly number[] {
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
  return current;
}
