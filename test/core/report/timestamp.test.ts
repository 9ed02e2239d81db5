import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { formatTimestamp, parseTimestamp } from '../../../src/core/report/timestamp.ts';

suite('timestamps', () => {
  const table: readonly (readonly [number, string])[] = [
    [0, '1970-01-01T00:00:00Z'],
    [Date.UTC(2026, 2, 2, 12, 2, 0) + 999, '2026-03-02T12:02:00Z'],
    [Number.NaN, '1970-01-01T00:00:00Z'],
    [Infinity, '9999-12-31T23:59:59Z'],
    [1e300, '9999-12-31T23:59:59Z'],
  ];
  for (const [instant, text] of table) {
    test(`${instant} is ${text}`, () => assert.equal(formatTimestamp(instant), text));
  }

  test('any number gives a timestamp of one shape', () => {
    fc.assert(
      fc.property(fc.double(), (instant) => {
        assert.match(formatTimestamp(instant), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      }),
    );
  });

  test('a timestamp read back is the instant without its part of a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (instant) => {
        assert.equal(parseTimestamp(formatTimestamp(instant)), Math.floor(instant / 1000) * 1000);
      }),
    );
  });

  test('text that is no timestamp is the epoch', () => assert.equal(parseTimestamp('soon'), 0));
});
