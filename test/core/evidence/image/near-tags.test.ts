import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { editDistance } from '../../../../src/core/evidence/spelling/edit-distance.ts';
import { nearTags, tagNearness } from '../../../../src/core/evidence/image/near-tags.ts';

interface Row {
  readonly wanted: string;
  readonly names: readonly string[];
  readonly nearest: readonly string[];
}

const ROWS: Readonly<Record<string, Row>> = {
  'the version before it, then other lines': {
    wanted: 'v1.0.1',
    names: ['latest', 'v2.0.0', 'v1.1.0', 'v1.0.0', 'main'],
    nearest: ['v1.0.0', 'v1.1.0', 'v2.0.0'],
  },
  'two figures swapped': {
    wanted: '1.52.3',
    names: ['1.24.0', '1.25.3', '1.26.1'],
    nearest: ['1.25.3'],
  },
  'a letter too few': { wanted: 'stabl', names: ['stable', 'edge'], nearest: ['stable'] },
  'with and without v': { wanted: '1.4.0', names: ['v1.4.0', '1.3.0'], nearest: ['v1.4.0', '1.3.0'] },
  'another separator': { wanted: '1_4_0', names: ['1.5.0', '1.4.0'], nearest: ['1.4.0'] },
  'another case': { wanted: 'Release-2', names: ['release-2', 'release-3'], nearest: ['release-2'] },
  'the variant that exists': {
    wanted: '3.12-alpin',
    names: ['3.12', '3.12-alpine', '3.11-alpine'],
    nearest: ['3.12-alpine'],
  },
  'a line has no tag of its own': {
    wanted: '1.25',
    names: ['1.25-alpine', '1.24-alpine', '1.25.4'],
    nearest: ['1.25.4', '1.25-alpine'],
  },
  'the neighbouring day': {
    wanted: 'nightly-2026-11-21',
    names: ['nightly-2026-10-02', 'nightly-2026-11-20', 'weekly-2026-11-21'],
    nearest: ['nightly-2026-11-20', 'nightly-2026-10-02'],
  },
  'a day without separators': {
    wanted: '20261121',
    names: ['20251121', '20261119'],
    nearest: ['20261119'],
  },
  'the same commit, shortened': {
    wanted: '9f2c1ab4d3e5f60718293a4b5c6d7e8f90123456',
    names: ['sha-9f2c1ab', 'sha-0a1b2c3'],
    nearest: ['sha-9f2c1ab'],
  },
  'the same commit with its prefix': {
    wanted: 'sha-9f2c1ab',
    names: ['main-9f2c1ab4d3', 'main-1111aaa'],
    nearest: ['main-9f2c1ab4d3'],
  },
};

for (const [title, { wanted, names, nearest }] of Object.entries(ROWS)) {
  test(`nearest tags: ${title}`, () => {
    assert.deepEqual(nearTags(wanted, names).slice(0, nearest.length), nearest);
  });
}

test('nothing like it gives nothing, and signatures are never meant', () => {
  const signature = `sha256-${'a'.repeat(64)}.sig`;
  assert.deepEqual(nearTags('production', ['latest', 'edge', signature]), []);
  assert.deepEqual(nearTags(`sha256-${'a'.repeat(63)}b`, [signature]), []);
});

test('the kind of likeness is told', () => {
  assert.equal(tagNearness('V1', 'v1')?.kind, 'case');
  assert.equal(tagNearness('v1.0.1', '1.0.1')?.kind, 'spelling');
  assert.deepEqual(tagNearness('stabel', 'stable'), { kind: 'typo', cost: 12, steps: 1 });
  assert.equal(tagNearness('1.2.3', '1.2.4')?.kind, 'version');
  assert.equal(tagNearness('same', 'same'), undefined);
});

test('ten thousand tags take no longer than a blink', () => {
  const names = Array.from({ length: 10_000 }, (_, at) => `release-candidate-${at}.${at % 97}.${at % 13}`);
  const before = performance.now();
  assert.equal(nearTags('release-candidate-5000.53.9', names).length, 10);
  assert.ok(performance.now() - before < 1500);
});

test('edit distance: symmetric, zero only of equals, capped', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (one, other) => {
      const distance = editDistance(one, other);
      assert.equal(distance, editDistance(other, one));
      assert.equal(distance === 0, one === other);
      assert.equal(editDistance(one, other, 2), Math.min(distance, 3));
    }),
  );
});

test('every answer is one of the names, once', () => {
  const tag = fc.stringMatching(/^[\w][\w.-]{0,20}$/u);
  fc.assert(
    fc.property(tag, fc.uniqueArray(tag, { maxLength: 30 }), (wanted, names) => {
      const near = nearTags(wanted, names);
      assert.ok(near.every((name) => names.includes(name) && name !== wanted));
      assert.equal(new Set(near).size, near.length);
    }),
  );
});
