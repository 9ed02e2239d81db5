/**
 * `(Mirrors also failed: [m1/x: err] [m2/x: err]): H/x: primary err` (containers/image
 * docker/docker_image_src.go): where each mirror's words stand, and where the primary's begin.
 */
export interface MirrorsPart {
  /** Where the opening parenthesis stands. */
  readonly start: number;
  /** Ranges of each mirror's words, brackets left out. */
  readonly mirrors: readonly (readonly [number, number])[];
  /** Where the text goes on with the primary source. */
  readonly end: number;
}

const OPENING = /\(Mirrors[ \n]also[ \n]failed:/u;

/** Finds the mirrors' part of a text, if it has one. Brackets nest (`[::1]:53`). */
export function findMirrors(text: string): MirrorsPart | undefined {
  const opening = OPENING.exec(text);
  if (opening === null) return undefined;
  const start = opening.index;
  const mirrors: [number, number][] = [];
  let depth = 0;
  let from = 0;
  for (let at = start + opening[0].length; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '[') {
      if (depth === 0) from = at + 1;
      depth += 1;
    } else if (sign === ']' && depth > 0) {
      depth -= 1;
      if (depth === 0) mirrors.push([from, at]);
    } else if (sign === ')' && depth === 0) {
      return { start, mirrors, end: at + 1 };
    }
  }
  return { start, mirrors, end: text.length };
}
