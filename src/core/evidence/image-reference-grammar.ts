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
 * @param slash index of the slash behind what looks like a domain, or -1 when nothing does
 * @returns the spans, or the index of the first character that does not fit
 *
 * A would-be domain that is none may still be the first components of a path: `my_reg.io/app` is a
 * valid reference without a domain, as the Go package has it too.
 */
export function scanReference(text: string, slash: number): ReferenceSpans | number {
  if (slash < 0) return scanRemote(text, 0, 0);
  const domainEnd = scanDomain(text, slash);
  if (domainEnd === slash) return scanRemote(text, slash, slash + 1);
  const asPath = scanRemote(text, 0, 0);
  return typeof asPath === 'number' ? brokenIndex(domainEnd) : asPath;
}

function scanRemote(text: string, domainEnd: number, pathStart: number): ReferenceSpans | number {
  const pathEnd = scanPath(text, pathStart);
  if (pathEnd < 0) return brokenIndex(pathEnd);
  const tagEnd = text.charCodeAt(pathEnd) === colon ? scanTag(text, pathEnd + 1) : pathEnd;
  if (tagEnd < 0) return brokenIndex(tagEnd);
  if (tagEnd === text.length) return { domainEnd, pathStart, pathEnd, tagEnd, digestColon: 0 };
  if (text.charCodeAt(tagEnd) !== at) return tagEnd;
  const digestColon = scanAlgorithm(text, tagEnd + 1);
  if (digestColon < 0) return brokenIndex(digestColon);
  const end = scanHex(text, digestColon + 1);
  return end === text.length ? { domainEnd, pathStart, pathEnd, tagEnd, digestColon } : brokenIndex(end);
}

/** `host [":" port]`, which has to end at `slash`. */
function scanDomain(text: string, slash: number): number {
  const hostEnd = text.charCodeAt(0) === openBracket ? scanIpv6(text) : scanDomainName(text);
  if (hostEnd < 0 || hostEnd === slash) return hostEnd;
  if (text.charCodeAt(hostEnd) !== colon) return brokenAt(hostEnd);
  const portEnd = skip(text, hostEnd + 1, isDigit);
  return portEnd === slash && portEnd > hostEnd + 1 ? slash : brokenAt(portEnd);
}

function scanIpv6(text: string): number {
  const end = skip(text, 1, isHexOrColon);
  return end > 1 && text.charCodeAt(end) === closeBracket ? end + 1 : brokenAt(end);
}

/** Labels of letters and digits with inner hyphens, joined by single dots. */
function scanDomainName(text: string): number {
  for (let i = 0; ; i += 1) {
    const end = skip(text, i, isLetterDigitOrHyphen);
    if (end === i || text.charCodeAt(i) === hyphen) return brokenAt(i);
    if (text.charCodeAt(end - 1) === hyphen) return brokenAt(end - 1);
    if (text.charCodeAt(end) !== dot) return end;
    i = end;
  }
}

/** Components joined by single slashes, up to the tag, the digest or the end. */
function scanPath(text: string, from: number): number {
  for (let i = from; ; i += 1) {
    i = scanComponent(text, i);
    if (i < 0) return i;
    if (i === text.length) return i;
    const code = text.charCodeAt(i);
    if (code === colon || code === at) return i;
    if (code !== slashCode) return brokenAt(i);
  }
}

/** Runs of lower-case letters and digits, joined by separators. */
function scanComponent(text: string, from: number): number {
  for (let i = from; ;) {
    const end = skip(text, i, isLowerOrDigit);
    // An empty run behind a separator means that the separator is the fault.
    if (end === i) return brokenAt(i > from ? i - 1 : i);
    i = scanSeparator(text, end);
    if (i === end) return end;
  }
}

/** One dot, one or two underscores, or any number of hyphens. Nothing there: `from` itself. */
function scanSeparator(text: string, from: number): number {
  const code = text.charCodeAt(from);
  if (code === dot) return from + 1;
  if (code === underscore) return text.charCodeAt(from + 1) === underscore ? from + 2 : from + 1;
  return code === hyphen ? skip(text, from, isHyphen) : from;
}

function scanTag(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (first === dot || first === hyphen) return brokenAt(from);
  const end = skip(text, from, isTagCharacter);
  if (end === from) return brokenAt(from);
  return end - from > maxTagLength ? brokenAt(from + maxTagLength) : end;
}

/** Ends at the colon behind the algorithm. */
function scanAlgorithm(text: string, from: number): number {
  for (let i = from; ; i += 1) {
    if (!isLetter(text.charCodeAt(i))) return brokenAt(i);
    i = skip(text, i, isLetterOrDigit);
    const code = text.charCodeAt(i);
    if (code === colon) return i;
    if (!isAlgorithmSeparator(code)) return brokenAt(i);
  }
}

function scanHex(text: string, from: number): number {
  const end = skip(text, from, isHex);
  return end - from >= minDigestHexLength && end === text.length ? end : brokenAt(end);
}

/** Encodes "character `index` does not fit" as a number that no end can be. */
function brokenAt(index: number): number {
  return -1 - index;
}

function brokenIndex(encoded: number): number {
  return -1 - encoded;
}

function skip(text: string, from: number, fits: (code: number) => boolean): number {
  let i = from;
  // Past the end the code is NaN, which fits nothing.
  while (fits(text.charCodeAt(i))) i += 1;
  return i;
}

const hyphen = 0x2d;
const dot = 0x2e;
const slashCode = 0x2f;
const colon = 0x3a;
const at = 0x40;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const underscore = 0x5f;
const plus = 0x2b;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isLower(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isLetter(code: number): boolean {
  return isLower(code) || (code >= 0x41 && code <= 0x5a);
}

function isLowerOrDigit(code: number): boolean {
  return isLower(code) || isDigit(code);
}

function isLetterOrDigit(code: number): boolean {
  return isLetter(code) || isDigit(code);
}

function isLetterDigitOrHyphen(code: number): boolean {
  return isLetterOrDigit(code) || code === hyphen;
}

function isTagCharacter(code: number): boolean {
  return isLetterOrDigit(code) || code === underscore || code === dot || code === hyphen;
}

function isHex(code: number): boolean {
  return isDigit(code) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46);
}

function isHexOrColon(code: number): boolean {
  return isHex(code) || code === colon;
}

function isHyphen(code: number): boolean {
  return code === hyphen;
}

function isAlgorithmSeparator(code: number): boolean {
  return code === hyphen || code === underscore || code === plus || code === dot;
}
