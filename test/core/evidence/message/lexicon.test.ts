import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEXICON } from '../../../../src/core/evidence/message/lexicon.ts';

// Forms are compiled when first tried, so a broken one would wait for the message that meets it.
test('every phrase of the lexicon compiles, is sticky and finds itself by its first word', () => {
  let count = 0;
  for (const [word, phrases] of LEXICON) {
    assert.equal(word, word.toLowerCase());
    for (const { form, on } of phrases) {
      assert.ok(form.sticky && form.ignoreCase);
      assert.ok(on.includes(word));
      count += 1;
    }
  }
  assert.ok(count > 400, `${count} phrases`);
});
