/**
 * One part of a host against a pattern, as Go's filepath.Match reads it (path/filepath/match.go): `*` for any
 * letters, `?` for one, `[a-z]` and `[^a-z]` for one of a class, `\` before what is meant as itself. A star takes
 * the first place where what follows it fits and never another, so no pattern costs more than the lengths of
 * pattern and name multiplied.
 */

/** What one letter of the name is held against. */
type Letter =
  | { readonly is: 'any' }
  | { readonly is: 'one'; readonly char: string }
  | {
      readonly is: 'class';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [number, number])[];
    };

/** Letters in a row, with a star before them or not. */
interface Chunk {
  readonly star: boolean;
  readonly letters: readonly Letter[];
}

/** No resolver takes a part of a name beyond 63 letters: one this long is compared as it stands. */
const LONGEST = 255;

/** True when the pattern covers the whole name; a pattern that Go calls malformed covers none. */
export function globMatches(pattern: string, name: string): boolean {
  if (pattern === name && !/[*?[\\]/u.test(pattern)) return true;
  if (name.length > LONGEST) return false;
  const chunks = parsePattern([...pattern]);
  return chunks !== undefined && matchChunks(chunks, [...name]);
}

function matchChunks(chunks: readonly Chunk[], name: readonly string[]): boolean {
  let at = 0;
  for (const [index, { star, letters }] of chunks.entries()) {
    const last = index === chunks.length - 1;
    if (star && letters.length === 0) return true;
    const found = star ? findChunk(letters, name, at, last) : chunkFits(letters, name, at) ? at : undefined;
    if (found === undefined) return false;
    at = found + letters.length;
  }
  return at === name.length;
}

/** The first place at or after `from` where the letters fit; the last of all chunks must reach the end. */
function findChunk(
  letters: readonly Letter[],
  name: readonly string[],
  from: number,
  last: boolean,
): number | undefined {
  const latest = name.length - letters.length;
  for (let at = last ? Math.max(from, latest) : from; at <= latest; at++) {
    if (chunkFits(letters, name, at)) return at;
  }
  return undefined;
}

function chunkFits(letters: readonly Letter[], name: readonly string[], at: number): boolean {
  return (
    at + letters.length <= name.length && letters.every((letter, i) => letterFits(letter, name[at + i] ?? ''))
  );
}

function letterFits(letter: Letter, char: string): boolean {
  if (letter.is === 'any') return true;
  if (letter.is === 'one') return letter.char === char;
  const code = char.codePointAt(0) ?? 0;
  return letter.ranges.some(([low, high]) => low <= code && code <= high) !== letter.negated;
}

function parsePattern(pattern: readonly string[]): readonly Chunk[] | undefined {
  const chunks: Chunk[] = [];
  for (let at = 0; at < pattern.length;) {
    const start = at;
    while (pattern[at] === '*') at++;
    const end = chunkEnd(pattern, at);
    const letters = parseLetters(pattern.slice(at, end));
    if (letters === undefined) return undefined;
    chunks.push({ star: at > start, letters });
    at = end;
  }
  return chunks;
}

/** A star inside brackets is a letter of the class; that the brackets are well-formed is looked at later. */
function chunkEnd(pattern: readonly string[], start: number): number {
  let bracketed = false;
  for (let at = start; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === '\\') at++;
    else if (char === '[') bracketed = true;
    else if (char === ']') bracketed = false;
    else if (char === '*' && !bracketed) return at;
  }
  return pattern.length;
}

function parseLetters(chunk: readonly string[]): readonly Letter[] | undefined {
  const letters: Letter[] = [];
  for (let at = 0; at < chunk.length;) {
    const read = chunk[at] === '[' ? parseClass(chunk, at + 1) : parseLetter(chunk, at);
    if (read === undefined) return undefined;
    letters.push(read.letter);
    at = read.end;
  }
  return letters;
}

type Read = { readonly letter: Letter; readonly end: number } | undefined;

function parseLetter(chunk: readonly string[], at: number): Read {
  const char = chunk[at] ?? '';
  if (char === '?') return { letter: { is: 'any' }, end: at + 1 };
  if (char !== '\\') return { letter: { is: 'one', char }, end: at + 1 };
  const escaped = chunk[at + 1];
  return escaped === undefined ? undefined : { letter: { is: 'one', char: escaped }, end: at + 2 };
}

function parseClass(chunk: readonly string[], start: number): Read {
  const negated = chunk[start] === '^';
  const ranges: (readonly [number, number])[] = [];
  let at = negated ? start + 1 : start;
  while (chunk[at] !== ']' || ranges.length === 0) {
    const low = parseMember(chunk, at);
    if (low === undefined) return undefined;
    const high = chunk[low.end] === '-' ? parseMember(chunk, low.end + 1) : low;
    if (high === undefined) return undefined;
    ranges.push([low.code, high.code]);
    at = high.end;
  }
  return { letter: { is: 'class', negated, ranges }, end: at + 1 };
}

/** A class never ends with a letter: something must follow each. */
function parseMember(
  chunk: readonly string[],
  start: number,
): { readonly code: number; readonly end: number } | undefined {
  const first = chunk[start];
  if (first === undefined || first === '-' || first === ']') return undefined;
  const at = first === '\\' ? start + 1 : start;
  const code = chunk[at]?.codePointAt(0);
  return code === undefined || at + 1 >= chunk.length ? undefined : { code, end: at + 1 };
}
