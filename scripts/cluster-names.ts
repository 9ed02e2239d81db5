// What made-up objects are called and when they came to be: all of it follows from their numbers.

export type Json = Readonly<Record<string, unknown>>;

export const PODS_PER_OWNER = 5;
const START = Date.UTC(2026, 10, 20, 8, 0, 0);

export interface Owner {
  readonly number: number;
  readonly namespace: string;
  readonly fails: boolean;
}

export function ownerName({ number }: Owner): string {
  return `app-${number}`;
}

export function setName(owner: Owner): string {
  return `${ownerName(owner)}-${templateHash(owner)}`;
}

/** What a Deployment's controller calls a revision of its template. */
export function templateHash({ number }: Owner): string {
  return safe(hex(number, 10));
}

/** Sixteen of the characters that generated names are made of (apimachinery util/rand, SafeEncodeString). */
function safe(digits: string): string {
  return digits.replaceAll(/./gu, (digit) => 'bcdfghjklmnpqrst'.charAt(Number.parseInt(digit, 16)));
}

export function labels(owner: Owner): Json {
  return {
    'app.kubernetes.io/instance': ownerName(owner),
    'app.kubernetes.io/managed-by': 'Helm',
    'app.kubernetes.io/name': 'service',
  };
}

export function meta(name: string, kind: string, i: number, more: Json = {}): Json {
  return { creationTimestamp: time(i), name, uid: uid(kind, i), ...more };
}

export function reference(kind: string, name: string, of: string): Json {
  return { apiVersion: 'apps/v1', blockOwnerDeletion: true, controller: true, kind, name, uid: of };
}

export function failure(image: string): string {
  return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
}

export function imageName(i: number): string {
  return `registry-${i % 3}.example.com/team/service-${i % 400}:v1.${i % 40}.0`;
}

/** Of a deployment's application or its proxy. A tag that fails is nobody else's. */
export function imageOf({ number, fails }: Owner, c: number): string {
  if (c > 0) return 'registry-0.example.com/platform/proxy:v2.4.1';
  return fails ? imageName(number).replace(/:.*/u, `:v9.${number}.0`) : imageName(number);
}

export function podName(owner: Owner, i: number): string {
  return `${setName(owner)}-${safe(hex(i, 5))}`;
}

export function nodeName(i: number): string {
  return `node-${i}.cluster.example`;
}

export function time(seconds: number): string {
  return `${new Date(START + seconds * 1000).toISOString().slice(0, 19)}Z`;
}

export function uid(kind: string, i: number): string {
  const text = hex(i, 24, kind) + hex(i, 8);
  return [0, 8, 12, 16, 20].map((at, n, all) => text.slice(at, all[n + 1])).join('-');
}

/** So many hexadecimal digits that follow from a number and a word, told apart by their beginning. */
export function hex(seed: number, length: number, word: string = ''): string {
  let state = Math.imul(seed, 2_654_435_761) + 12_345;
  for (const letter of word) state = Math.imul(state, 31) + (letter.codePointAt(0) ?? 0);
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state.toString(16).padStart(8, '0');
  }
  return text.slice(0, length);
}
