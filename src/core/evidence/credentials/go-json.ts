/**
 * JSON as Go's encoding/json reads it into a struct: names of fields match in any case, all of several members
 * of one name are read in turn, and what is not asked for is skipped unread. `JSON.parse` keeps only the last of
 * several members, so values are kept here as the text between them, and taken apart level by level.
 */

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** One value, not taken apart yet: a valid JSON text. */
export interface RawJson {
  readonly kind: JsonKind;
  readonly text: string;
}

export interface JsonMember {
  readonly name: string;
  readonly value: RawJson;
}

/** Go gives up on values that are nested deeper. */
const DEEPEST = 10_000;

/** The value of a whole text; undefined when Go would not take it for JSON. */
export function readGoJson(text: string): RawJson | undefined {
  try {
    JSON.parse(text);
  } catch {
    // The error of JSON.parse quotes its input, which is a password here.
    return undefined;
  }
  const start = skipSpace(text, 0);
  const scan = scanValue(text, start);
  return scan.depth > DEEPEST ? undefined : rawValue(text, start, scan.end);
}

/** The members of an object in their order, those of the same name included; none of anything else. */
export function membersOf({ kind, text }: RawJson): readonly JsonMember[] {
  if (kind !== 'object') return [];
  const members: JsonMember[] = [];
  let at = skipSpace(text, 1);
  while (text[at] === '"') {
    const nameEnd = stringEnd(text, at);
    const start = skipSpace(text, skipSpace(text, nameEnd) + 1);
    const { end } = scanValue(text, start);
    members.push({ name: unquote(text.slice(at, nameEnd)), value: rawValue(text, start, end) });
    // Past the comma; past the closing brace there is nothing left.
    at = skipSpace(text, skipSpace(text, end) + 1);
  }
  return members;
}

/** The text of a string, lone halves of surrogate pairs as U+FFFD; undefined of anything else. */
export function stringOf({ kind, text }: RawJson): string | undefined {
  return kind === 'string' ? unquote(text) : undefined;
}

/** Two names are one field's when this is the same (encoding/json/fold.go): two letters fold to plain ones. */
export function foldName(name: string): string {
  return name.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase();
}

function unquote(quoted: string): string {
  const text: unknown = JSON.parse(quoted);
  if (typeof text !== 'string') return '';
  // Most texts have no surrogates at all, and the second expression takes V8 a while to make.
  return /[\ud800-\udfff]/.test(text) ? text.replace(/\p{Surrogate}/gu, '\u{fffd}') : text;
}

const KINDS: Readonly<Record<string, JsonKind>> = {
  '{': 'object',
  '[': 'array',
  '"': 'string',
  t: 'boolean',
  f: 'boolean',
  n: 'null',
};

function rawValue(text: string, start: number, end: number): RawJson {
  return { kind: KINDS[text[start] ?? ''] ?? 'number', text: text.slice(start, end) };
}

/** Where the value that starts here ends, and how deep it nests; the text is known to be valid. */
function scanValue(text: string, start: number): { readonly end: number; readonly depth: number } {
  let depth = 0;
  let deepest = 0;
  for (let at = start; at < text.length;) {
    const char = text[at];
    if (char === '"') at = stringEnd(text, at);
    else {
      if (char === '{' || char === '[') deepest = Math.max(deepest, ++depth);
      else if (char === '}' || char === ']') depth--;
      else if (depth === 0) return { end: plainEnd(text, at), depth: deepest };
      at++;
    }
    if (depth === 0) return { end: at, depth: deepest };
  }
  return { end: text.length, depth: deepest };
}

/** The end of a number, `true`, `false` or `null`. */
function plainEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !',]} \t\r\n'.includes(text[at] ?? '')) at++;
  return at;
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \t\r\n'.includes(text[at] ?? '')) at++;
  return at;
}
