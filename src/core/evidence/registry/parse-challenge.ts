/**
 * What a registry asks for in `WWW-Authenticate` (RFC 9110 section 11.6.1):
 *
 *     header    = challenge { "," challenge }
 *     challenge = scheme [ " " ( token68 | parameter { "," parameter } ) ]
 *     parameter = name "=" ( token | quoted-string )
 *
 * Servers are sloppy, so commas count as spaces, an unfinished quoted string goes to the end, and what fits
 * nothing is passed over up to the next comma. One pass, bounded in length and in number.
 */
import { plainWords } from './plain-words.ts';
import type { ChallengeFacts } from './image-probe.ts';

/** One challenge of a 401. */
export interface Challenge {
  /** Lower case. */
  readonly scheme: string;
  /** By lower-case name; the first of a name counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

const LONGEST_HEADER = 16_384;
const MOST_CHALLENGES = 8;
const MOST_PARAMETERS = 16;

/**
 * @param headers the values of all `WWW-Authenticate` headers of one answer, untrusted
 * @returns the challenges in their order; empty when there is none to understand
 */
export function parseChallenges(headers: readonly string[]): readonly Challenge[] {
  const challenges: Challenge[] = [];
  for (const header of headers) {
    readHeader(header.slice(0, LONGEST_HEADER), challenges);
    if (challenges.length >= MOST_CHALLENGES) break;
  }
  return challenges.slice(0, MOST_CHALLENGES);
}

/** A challenge as evidence: the realm's address without a query, a fragment or a user in it. */
export function challengeFacts({ scheme, parameters }: Challenge): ChallengeFacts {
  const realm = parameters.get('realm');
  const rest: Record<string, string> = {};
  for (const name of ['service', 'scope', 'error']) {
    const value = parameters.get(name);
    if (value !== undefined) rest[name] = plainWords(value);
  }
  return {
    scheme: plainWords(scheme, 40),
    ...(realm !== undefined && { realm: shownRealm(realm) }),
    ...rest,
  };
}

/** `https://user@auth.example.com/token?account=ci#x` → `https://auth.example.com/token`. */
function shownRealm(realm: string): string {
  const query = realm.search(/[?#]/u);
  const address = plainWords(query < 0 ? realm : realm.slice(0, query));
  const scheme = address.indexOf('://');
  if (scheme < 0) return address;
  const slash = address.indexOf('/', scheme + 3);
  const at = address.lastIndexOf('@', slash < 0 ? address.length : slash);
  return at < scheme + 3 ? address : address.slice(0, scheme + 3) + address.slice(at + 1);
}

interface DraftChallenge extends Challenge {
  readonly parameters: Map<string, string>;
}

interface Word {
  readonly text: string;
  readonly end: number;
}

function readHeader(header: string, out: Challenge[]): void {
  let current: DraftChallenge | undefined;
  let at = skipSpace(header, 0);
  while (at < header.length && out.length < MOST_CHALLENGES) {
    const name = readToken(header, at);
    if (name.text === '') {
      at = skipSpace(header, nextComma(header, at));
      continue;
    }
    const equals = skipBlank(header, name.end);
    if (current !== undefined && header[equals] === '=') {
      const value = readValue(header, skipBlank(header, equals + 1));
      addParameter(current, name.text.toLowerCase(), value.text);
      at = skipSpace(header, value.end);
      continue;
    }
    current = { scheme: name.text.toLowerCase(), parameters: new Map() };
    out.push(current);
    at = skipSpace(header, skipToken68(header, name.end));
  }
}

function addParameter({ parameters }: DraftChallenge, name: string, value: string): void {
  if (parameters.size < MOST_PARAMETERS && !parameters.has(name)) parameters.set(name, value);
}

const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]*/uy;
/** Behind a scheme: letters and digits, then padding, then a comma or the end. */
const TOKEN68 = /[ \t]+[A-Za-z0-9\-._~+/]+=*[ \t]*(?=,|$)/uy;
const BLANK = /[ \t]*/uy;
const SPACE = /[ \t,\r\n]*/uy;
const UNQUOTED = /[^\s,"]*/uy;

function matchEnd(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

function readToken(text: string, from: number): Word {
  const end = matchEnd(TOKEN, text, from);
  return { text: text.slice(from, end), end };
}

function skipToken68(text: string, from: number): number {
  return matchEnd(TOKEN68, text, from);
}

function skipBlank(text: string, from: number): number {
  return matchEnd(BLANK, text, from);
}

function skipSpace(text: string, from: number): number {
  return matchEnd(SPACE, text, from);
}

function nextComma(text: string, from: number): number {
  const comma = text.indexOf(',', from);
  return comma < 0 ? text.length : comma;
}

function readValue(text: string, from: number): Word {
  if (text[from] !== '"') {
    const end = matchEnd(UNQUOTED, text, from);
    return { text: text.slice(from, end), end };
  }
  const parts: string[] = [];
  let start = from + 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '"') return { text: parts.join('') + text.slice(start, at), end: at + 1 };
    if (text[at] !== '\\') continue;
    parts.push(text.slice(start, at));
    // What follows the backslash stands for itself.
    at++;
    start = at;
  }
  return { text: parts.join('') + text.slice(start), end: text.length };
}
