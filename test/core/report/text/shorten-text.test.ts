import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cutText, shortenText, takeColumns } from '../../../../src/core/report/text/shorten-text.ts';
import { characterWidth, textWidth } from '../../../../src/core/report/text/text-width.ts';

/** Narrow signs, our own, wide ones, combining ones, a pair of surrogates. */
const TEXT = fc
  .array(fc.constantFrom('a', 'b', ' ', '/', '…', '·', '✓', 'é', '像', '\u0301', '\u200d', '🚀'), {
    maxLength: 40,
  })
  .map((signs) => signs.join(''));

function widthByCharacter(text: string): number {
  return Array.from(text).reduce((sum, one) => sum + characterWidth(one), 0);
}

test('a text is as wide as its characters together', () => {
  fc.assert(fc.property(TEXT, (text) => assert.equal(textWidth(text), widthByCharacter(text))));
  assert.equal(textWidth('v1.0 · 像 ✓'), 11);
});

test('the start of a text is the longest that fits, with the combining signs that belong to it', () => {
  fc.assert(
    fc.property(TEXT, fc.integer({ min: -2, max: 45 }), (text, columns) => {
      const start = takeColumns(text, columns);
      const next = Array.from(text.slice(start.length))[0];
      assert.ok(text.startsWith(start));
      assert.ok(start === '' || widthByCharacter(start) <= columns);
      assert.ok(next === undefined || widthByCharacter(start + next) > columns);
    }),
  );
});

test('a shortened text never takes more columns than there are', () => {
  fc.assert(
    fc.property(TEXT, fc.integer({ min: 1, max: 45 }), (text, columns) => {
      assert.ok(widthByCharacter(shortenText(text, columns, ' … ')) <= columns);
      assert.ok(widthByCharacter(cutText(text, columns, '…')) <= columns);
    }),
  );
  assert.equal(shortenText('failed to pull: not found', 15, ' … '), 'fail … found');
});
