/**
 * What a person probably did to a text that is no image reference. The Go package says no more than
 * `invalid reference format`; this looks for the mistakes that people and templates really make.
 */
export type ReferenceMistake =
  /** Nothing at all. */
  | 'empty'
  /** A placeholder that nobody filled in: `app:${TAG}`, `app:{{ .Values.tag }}`, `app:<tag>`. */
  | 'template'
  /** A web address or a transport: `https://reg.io/app`, `docker://nginx`. */
  | 'scheme'
  /** A quotation mark that became part of the name. */
  | 'quotes'
  /** White space, a control character or an invisible one, inside or around. */
  | 'whitespace'
  /** An upper-case letter in the repository. */
  | 'uppercase'
  /** 64 hexadecimal digits, which could also be an image ID. */
  | 'hex64'
  /** `reg.io//app`: an empty variable between slashes, or a slash too many. */
  | 'double-slash'
  /** `/app`, `reg.io/`, `reg.io/:v1`: one end of the name is empty. */
  | 'empty-name'
  /** `app:`, `app:@sha256:…`: a colon with nothing behind it. */
  | 'empty-tag'
  /** `app@`: an at sign with nothing behind it. */
  | 'empty-digest'
  /** `app:sha256:…`: a digest needs an `@` before it. */
  | 'digest-as-tag'
  /** `app:v1:v2`. */
  | 'double-tag'
  /** `app:1.0+build`: build metadata of a semantic version. */
  | 'plus-in-tag'
  /** A digest with too few digits, most likely cut off. */
  | 'short-digest'
  /** `my_reg:5000/app`: host names have no underscores. */
  | 'underscore-in-host'
  /** A letter outside ASCII: a dash or quote from a word processor, a letter that only looks right. */
  | 'non-ascii'
  /** None of these; the code of the fault says all there is. */
  | 'other';

/** A mistake and the index of its first character in the text, where it has one. */
export interface FoundMistake {
  readonly why: ReferenceMistake;
  readonly at?: number;
}

/**
 * Looks for the mistakes that show in any text, whatever the Go package said of it: a template with an
 * upper-case variable is a template first, and only then not lower-case.
 */
export function findObviousMistake(text: string): FoundMistake | undefined {
  if (text === '') return { why: 'empty' };
  return (
    found('template', text.search(/[${}<>]/)) ??
    found('scheme', schemeEnd(text)) ??
    found('quotes', text.search(/['"`\u2018-\u201f]/)) ??
    found('whitespace', spaceIn(text))
  );
}

/** Most references are plain, and the expression takes V8 a millisecond to make. */
function spaceIn(text: string): number {
  return /^[\x21-\x7e]*$/.test(text) ? -1 : text.search(/[\s\p{Cc}\p{Cf}]/u);
}

/**
 * Looks for the mistakes in how the pieces are put together, for texts that do not fit the grammar.
 *
 * @param text what was written
 * @param brokenAt index of the first character that does not fit
 */
export function findStructuralMistake(text: string, brokenAt: number): FoundMistake {
  const tail = tailOf(text);
  return (
    found('double-slash', text.indexOf('//')) ??
    found('empty-name', emptyName(text, tail)) ??
    found('empty-tag', emptyTag(text, tail)) ??
    found('empty-digest', text.endsWith('@') ? text.length - 1 : -1) ??
    found('digest-as-tag', digestAsTag(text, tail)) ??
    found('double-tag', secondColon(text, tail)) ??
    found('plus-in-tag', plusInTag(text, tail)) ??
    found('short-digest', shortDigest(text, tail)) ??
    found('underscore-in-host', underscoreInHost(text)) ??
    found('non-ascii', text.search(/[^\x00-\x7f]/)) ?? { why: 'other', at: brokenAt }
  );
}

/** The last component with its tag and digest: where it starts and where its digest's `@` is, or the end. */
interface Tail {
  readonly start: number;
  readonly nameEnd: number;
}

function tailOf(text: string): Tail {
  const start = text.lastIndexOf('/') + 1;
  const at = text.indexOf('@', start);
  return { start, nameEnd: at < 0 ? text.length : at };
}

function found(why: ReferenceMistake, at: number): FoundMistake | undefined {
  return at < 0 ? undefined : { why, at };
}

function schemeEnd(text: string): number {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text) ? text.indexOf('://') : -1;
}

function emptyName(text: string, { start }: Tail): number {
  if (text.startsWith('/')) return 0;
  const first = text[start];
  // A lone colon is an empty tag as well; the missing name is what matters.
  return first === undefined || first === ':' || first === '@' ? Math.min(start, text.length - 1) : -1;
}

function emptyTag(text: string, { start, nameEnd }: Tail): number {
  return nameEnd > start && text[nameEnd - 1] === ':' ? nameEnd - 1 : -1;
}

function digestAsTag(text: string, tail: Tail): number {
  const colon = colonWithin(text, tail.start, tail);
  return /^:sha(?:256|384|512):/.test(text.slice(Math.max(colon, 0), colon + 9)) ? colon : -1;
}

function secondColon(text: string, tail: Tail): number {
  const first = colonWithin(text, tail.start, tail);
  return first < 0 ? -1 : colonWithin(text, first + 1, tail);
}

function plusInTag(text: string, tail: Tail): number {
  const colon = colonWithin(text, tail.start, tail);
  const plus = colon < 0 ? -1 : text.indexOf('+', colon);
  return plus < tail.nameEnd ? plus : -1;
}

function shortDigest(text: string, { nameEnd }: Tail): number {
  return /^@[a-z0-9]+:[0-9a-fA-F]{0,31}$/.test(text.slice(nameEnd, nameEnd + 64)) ? nameEnd + 1 : -1;
}

function underscoreInHost(text: string): number {
  const host = text.slice(0, Math.max(text.indexOf('/'), 0));
  return /[.:]/.test(host) ? host.indexOf('_') : -1;
}

function colonWithin(text: string, from: number, { nameEnd }: Tail): number {
  const colon = text.indexOf(':', from);
  return colon < nameEnd ? colon : -1;
}
