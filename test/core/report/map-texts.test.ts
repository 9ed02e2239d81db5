import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { mapTexts } from '../../../src/core/report/map-texts.ts';

const upper = (text: string): string => text.toUpperCase();

suite('mapTexts', () => {
  test('changes every string, however deep, and no key', () => {
    assert.deepEqual(mapTexts({ a: 'x', b: [1, 'y', { c: 'z', d: null, e: true }] }, upper), {
      a: 'X',
      b: [1, 'Y', { c: 'Z', d: null, e: true }],
    });
  });

  test('shares what does not change', () => {
    const same = { list: ['A', { b: 'B' }] };
    const value = { same, other: 'x' };
    const mapped = mapTexts(value, upper);
    assert.equal(mapped.same, same);
    assert.deepEqual(value, { same, other: 'x' });
    assert.equal(mapTexts(same, upper), same);
  });

  test('keeps the order of keys, and agrees with JSON.parse’s reviver', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const expected = JSON.stringify(value, (_key, item: unknown) =>
          typeof item === 'string' ? upper(item) : item,
        );
        assert.equal(JSON.stringify(mapTexts(value, upper)), expected);
      }),
    );
  });
});
