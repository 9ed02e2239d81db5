/**
 * Image references as the kubelet, containerd and CRI-O read them. The rules, and the wording of the
 * errors, are those of github.com/distribution/reference v0.6.0 and its digests those of
 * github.com/opencontainers/go-digest v1.0.0; test/vectors holds their answers.
 *
 *     reference  = name [ ":" tag ] [ "@" digest ]
 *     name       = [ domain "/" ] path
 *     domain     = host [ ":" digit { digit } ]
 *     host       = label { "." label } | "[" ( hex | ":" ) { hex | ":" } "]"
 *     label      = letters, digits and inner hyphens
 *     path       = component { "/" component }
 *     component  = run { separator run }                  run: lower-case letters and digits
 *     separator  = "." | "_" | "__" | "-" { "-" }
 *     tag        = word { word | "." | "-" }              word: letter, digit or "_"; at most 128 in all
 *     digest     = algorithm ":" hex { hex }              at least 32 digits, see `digestFault`
 *     algorithm  = part { ( "+" | "." | "_" | "-" ) part }     part: a letter, then letters and digits
 *
 * All of it is ASCII. Before the grammar applies, the first component is taken for a domain when it is
 * `localhost` or has a dot, a colon or an upper-case letter in it; everything else is of Docker Hub,
 * whose domain `docker.io` is filled in, and `library/` where the path has one component only. So
 * `myregistry:5000` is the Hub's image `myregistry` with tag 5000, and `Myorg/app` names a host.
 */
import { scanReference, type ReferenceSpans } from './image-reference-grammar.ts';
import {
  findObviousMistake,
  findStructuralMistake,
  type FoundMistake,
  type ReferenceMistake,
} from './image-reference-mistake.ts';

/** An image reference with everything filled in that the runtimes fill in before they look at it. */
export interface ImageReference {
  readonly kind: 'reference';
  /** As it was written. */
  readonly text: string;
  /**
   * `docker.io` for Docker Hub, under any of its names. Empty for a host that only parses as part of the
   * path, as `my_reg.io/app` does: `registryHostOf` knows it.
   */
  readonly domain: string;
  /** `library/nginx`: without domain, tag and digest. */
  readonly path: string;
  readonly tag?: string;
  readonly digest?: ImageDigest;
  /** The text names its registry; otherwise Docker Hub was filled in. */
  readonly explicitDomain: boolean;
}

export interface ImageDigest {
  /** `sha256`, `sha384` or `sha512`. */
  readonly algorithm: string;
  readonly hex: string;
}

/** A text that no runtime takes for an image reference. */
export interface ReferenceFault {
  readonly kind: 'fault';
  readonly text: string;
  /** What the Go package says, word for word. Before v0.5.0 it did not name the repository in parentheses. */
  readonly error: string;
  readonly code: ReferenceFaultCode;
  /** What was probably done wrong. */
  readonly why: ReferenceMistake;
  /** Index in `text` of the first character to look at. */
  readonly at?: number;
}

/** The errors that the Go packages tell apart. */
export type ReferenceFaultCode =
  | 'invalid-format'
  | 'uppercase-name'
  | 'name-too-long'
  | 'hexadecimal-name'
  | 'digest-length'
  | 'digest-format'
  | 'digest-unsupported';

export interface ReferenceOptions {
  /**
   * What at most 255 characters are allowed for: `path` since reference v0.6.0 (kubelet 1.32, containerd
   * 1.7), which is the default, or `domain-and-path` up to v0.5.0 (kubelet 1.31).
   */
  readonly lengthRule?: 'path' | 'domain-and-path';
}

const hubDomain = 'docker.io';
const legacyHubDomain = 'index.docker.io';
/** Where runtimes really go for `docker.io`. */
const hubHost = 'registry-1.docker.io';
const officialNamespace = 'library/';
const maxNameLength = 255;

/**
 * Reads an image reference, as Go's `ParseNormalizedNamed` does.
 *
 * @param text any text, untrusted and of any length; read in one pass
 * @returns the reference with its defaults filled in, or what is wrong with it
 */
export function parseImageReference(
  text: string,
  options: ReferenceOptions = {},
): ImageReference | ReferenceFault {
  if (isIdentifier(text)) return identifierFault(text);
  const name = splitDomain(text);
  const uppercase = uppercaseFault(text, name);
  if (uppercase !== undefined) return uppercase;
  const spans = scanReference(text, name.slash);
  if (typeof spans === 'number') return grammarFault(text, name.slash, spans);
  const reference = assemble(text, name, spans);
  if (nameLength(reference, options) > maxNameLength) {
    return fault(text, 'name-too-long', `repository name must not be more than ${maxNameLength} characters`);
  }
  return digestFault(reference, spans) ?? reference;
}

/** Tells a reference from a fault. */
export function isReference(read: ImageReference | ReferenceFault): read is ImageReference {
  return read.kind === 'reference';
}

/** The repository with its domain: `docker.io/library/nginx`. Go's `Name`. */
export function repositoryOf({ domain, path }: ImageReference): string {
  return domain === '' ? path : `${domain}/${path}`;
}

/**
 * The repository as people write it: `nginx`, `bitnami/redis`, `quay.io/org/app`. Go's `FamiliarName`. For
 * display only: of the Hub's `docker.io/a.b/c` it leaves `a.b/c`, which would be read as another host's.
 */
export function familiarName(reference: ImageReference): string {
  const { domain, path } = reference;
  if (domain !== hubDomain) return repositoryOf(reference);
  const official = path.startsWith(officialNamespace) && !path.includes('/', officialNamespace.length);
  return official ? path.slice(officialNamespace.length) : path;
}

/** The host, with port if written, that a runtime without mirrors asks: `registry-1.docker.io` for Docker Hub. */
export function registryHostOf({ domain, path }: ImageReference): string {
  if (domain === hubDomain) return hubHost;
  return domain === '' ? path.slice(0, path.indexOf('/')) : domain;
}

/** The whole reference with its defaults filled in, tag and digest as written. Go's `String`. */
export function formatReference(reference: ImageReference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  return repositoryOf(reference) + tag + formatDigest(reference);
}

/**
 * What containerd asks the registry for, and what its messages name: the digest where there is one,
 * whatever the tag, else the tag, else `latest`. Go's `ParseDockerRef`.
 */
export function formatPulledReference(reference: ImageReference): string {
  const version = reference.digest === undefined ? `:${reference.tag ?? 'latest'}` : formatDigest(reference);
  return repositoryOf(reference) + version;
}

function formatDigest({ digest }: ImageReference): string {
  return digest === undefined ? '' : `@${digest.algorithm}:${digest.hex}`;
}

/** The domain that the text names or gets, and where the rest begins. */
interface SplitName {
  readonly domain: string;
  /** Index of the slash behind the domain, -1 when the text has none. */
  readonly slash: number;
  /** What the path gets before it: `library/` or nothing. */
  readonly namespace: string;
}

function splitDomain(text: string): SplitName {
  const first = text.indexOf('/');
  const slash = first >= 0 && looksLikeDomain(text.slice(0, first)) ? first : -1;
  const written = slash < 0 ? hubDomain : text.slice(0, slash);
  const domain = written === legacyHubDomain ? hubDomain : written;
  const official = domain === hubDomain && !text.includes('/', slash + 1);
  return { domain, slash, namespace: official ? officialNamespace : '' };
}

function looksLikeDomain(component: string): boolean {
  if (component === 'localhost' || component.includes('.') || component.includes(':')) return true;
  return firstUppercase(component, 0, component.length) >= 0;
}

/** The repository, which ends at the first colon whatever else it holds, must be lower-case. */
function uppercaseFault(text: string, { slash, namespace }: SplitName): ReferenceFault | undefined {
  const colon = text.indexOf(':', slash + 1);
  const end = colon < 0 ? text.length : colon;
  const at = firstUppercase(text, slash + 1, end);
  if (at < 0) return undefined;
  const repository = namespace + text.slice(slash + 1, end);
  const error = `invalid reference format: repository name (${repository}) must be lowercase`;
  return fault(text, 'uppercase-name', error, { why: 'uppercase', at });
}

/**
 * Whatever does not fit the grammar. The Go package tries once more in lower case and says so when that
 * fits: `My_Org/app` does as a path. In Go the dotted capital I lower-cases to a plain i.
 */
function grammarFault(text: string, slash: number, brokenAt: number): ReferenceFault {
  const lower = text.replaceAll('\u0130', 'i').toLowerCase();
  if (typeof scanReference(lower, slash < 0 ? -1 : lower.indexOf('/')) === 'number') {
    return fault(text, 'invalid-format', 'invalid reference format', findStructuralMistake(text, brokenAt));
  }
  const at = firstUppercase(text, 0, text.length);
  return fault(text, 'uppercase-name', 'repository name must be lowercase', { why: 'uppercase', at });
}

function assemble(text: string, name: SplitName, spans: ReferenceSpans): ImageReference {
  const { domainEnd, pathStart, pathEnd, tagEnd, digestColon } = spans;
  const path = name.namespace + text.slice(pathStart, pathEnd);
  return {
    kind: 'reference',
    text,
    // A domain that is none stands at the head of the path.
    domain: name.slash === domainEnd || name.slash < 0 ? name.domain : '',
    path,
    ...(tagEnd > pathEnd && { tag: text.slice(pathEnd + 1, tagEnd) }),
    ...(digestColon > 0 && {
      digest: { algorithm: text.slice(tagEnd + 1, digestColon), hex: text.slice(digestColon + 1) },
    }),
    explicitDomain: name.slash >= 0,
  };
}

function nameLength(reference: ImageReference, { lengthRule = 'path' }: ReferenceOptions): number {
  return lengthRule === 'path' ? reference.path.length : repositoryOf(reference).length;
}

const hexLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/** Beyond the grammar, a digest is of a known algorithm and has that algorithm's digits, in lower case. */
function digestFault(
  { text, digest }: ImageReference,
  { tagEnd }: ReferenceSpans,
): ReferenceFault | undefined {
  if (digest === undefined) return undefined;
  const { algorithm, hex } = digest;
  const found: FoundMistake = { why: 'other', at: tagEnd + 1 };
  const length = hexLengths.get(algorithm);
  if (length === undefined) {
    return algorithm === algorithm.toLowerCase()
      ? fault(text, 'digest-unsupported', 'unsupported digest algorithm', found)
      : fault(text, 'digest-format', 'invalid checksum digest format', found);
  }
  if (hex.length !== length) {
    const why = hex.length < length ? 'short-digest' : 'other';
    return fault(text, 'digest-length', 'invalid checksum digest length', { ...found, why });
  }
  if (hex === hex.toLowerCase()) return undefined;
  return fault(text, 'digest-format', 'invalid checksum digest format', { ...found, why: 'uppercase' });
}

function isIdentifier(text: string): boolean {
  return text.length === 64 && /^[0-9a-f]+$/.test(text);
}

function identifierFault(text: string): ReferenceFault {
  const error = `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`;
  return fault(text, 'hexadecimal-name', error, { why: 'hex64', at: 0 });
}

function fault(
  text: string,
  code: ReferenceFaultCode,
  error: string,
  found: FoundMistake = { why: 'other' },
): ReferenceFault {
  return { kind: 'fault', text, error, code, ...(findObviousMistake(text) ?? found) };
}

/** Index of the first character between two that lower-casing would change, or -1. */
function firstUppercase(text: string, from: number, to: number): number {
  for (let i = from; i < to; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x80 ? code >= 0x41 && code <= 0x5a : isUppercaseAt(text, i)) return i;
  }
  return -1;
}

function isUppercaseAt(text: string, index: number): boolean {
  const letter = String.fromCodePoint(text.codePointAt(index) ?? 0);
  return letter.toLowerCase() !== letter;
}
