/**
 * Stable names for findings: the same incident bears the same id in every run, whatever replicas come
 * and go, and when an open cause settles. So neither pods nor the cause are in it.
 */

/** FNV-1a over UTF-16 code units in two 32-bit halves, as 16 hexadecimal digits. Not for secrets. */
export function fingerprint(text: string): string {
  return hash32(text, 0x811c9dc5) + hash32(text, 0xcbf29ce4);
}

const FNV_PRIME = 0x01000193;

function hash32(text: string, seed: number): string {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    hash = Math.imul(hash ^ (unit & 0xff), FNV_PRIME);
    hash = Math.imul(hash ^ (unit >>> 8), FNV_PRIME);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** What an id is made from. */
export interface Identified {
  /** Namespace, owner, container and image of each pull, as one text each. */
  readonly keys: readonly string[];
  /** What the incident is about: two findings may share their smallest key, not this as well. */
  readonly about: string;
  /** Last resort, where one thing fails for two causes at once. */
  readonly cause: string;
}

/** One id per finding, in their order; all distinct. */
export function fingerprints(findings: readonly Identified[]): readonly string[] {
  const smallest = findings.map(({ keys }) =>
    keys.reduce((least, key) => (key < least ? key : least), keys[0] ?? ''),
  );
  const order = findings.map((_, at) => at).sort((one, other) => compare(findings[one], findings[other]));
  const taken = new Set<string>();
  const ids = new Map<number, string>();
  for (const at of order) {
    const { about, cause } = findings[at] ?? { about: '', cause: '' };
    const parts = [smallest[at] ?? '', about, cause];
    const id = firstFree(parts, taken);
    taken.add(id);
    ids.set(at, id);
  }
  return findings.map((_, at) => ids.get(at) ?? '');
}

/** The shortest of the descriptions that nobody has, so that most ids rest on the smallest key alone. */
function firstFree(parts: readonly string[], taken: ReadonlySet<string>): string {
  let text = '';
  for (const part of parts) {
    text += `${part}\n`;
    if (!taken.has(fingerprint(text))) break;
  }
  for (let id = fingerprint(text); ; id = fingerprint((text += '+'))) if (!taken.has(id)) return id;
}

function compare(one: Identified | undefined, other: Identified | undefined): number {
  const left = `${one?.about ?? ''}\n${one?.cause ?? ''}`;
  const right = `${other?.about ?? ''}\n${other?.cause ?? ''}`;
  return left < right ? -1 : Number(left > right);
}
