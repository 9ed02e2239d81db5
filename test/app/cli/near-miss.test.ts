import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { didYouMean } from '../../../src/app/cli/near-miss.ts';
import { editDistance } from '../../../src/core/evidence/spelling/edit-distance.ts';
import { nearestWord } from '../../../src/core/evidence/spelling/nearest-word.ts';

suite('editDistance', () => {
  const table: readonly (readonly [string, string, number])[] = [
    ['', '', 0],
    ['', 'abc', 3],
    ['json', 'json', 0],
    ['jsno', 'json', 1],
    ['explian', 'explain', 1],
    ['namespce', 'namespace', 1],
    ['kitten', 'sitting', 3],
  ];
  for (const [a, b, distance] of table) {
    test(`${a} to ${b} is ${distance}`, () => assert.equal(editDistance(a, b), distance));
  }

  test('is the same both ways, and nothing only for the same word', () => {
    const word = fc.stringMatching(/^[a-d]{0,6}$/);
    fc.assert(
      fc.property(word, word, (a, b) => {
        assert.equal(editDistance(a, b), editDistance(b, a));
        assert.equal(editDistance(a, b) === 0, a === b);
      }),
    );
  });
});

suite('nearestWord', () => {
  const names = ['diagnose', 'explain', 'version'];
  const table: readonly (readonly [string, string | undefined])[] = [
    ['explian', 'explain'],
    ['verison', 'version'],
    ['dignose', 'diagnose'],
    ['web', undefined],
    ['deploy', undefined],
    ['', undefined],
  ];
  for (const [word, near] of table) {
    test(`of "${word}" is ${near}`, () => assert.equal(nearestWord(word, names), near));
  }

  test('ends an error line, or not', () => {
    assert.equal(didYouMean('jsn', ['json'], '-o '), '; did you mean -o json?');
    assert.equal(didYouMean('xml', ['json']), '');
  });
});
