import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lexicon } from '../../../../src/core/evidence/message/lexicon.ts';

// Phrases are made and forms compiled when a text first has their word, so a broken one would wait for the message
// that meets it.
test('every phrase of the lexicon compiles, is sticky and stands under a word that it opens with', () => {
  let count = 0;
  for (const [word, phrases] of lexicon()) {
    assert.equal(word, word.toLowerCase());
    for (const { form, beginnings, source } of phrases) {
      assert.ok(form.sticky && form.ignoreCase);
      assert.ok(
        beginnings.some((one) => opensWith(word, one)),
        `${source} stands under ${word}`,
      );
      count += 1;
    }
  }
  assert.ok(count > 600, `${count} phrases`);
});

/** Where a form opens with a choice, its beginning is shorter than the word or nothing. */
function opensWith(word: string, beginning: string): boolean {
  if (word.startsWith(beginning)) return true;
  return beginning.startsWith(word) && !/[\w/.-]/u.test(beginning.charAt(word.length));
}

test('no phrase has a choice outside brackets, which would make its beginning untrue', () => {
  for (const phrases of lexicon().values()) {
    for (const { source } of phrases) {
      assert.doesNotMatch(withoutBrackets(source), /\|/u, source);
      assert.doesNotMatch(source, /^\(\?:[^()]*\)[*{]/u, source);
    }
  }
});

function withoutBrackets(source: string): string {
  let bare = source.replaceAll(/\\./gu, '').replaceAll(/\[[^\]]*\]/gu, '');
  for (let before = ''; before !== bare;) {
    before = bare;
    bare = bare.replaceAll(/\([^()]*\)/gu, '');
  }
  return bare;
}
