import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { agoWords, clockWords, dateWords, spanWords } from '../../../../src/core/report/text/time-words.ts';

const NOON = Date.UTC(2026, 2, 2, 12, 0, 0);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

suite('time', () => {
  const table: readonly (readonly [string, string])[] = [
    [spanWords(-5), '0 s'],
    [spanWords(89_000), '89 s'],
    [spanWords(90_000), '2 min'],
    [spanWords(89 * MINUTE), '89 min'],
    [spanWords(13 * HOUR), '13 h'],
    [spanWords(72 * HOUR), '3 d'],
    [agoWords(NOON - 2 * MINUTE, NOON), '2 min ago'],
    [agoWords(NOON, NOON), 'just now'],
    [agoWords(NOON + HOUR, NOON), 'just now'],
    [clockWords(NOON, NOON + HOUR), '12:00:00'],
    [clockWords(NOON, NOON + 13 * HOUR), '2026-03-02 12:00:00'],
    [dateWords(NOON), '2026-03-02 12:00:00 UTC'],
  ];
  for (const [is, words] of table) test(words, () => assert.equal(is, words));
});
