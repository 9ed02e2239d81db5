/**
 * Reads the small part of YAML that kubeconfigs are written in by kubectl, aws, gcloud, az, kind and k3s: block
 * mappings and lists, and scalars that mean the same in every version of YAML. Made for speed, since each live
 * run reads one: the full parser takes longer to load than the API server to answer.
 *
 * Out: the value, or undefined at the first thing that could mean anything else (anchors, tags, block scalars,
 * escapes, tabs, numbers with a fraction …): then the full parser has to read it. Linear time, never throws.
 */
export function readPlainYaml(text: string): { readonly value: unknown } | undefined {
  try {
    const cursor = { lines: linesOf(text), at: 0 };
    const first = cursor.lines[0];
    if (first === undefined) return { value: null };
    const value = readBlock(cursor, first.indent);
    return cursor.at === cursor.lines.length ? { value } : undefined;
  } catch (error) {
    if (error === UNSURE) return undefined;
    throw error;
  }
}

/** Thrown, and caught above: a check after each step would hide the grammar. */
const UNSURE: Error = new Error('more YAML than is read here');

interface Line {
  readonly indent: number;
  /** Without indentation and blanks at its end. */
  readonly text: string;
  /** A comment or an empty line stands before it, so that it continues nothing. */
  readonly apart: boolean;
}

interface Cursor {
  readonly lines: Line[];
  at: number;
}

/** Tabs, other line ends, and everything that is not ASCII. */
const UNPRINTABLE = /[^\n\u0020-\u007e]/;

function linesOf(text: string): Line[] {
  if (UNPRINTABLE.test(text)) throw UNSURE;
  const lines: Line[] = [];
  let apart = false;
  let isFirst = true;
  for (const whole of text.split('\n')) {
    const bare = whole.trimStart();
    if (bare === '' || bare.startsWith('#')) {
      apart = true;
      continue;
    }
    if (bare === whole && (bare.startsWith('---') || bare.startsWith('...') || bare.startsWith('%'))) {
      if (bare.trimEnd() !== '---' || !isFirst) throw UNSURE;
      isFirst = false;
      continue;
    }
    isFirst = false;
    lines.push({ indent: whole.length - bare.length, text: bare.trimEnd(), apart });
    apart = false;
  }
  return lines;
}

function readBlock(cursor: Cursor, indent: number): unknown {
  return isItem(cursor.lines[cursor.at]) ? readList(cursor, indent) : readMapping(cursor, indent);
}

function isItem(line: Line | undefined): boolean {
  return line !== undefined && (line.text.startsWith('- ') || line.text === '-');
}

function readList(cursor: Cursor, indent: number): readonly unknown[] {
  const items: unknown[] = [];
  for (;;) {
    const line = cursor.lines[cursor.at];
    if (line === undefined || line.indent < indent || (line.indent === indent && !isItem(line))) return items;
    if (line.indent > indent || line.text === '-') throw UNSURE;
    items.push(readItem(cursor, line));
  }
}

function readItem(cursor: Cursor, line: Line): unknown {
  const rest = line.text.slice(1).trimStart();
  if (rest.startsWith('- ') || rest === '-') throw UNSURE;
  if (splitKey(rest) === undefined) {
    cursor.at += 1;
    return readScalar(cursor, rest, line.indent);
  }
  // A mapping that starts behind the dash: the line stands in for its first entry.
  const indent = line.indent + line.text.length - rest.length;
  cursor.lines[cursor.at] = { indent, text: rest, apart: line.apart };
  return readMapping(cursor, indent);
}

function readMapping(cursor: Cursor, indent: number): Readonly<Record<string, unknown>> {
  const entries = new Map<string, unknown>();
  for (;;) {
    const line = cursor.lines[cursor.at];
    if (line === undefined || line.indent < indent || (line.indent === indent && isItem(line))) break;
    const split = line.indent === indent ? splitKey(line.text) : undefined;
    if (split === undefined || entries.has(split.key)) throw UNSURE;
    cursor.at += 1;
    entries.set(split.key, readValue(cursor, split.rest, indent));
  }
  return Object.fromEntries(entries);
}

function readValue(cursor: Cursor, rest: string, indent: number): unknown {
  if (rest !== '') return readScalar(cursor, rest, indent);
  const next = cursor.lines[cursor.at];
  if (next === undefined || next.indent < indent) return null;
  if (next.indent > indent) return readBlock(cursor, next.indent);
  // A list may stand as far left as its key.
  return isItem(next) ? readList(cursor, indent) : null;
}

const KEY = /^[A-Za-z][A-Za-z0-9_./-]*(?=:(?: |$))/;

function splitKey(text: string): { readonly key: string; readonly rest: string } | undefined {
  const key = KEY.exec(text)?.[0];
  if (key === undefined) return undefined;
  if (RESERVED.has(key.toLowerCase())) throw UNSURE;
  return { key, rest: text.slice(key.length + 1).trimStart() };
}

function readScalar(cursor: Cursor, first: string, indent: number): unknown {
  if (first === '{}') return onItsOwn(cursor, indent, {});
  if (first === '[]') return onItsOwn(cursor, indent, []);
  if (first.startsWith('"') || first.startsWith("'")) return onItsOwn(cursor, indent, quoted(first));
  const lines = [plain(first)];
  for (;;) {
    const next = cursor.lines[cursor.at];
    if (next === undefined || next.indent <= indent) break;
    if (next.apart) throw UNSURE;
    lines.push(plain(next.text));
    cursor.at += 1;
  }
  return lines.length > 1 ? lines.join(' ') : resolved(first);
}

function onItsOwn<T>(cursor: Cursor, indent: number, value: T): T {
  const next = cursor.lines[cursor.at];
  if (next !== undefined && next.indent > indent) throw UNSURE;
  return value;
}

function quoted(text: string): string {
  const inner = text.slice(1, -1);
  if (text.length < 2 || !text.endsWith(text.charAt(0)) || inner.includes(text.charAt(0))) throw UNSURE;
  if (text.startsWith('"') && inner.includes('\\')) throw UNSURE;
  return inner;
}

const INDICATORS = '-?:,[]{}#&*!|>\'"%@`';

/** A piece of text without quotes, in which nothing has a meaning of its own. */
function plain(text: string): string {
  // `--flag` is text although it begins with a dash.
  const starts = /^--?[A-Za-z]/.test(text) || !INDICATORS.includes(text.charAt(0));
  if (!starts || text.includes(': ') || text.endsWith(':') || text.includes(' #')) throw UNSURE;
  return text;
}

/** Words that some version of YAML takes for a boolean, a null, a merge or a number. */
const RESERVED: ReadonlySet<string> = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);
const EVERYWHERE: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function resolved(text: string): unknown {
  if (EVERYWHERE.has(text)) return EVERYWHERE.get(text);
  if (RESERVED.has(text.toLowerCase())) throw UNSURE;
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  // What starts like a number may be one; a name, a path, a flag or a URL cannot.
  if (!/^(?:[A-Za-z/]|--?[A-Za-z])/.test(text)) throw UNSURE;
  return text;
}
