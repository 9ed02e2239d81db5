import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  cleanText,
  READ_LIMIT,
  withinLimit,
  withoutBreaks,
} from '../../../../src/core/evidence/message/clean-text.ts';

suite('withinLimit', () => {
  test('leaves a text of the limit alone', () => {
    const text = 'x'.repeat(READ_LIMIT);
    assert.deepEqual(withinLimit(text), { text, cut: false });
  });

  test('keeps both ends of a longer one', () => {
    const { text, cut } = withinLimit(`head${'x'.repeat(READ_LIMIT)}tail`);
    assert.equal(cut, true);
    assert.ok(text.startsWith('head') && text.endsWith('tail'));
    assert.ok(text.length <= READ_LIMIT + 1);
  });
});

suite('cleanText', () => {
  const rows: readonly (readonly [what: string, dirty: string, clean: string])[] = [
    ['nothing to do', 'failed to pull image "x": EOF', 'failed to pull image "x": EOF'],
    ['blanks at the ends', '  EOF \n', 'EOF'],
    ['escaped quotes, at any depth', 'image \\"x\\" of \\\\\\"y\\\\\\"', 'image "x" of "y"'],
    ['YAML quotes', "couldn''t parse", "couldn't parse"],
    ['an empty string in quotes', 'Failed to inspect image "": EOF', 'Failed to inspect image "": EOF'],
    ['YAML folding', 'failed to\n      resolve', 'failed to\nresolve'],
    ['escaped breaks', 'denied\\nunauthorized', 'denied\nunauthorized'],
    ['carriage returns', 'a\r\nb', 'a\nb'],
    ['runs of blanks and tabs', 'a  b\t\tc', 'a b c'],
    ['curled quotes', '“registry.acme.test” doesn’t', '"registry.acme.test" doesn\'t'],
    ['invisible characters', 'i/o \u200btimeout\ufeff', 'i/o timeout'],
    ['invisible characters as escapes', 'i/o \\u200btimeout', 'i/o timeout'],
    ['colours of a terminal', '\u001b[31mEOF\u001b[0m', 'EOF'],
    ['signs escaped by JSON', '\\u003cregistry\\u003e', '<registry>'],
    ['entities of HTML', 'image &quot;x&quot; &amp; y', 'image "x" & y'],
    ['a URL printed twice', 'repository%!A(MISSING)shop', 'repository%3Ashop'],
    ['no-break spaces', 'a\u00a0b', 'a b'],
    ["the sides of k9s' box", '│ failed to │\n│ resolve │', 'failed to\nresolve'],
  ];
  for (const [what, dirty, clean] of rows)
    test(what, () => {
      assert.equal(cleanText(dirty), clean);
    });

  test('cleaning twice is cleaning once', () => {
    for (const [, dirty] of rows) assert.equal(cleanText(cleanText(dirty)), cleanText(dirty));
  });
});

test('withoutBreaks makes a word whole that was cut in two', () => {
  assert.equal(withoutBreaks('connection ref\nused'), 'connection refused');
});
