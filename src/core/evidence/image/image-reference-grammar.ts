/**
 * The scanners for the grammar at the top of image-reference.ts. Each reads one piece of `text` from an
 * index and gives the index where the piece ends, or `brokenAt(i)` when character `i` does not fit.
 * No piece can start where its predecessor could go on, so nothing is ever tried twice.
 */

/** Where the pieces of a valid reference lie: indices into the text, each end exclusive. */
export interface ReferenceSpans {
  /** 0 when the text has no domain, else the index of the slash behind it. */
  readonly domainEnd: number;
  readonly pathStart: number;
  readonly pathEnd: number;
  /** Equal to `pathEnd` when there is no tag. */
  readonly tagEnd: number;
  /** Index of the `:` between algorithm and hex; 0 when there is no digest. */
  readonly digestColon: number;
}

const maxTagLength = 128;
const minDigestHexLength = 32;

/**
 * Reads a whole reference.
 *
 * @param text the reference, after which nothing may follow
 * @param slashAt index of the slash behind what looks like a domain, or -1 when nothing does
 * @returns the spans, or the index of the first character that does not fit
 *
 * A would-be domain that is none may still be the first components of a path: `my_reg.io/app` is a
 * valid reference without a domain, as the Go package has it too.
 */
export function scanReference(text: string, slashAt: number): ReferenceSpans | number {
  if (slashAt < 0) return scanRemote(text, 0, 0);
  const domainEnd = scanDomain(text, slashAt);
  if (domainEnd === slashAt) return scanRemote(text, slashAt, slashAt + 1);
  const asPath = scanRemote(text, 0, 0);
  return typeof asPath === 'number' ? brokenIndex(domainEnd) : asPath;
}

function scanRemote(text: string, domainEnd: number, pathStart: number): ReferenceSpans | number {
  const pathEnd = scanPath(text, pathStart);
  if (pathEnd < 0) return brokenIndex(pathEnd);
  const tagEnd = isOf(text, pathEnd, colon) ? scanTag(text, pathEnd + 1) : pathEnd;
  if (tagEnd < 0) return brokenIndex(tagEnd);
  if (tagEnd === text.length) return { domainEnd, pathStart, pathEnd, tagEnd, digestColon: 0 };
  if (!isOf(text, tagEnd, at)) return tagEnd;
  const digestColon = scanAlgorithm(text, tagEnd + 1);
  if (digestColon < 0) return brokenIndex(digestColon);
  const end = scanHex(text, digestColon + 1);
  return end === text.length ? { domainEnd, pathStart, pathEnd, tagEnd, digestColon } : brokenIndex(end);
}

/** `host [":" port]`, which has to end at `slashAt`. */
function scanDomain(text: string, slashAt: number): number {
  const hostEnd = isOf(text, 0, openBracket) ? scanIpv6(text) : scanDomainName(text);
  if (hostEnd < 0 || hostEnd === slashAt) return hostEnd;
  if (!isOf(text, hostEnd, colon)) return brokenAt(hostEnd);
  const portEnd = skip(text, hostEnd + 1, digit);
  return portEnd === slashAt && portEnd > hostEnd + 1 ? slashAt : brokenAt(portEnd);
}

function scanIpv6(text: string): number {
  const end = skip(text, 1, digit | hexLetter | colon);
  return end > 1 && isOf(text, end, closeBracket) ? end + 1 : brokenAt(end);
}

/** Labels of letters and digits with inner hyphens, joined by single dots. */
function scanDomainName(text: string): number {
  for (let i = 0; ; i += 1) {
    const end = skip(text, i, lower | upper | digit | hyphen);
    if (end === i || isOf(text, i, hyphen)) return brokenAt(i);
    if (isOf(text, end - 1, hyphen)) return brokenAt(end - 1);
    if (!isOf(text, end, dot)) return end;
    i = end;
  }
}

/** Components joined by single slashes, up to the tag, the digest or the end. */
function scanPath(text: string, from: number): number {
  for (let i = from; ; i += 1) {
    i = scanComponent(text, i);
    if (i < 0 || i === text.length || isOf(text, i, colon | at)) return i;
    if (!isOf(text, i, slash)) return brokenAt(i);
  }
}

/** Runs of lower-case letters and digits, joined by separators. */
function scanComponent(text: string, from: number): number {
  for (let i = from; ;) {
    const end = skip(text, i, lower | digit);
    // An empty run behind a separator means that the separator is the fault.
    if (end === i) return brokenAt(i > from ? i - 1 : i);
    i = scanSeparator(text, end);
    if (i === end) return end;
  }
}

/** One dot, one or two underscores, or any number of hyphens. Nothing there: `from` itself. */
function scanSeparator(text: string, from: number): number {
  if (isOf(text, from, dot)) return from + 1;
  if (isOf(text, from, underscore)) return isOf(text, from + 1, underscore) ? from + 2 : from + 1;
  return skip(text, from, hyphen);
}

function scanTag(text: string, from: number): number {
  if (!isOf(text, from, lower | upper | digit | underscore)) return brokenAt(from);
  const end = skip(text, from, lower | upper | digit | underscore | dot | hyphen);
  return end - from > maxTagLength ? brokenAt(from + maxTagLength) : end;
}

/** Ends at the colon behind the algorithm. */
function scanAlgorithm(text: string, from: number): number {
  for (let i = from; ; i += 1) {
    if (!isOf(text, i, lower | upper)) return brokenAt(i);
    i = skip(text, i, lower | upper | digit);
    if (isOf(text, i, colon)) return i;
    if (!isOf(text, i, hyphen | underscore | dot | plus)) return brokenAt(i);
  }
}

function scanHex(text: string, from: number): number {
  const end = skip(text, from, digit | hexLetter);
  return end - from >= minDigestHexLength && end === text.length ? end : brokenAt(end);
}

/** Encodes "character `index` does not fit" as a number that no end can be. */
function brokenAt(index: number): number {
  return -1 - index;
}

function brokenIndex(encoded: number): number {
  return -1 - encoded;
}

/** Index of the first character from `from` on that is of none of the classes. */
function skip(text: string, from: number, classes: number): number {
  let i = from;
  while (isOf(text, i, classes)) i += 1;
  return i;
}

function isOf(text: string, index: number, classes: number): boolean {
  return index < text.length && ((classesOf[text.charCodeAt(index)] ?? 0) & classes) !== 0;
}

// Classes of characters, one bit each, so that a set of them is a sum.
const digit = 1;
const lower = 2;
const upper = 4;
const hexLetter = 8;
const hyphen = 16;
const dot = 32;
const underscore = 64;
const plus = 128;
const colon = 256;
const at = 512;
const slash = 1024;
const openBracket = 2048;
const closeBracket = 4096;

const classesOf: Readonly<Uint16Array> = classify([
  ['0123456789', digit],
  ['abcdefghijklmnopqrstuvwxyz', lower],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', upper],
  ['abcdefABCDEF', hexLetter],
  ['-', hyphen],
  ['.', dot],
  ['_', underscore],
  ['+', plus],
  [':', colon],
  ['@', at],
  ['/', slash],
  ['[', openBracket],
  [']', closeBracket],
]);

function classify(members: readonly (readonly [characters: string, bit: number])[]): Uint16Array {
  const classes = new Uint16Array(0x80);
  for (const [characters, bit] of members) {
    for (let i = 0; i < characters.length; i += 1) {
      const code = characters.charCodeAt(i);
      classes[code] = (classes[code] ?? 0) | bit;
    }
  }
  return classes;
}
