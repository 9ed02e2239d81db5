/**
 * How many columns a terminal gives to text, by Unicode's East Asian Width (UAX #11): wide and
 * full-width characters take two, combining ones none. A short table instead of a dependency: names in
 * a cluster are almost always ASCII, and a column too many costs a ragged line, nothing more.
 */

/** Characters of one column, as almost every text has only: told apart without looking at each. */
const NARROW = /^[\0-\u02ff\u2010-\u2027\u2190-\u2bff]*$/;

/** First and last code point of the blocks that are wide as a whole, in order. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

/** Columns of a text that has no control characters in it (see plain-text.ts). */
export function textWidth(text: string): number {
  if (isNarrow(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** Whether each unit of a text takes one column. */
export function isNarrow(text: string): boolean {
  return NARROW.test(text);
}

/** Columns of one character (one code point): 0, 1 or 2. */
export function characterWidth(character: string): 0 | 1 | 2 {
  // The expression below takes V8 longer to make than all else here takes.
  if (isNarrow(character)) return 1;
  const code = character.codePointAt(0) ?? 0;
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character)) return 0;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
