import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { countOf, listWords, numberWords } from '../../../src/core/report/quantity-words.ts';

suite('quantities', () => {
  const counts: readonly (readonly [string, string])[] = [
    [countOf(0, 'pod'), '0 pods'],
    [countOf(1, 'pod'), '1 pod'],
    [countOf(12480, 'pod'), '12,480 pods'],
    [countOf(2, 'registry', 'registries'), '2 registries'],
    [numberWords(999), '999'],
    [numberWords(1234567), '1,234,567'],
  ];
  for (const [is, words] of counts) test(words, () => assert.equal(is, words));

  const lists: readonly (readonly [readonly string[], string])[] = [
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and 1 more'],
    [['a', 'b', 'c', 'd'], 'a, b and 2 more'],
  ];
  for (const [names, words] of lists) test(`list: ${words}`, () => assert.equal(listWords(names, 2), words));
});
