import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import {
  familiarName,
  formatPulledReference,
  formatReference,
  isReference,
  parseImageReference,
  type ImageReference,
} from '../../../../src/core/evidence/image/image-reference.ts';

/** One answer of the Go packages; test/vectors/reference_outcome.go says what each field is. */
interface Vector {
  readonly text: string;
  readonly error?: string;
  readonly domain?: string;
  readonly path?: string;
  readonly tag?: string;
  readonly digest?: string;
  readonly string?: string;
  readonly familiar?: string;
  readonly docker?: string;
  readonly oldError?: string;
}

interface Enumeration {
  readonly alphabet: string;
  readonly outcomes: readonly string[];
  readonly accepted: readonly string[];
}

suite('image references agree with the Go packages', () => {
  const vectors = readVectors('image-references.json') as readonly Vector[];

  test('on what they accept and on what they say of the rest', () => {
    assert.ok(vectors.length > 1000, `${vectors.length} vectors`);
    for (const vector of vectors) {
      const { text, oldError } = vector;
      const ours = { ...vectorOf(text), ...(oldError !== undefined && { oldError }) };
      assert.deepEqual(ours, vector, JSON.stringify(text));
    }
  });

  test('on the length rule of v0.5.0', () => {
    const differing = vectors.filter(({ oldError }) => oldError !== undefined);
    assert.ok(differing.length > 10, `${differing.length} vectors differ`);
    for (const { text, error, oldError = error } of vectors) {
      const read = parseImageReference(text, { lengthRule: 'domain-and-path' });
      assert.equal(isReference(read) ? 'accepted' : read.error, oldError ?? 'accepted', JSON.stringify(text));
    }
  });

  test('on every short string over the letters that the grammar tells apart', () => {
    const { alphabet, outcomes, accepted } = readVectors('image-reference-enumeration.json') as Enumeration;
    assert.equal(outcomes.length, 5);
    outcomes.forEach((expected, i) => {
      const reads = [...strings(alphabet, i + 1)].map((text) => parseImageReference(text));
      assert.equal(reads.map(letterOf).join(''), expected);
      assert.equal(reads.filter(isReference).map(formatReference).join(' '), accepted[i]);
    });
  });
});

function readVectors(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../vectors/${name}`, import.meta.url), 'utf8'));
}

/** Our answer in the form of theirs. */
function vectorOf(text: string): Vector {
  const read = parseImageReference(text);
  if (!isReference(read)) return { text, error: read.error };
  return {
    text,
    ...(read.domain !== '' && { domain: read.domain }),
    path: read.path,
    ...(read.tag !== undefined && { tag: read.tag }),
    ...digestOf(read),
    string: formatReference(read),
    familiar: familiarName(read),
    docker: formatPulledReference(read),
  };
}

function digestOf({ digest }: ImageReference): Pick<Vector, 'digest'> {
  return digest === undefined ? {} : { digest: `${digest.algorithm}:${digest.hex}` };
}

function letterOf(read: ReturnType<typeof parseImageReference>): string {
  if (isReference(read)) return 'o';
  if (read.error === 'invalid reference format') return 'x';
  return read.error.startsWith('invalid reference format: repository name') ? 'U' : 'u';
}

/** All strings of one length, counting up as numbers whose digits are the letters. */
function* strings(alphabet: string, length: number): Generator<string> {
  if (length === 0) {
    yield '';
    return;
  }
  for (const head of strings(alphabet, length - 1)) for (const letter of alphabet) yield head + letter;
}
