import fc from 'fast-check';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseInstant } from '../../../../src/core/evidence/objects/instant.ts';

const TIMES: readonly (readonly [text: string, iso: string])[] = [
  ['2026-11-20T10:22:47Z', '2026-11-20T10:22:47.000Z'],
  ['2026-11-20T10:42:43.235047Z', '2026-11-20T10:42:43.235Z'],
  ['2026-11-20T10:42:43.2Z', '2026-11-20T10:42:43.200Z'],
  ['2026-11-20T10:42:43.123456789Z', '2026-11-20T10:42:43.123Z'],
  ['2026-11-20T10:22:47+05:30', '2026-11-20T04:52:47.000Z'],
  ['2026-11-20T23:22:47.5-08:00', '2026-11-21T07:22:47.500Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['2000-02-29T23:59:59Z', '2000-02-29T23:59:59.000Z'],
];

const NO_TIMES: readonly unknown[] = [
  undefined,
  null,
  1_795_170_167,
  '',
  'yesterday',
  '0001-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '1970-01-01T00:00:00Z',
  '2026-11-20',
  '2026-11-20 10:22:47Z',
  '2026-11-20T10:22:47',
  '2026-11-20T10:22Z',
  '2026-11-20T10:22:47z',
  '2026-11-20T10:22:47.Z',
  '2026-11-20T10:22:47ZZ',
  '2026-11-20T10:22:47+0530',
  '2026-11-20T10:22:47+05:3x',
  '2026-11-20T10:22:47+24:00',
  '2026-13-20T10:22:47Z',
  '2026-00-20T10:22:47Z',
  '2026-02-29T10:22:47Z',
  '2100-02-29T10:22:47Z',
  '2026-11-31T10:22:47Z',
  '2026-11-20T24:00:00Z',
  '2026-11-20T10:60:00Z',
  '2026-11-20T10:22:60Z',
  '2026-1a-20T10:22:47Z',
  `2026-11-20T10:22:47.${'1'.repeat(1000)}Z`,
];

suite('parseInstant', () => {
  for (const [text, iso] of TIMES) {
    test(text, () => assert.equal(new Date(parseInstant(text) ?? Number.NaN).toISOString(), iso));
  }

  test('anything else is no time', () => {
    for (const value of NO_TIMES)
      assert.equal(parseInstant(value), undefined, JSON.stringify(value)?.slice(0, 60));
  });

  test('reads every time that JavaScript writes', () => {
    const times = fc.date({
      min: new Date(1),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(times, (time) => assert.equal(parseInstant(time.toISOString()), time.getTime())));
  });

  test('never throws, and never reads what Date.parse does not', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^2026-\d\d-\d\dT\d\d:\d\d:\d\d[.Z+\-\d:]{0,8}$/)),
        (text) => {
          const instant = parseInstant(text);
          if (instant !== undefined) assert.equal(instant, Date.parse(text));
        },
      ),
    );
  });
});
