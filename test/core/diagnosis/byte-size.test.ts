import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteSize } from '../../../src/core/diagnosis/byte-size.ts';

test('bytes are told in the unit that fits', () => {
  const told: readonly (readonly [number, string])[] = [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [24 * 1024 * 1024, '25 MB'],
    [9_999_999, '10 MB'],
    [1_250_000_000, '1.3 GB'],
    [50_000_000_000, '50 GB'],
    [3e15, '3000 TB'],
    [-1, '0 B'],
    [Number.NaN, '0 B'],
  ];
  assert.deepEqual(
    told.map(([bytes]) => byteSize(bytes)),
    told.map(([, words]) => words),
  );
});
