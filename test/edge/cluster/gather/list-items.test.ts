import fc from 'fast-check';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isList, parseItems } from '../../../../src/edge/cluster/gather/list-items.ts';

function parsed(text: string): { readonly head: unknown; readonly items: readonly unknown[] } {
  const items: unknown[] = [];
  return { head: parseItems(text, (item) => items.push(item)), items };
}

const METADATA = { resourceVersion: '7', continue: 'next', remainingItemCount: 3 };
const HEAD = { token: 'next', resourceVersion: '7', left: 3 };

suite('a list that is parsed item by item', () => {
  test('gives what it gives as one value', () => {
    const trap = fc.constantFrom('},{"metadata":{', ']}', '"items":[{"metadata":{', '\\', '"', 'é😀');
    const text = fc.array(fc.oneof(trap, fc.string())).map((parts) => parts.join(''));
    const nested = fc.record({ list: fc.array(fc.record({ metadata: fc.record({ name: text }) })) });
    const item = fc.record({ metadata: fc.record({ name: text }), spec: nested, [`a"b`]: text });
    const property = fc.property(fc.array(item, { minLength: 1 }), (items) => {
      const list = { kind: 'PodList', apiVersion: 'v1', metadata: METADATA, items };
      assert.deepEqual(parsed(`${JSON.stringify(list)}\n`), {
        head: HEAD,
        items: JSON.parse(JSON.stringify(items)) as unknown,
      });
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('is left to others where it is written in another way', () => {
    for (const text of [
      '',
      '{"items":[]}',
      '{"items":null}',
      '{"items":[{"kind":"Pod","metadata":{"name":"a"}}]}',
      '{"items":[{"metadata":{"name":"a"}}],"kind":"PodList"}',
      'x{"items":[{"metadata":{"name":"a"}}]}',
    ]) {
      assert.deepEqual(parsed(text), { head: undefined, items: [] });
    }
  });

  test('that is no JSON is an error', () => {
    assert.throws(() => parsed('{"items":[{"metadata":{"name":"a"}},{"metadata":{"name":b}}]}'), SyntaxError);
    assert.throws(() => parsed('{"items":[{"metadata":{"name":"a"}]}'), SyntaxError);
  });

  test('that holds something else than objects is an error, wherever it stands', () => {
    for (const items of ['{"metadata":{}},"x"', '{"metadata":{}},{"metadata":{}},5', '{"metadata":{}},[]'])
      assert.throws(() => parsed(`{"items":[${items}]}`), SyntaxError, items);
    for (const items of [[5], [null], [[]], [{ metadata: {} }, []]])
      assert.equal(isList(items), false, JSON.stringify(items));
    assert.equal(isList([{ metadata: {} }, {}]), true);
  });
});
