import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { findMirrors } from '../../../../src/core/evidence/message/read-mirrors.ts';

/** The mirrors' words, and what is left with them taken out. */
function split(text: string): { readonly mirrors: readonly string[]; readonly rest: string } | undefined {
  const part = findMirrors(text);
  if (part === undefined) return undefined;
  return {
    mirrors: part.mirrors.map(([from, to]) => text.slice(from, to)),
    rest: text.slice(0, part.start) + text.slice(part.end),
  };
}

suite('findMirrors', () => {
  test('finds nothing where nothing is', () => {
    assert.equal(findMirrors('reading manifest 1 in registry.acme.test/a: manifest unknown'), undefined);
    assert.equal(findMirrors(''), undefined);
  });

  test('one mirror', () => {
    assert.deepEqual(
      split('(Mirrors also failed: [m.acme.test/a:1: EOF]): registry.acme.test/a:1: manifest unknown'),
      {
        mirrors: ['m.acme.test/a:1: EOF'],
        rest: ': registry.acme.test/a:1: manifest unknown',
      },
    );
  });

  test('several, on one line or on lines of their own', () => {
    for (const between of [' ', '\n'])
      assert.deepEqual(split(`(Mirrors also failed: [a: EOF]${between}[b: denied]): c: gone`)?.mirrors, [
        'a: EOF',
        'b: denied',
      ]);
  });

  test('brackets of an address belong to the words', () => {
    assert.deepEqual(split('(Mirrors also failed: [m: dial tcp [::1]:443: connect: refused]): x: y'), {
      mirrors: ['m: dial tcp [::1]:443: connect: refused'],
      rest: ': x: y',
    });
  });

  test('a parenthesis of the words does not end the part', () => {
    assert.deepEqual(split('(Mirrors also failed: [m: status 403 (Forbidden)]): x: y')?.rest, ': x: y');
  });

  test('a text cut short in the middle ends it', () => {
    assert.deepEqual(split('before (Mirrors also failed: [m: EOF'), { mirrors: [], rest: 'before ' });
    assert.deepEqual(split('(Mirrors also failed: [m: EOF] [n: de'), { mirrors: ['m: EOF'], rest: '' });
  });
});
