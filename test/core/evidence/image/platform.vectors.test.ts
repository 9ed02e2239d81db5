import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import {
  formatPlatform,
  normalizePlatform,
  parsePlatform,
  type Platform,
} from '../../../../src/core/evidence/image/platform.ts';
import {
  containersImageMatches,
  platformMatches,
} from '../../../../src/core/evidence/image/platform-match.ts';

/** Answers of the Go packages on linux/amd64; test/vectors/platforms.go says what each field is. */
interface Vectors {
  readonly parse: readonly {
    readonly text: string;
    readonly error?: string;
    readonly parsed?: Platform;
    readonly normalized?: Platform;
    readonly formatted?: string;
  }[];
  readonly candidates: readonly Platform[];
  readonly containerd: readonly NodeVector[];
  readonly containersImage: readonly NodeVector[];
}

interface NodeVector {
  readonly node: Platform;
  /** Indices into the candidates. */
  readonly takes: readonly number[];
}

suite('platforms agree with the Go packages', () => {
  const { parse, candidates, containerd, containersImage } = readVectors();

  test('on specifiers and their aliases', () => {
    assert.ok(parse.length > 100, `${parse.length} vectors`);
    for (const { text, parsed, normalized, formatted } of parse) {
      const platform = parsePlatform(text);
      assert.deepEqual(platform, parsed, JSON.stringify(text));
      assert.deepEqual(platform && normalizePlatform(platform), normalized, JSON.stringify(text));
      assert.deepEqual(platform && formatPlatform(platform), formatted, JSON.stringify(text));
    }
  });

  test('on what containerd takes', () => {
    assert.ok(containerd.length > 40, `${containerd.length} nodes`);
    for (const { node, takes } of containerd) {
      // Go filled the missing operating systems from the machine it ran on; a node fills in its own.
      const taken = indices(candidates, (entry) =>
        platformMatches({ ...entry, os: entry.os || 'linux' }, node),
      );
      assert.deepEqual(taken, takes, formatPlatform(node));
    }
  });

  test('on what CRI-O and Podman take', () => {
    assert.ok(containersImage.length > 40, `${containersImage.length} nodes`);
    for (const { node, takes } of containersImage) {
      const taken = indices(candidates, (entry) => containersImageMatches(entry, node));
      assert.deepEqual(taken, takes, formatPlatform(node));
    }
  });
});

function readVectors(): Vectors {
  const text = readFileSync(new URL('../../../vectors/platforms.json', import.meta.url), 'utf8');
  return JSON.parse(text) as Vectors;
}

function indices<T>(elements: readonly T[], wanted: (element: T) => boolean): number[] {
  return elements.flatMap((element, i) => (wanted(element) ? [i] : []));
}
