import fc from 'fast-check';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ListReader } from '../../../../src/edge/cluster/gather/list-reader.ts';

interface ReadList {
  readonly head: unknown;
  readonly foreseen: readonly unknown[];
  readonly items: readonly unknown[];
  /** The most that had to be held at any time. */
  readonly held: number;
}

/** In: a list as it comes in, in pieces of so many bytes. */
function read(text: string, piece: number): ReadList {
  const items: unknown[] = [];
  const foreseen: unknown[] = [];
  const reader = new ListReader({
    foresee: (head) => foreseen.push(head),
    take: (some) => items.push(...some),
  });
  const bytes = Buffer.from(text);
  let held = 0;
  for (let at = 0; at < bytes.length; at += piece) {
    reader.push(bytes.subarray(at, at + piece));
    held = Math.max(held, reader.held);
  }
  return { head: reader.end(), foreseen, items, held };
}

const METADATA = { resourceVersion: '7', continue: 'next', remainingItemCount: 3 };
const HEAD = { token: 'next', resourceVersion: '7', left: 3 };
const PIECES = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(1 << 20));

function listOf(items: readonly unknown[]): string {
  return JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: METADATA, items });
}

suite('a list that is read as it comes in', () => {
  test('gives what it gives as one value, in whatever pieces it comes', () => {
    const trap = fc.constantFrom('},{"metadata":{', ']}', '"items":[{"metadata":{', '\\', '"', 'é😀');
    const text = fc.array(fc.oneof(trap, fc.string())).map((parts) => parts.join(''));
    const nested = fc.record({ list: fc.array(fc.record({ metadata: fc.record({ name: text }) })) });
    const item = fc.record({ metadata: fc.record({ name: text }), spec: nested, [`a"b`]: text });
    const property = fc.property(fc.array(item), PIECES, (items, piece) => {
      const { head, foreseen, items: found } = read(`${listOf(items)}\n`, piece);
      assert.deepEqual(head, HEAD);
      assert.deepEqual(found, JSON.parse(JSON.stringify(items)));
      assert.deepEqual(foreseen, items.length > 0 ? [HEAD] : []);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('loses who wrote which field, and nothing else', () => {
    const key = fc.oneof(
      fc.string().map((text) => `f:${text}`),
      fc.constantFrom('k:{"type":"Ready"}', 'v:"]},"', 'v:"a]"', ']},', '],', '{', 'managedFields', ']'),
    );
    const { fields } = fc.letrec<{ fields: object }>((tie) => ({
      fields: fc.dictionary(key, fc.oneof({ maxDepth: 3 }, fc.constant({}), tie('fields'))),
    }));
    const entry = fc.record({ manager: fc.constantFrom('kubelet', ']},"'), fieldsV1: fields });
    const managed = fc.array(entry, { maxLength: 3 });
    const last = fc.tuple(fc.string(), managed).map(([name, managedFields]) => ({ name, managedFields }));
    // As a proxy may write it that sorts the fields.
    const sorted = fc.tuple(managed, fc.string()).map(([managedFields, name]) => ({
      labels: {},
      managedFields,
      name,
      ownerReferences: [{ kind: 'Job' }],
    }));
    const item = fc.record({ metadata: fc.oneof(last, sorted), spec: fc.record({ nodeName: fc.string() }) });
    const without = (one: unknown): unknown =>
      JSON.parse(JSON.stringify(one), (name, value: unknown) =>
        name === 'managedFields' && Array.isArray(value) ? undefined : value,
      );
    const property = fc.property(fc.array(item, { minLength: 1 }), PIECES, (items, piece) => {
      assert.deepEqual(read(listOf(items), piece).items.map(without), items.map(without));
    });
    fc.assert(property, { numRuns: 250 });
  });

  test('is parsed without them where they stand as the API server writes them', () => {
    const metadata = { name: 'a', managedFields: [{ manager: 'kubelet', fieldsV1: { 'f:spec': {} } }] };
    const item = { metadata, spec: {} };
    assert.deepEqual(read(listOf([item, item]), 1 << 20).items[0], { metadata: { name: 'a' }, spec: {} });
  });

  test('is never held whole', () => {
    const items = Array.from({ length: 500 }, (_, at) => ({
      metadata: { name: `pod-${at}` },
      spec: { args: 'x'.repeat(200) },
    }));
    const { items: found, held } = read(listOf(items), 1000);
    assert.equal(found.length, 500);
    assert.ok(held < 2500, `${held} of ${listOf(items).length} bytes`);
  });

  test('may be written in another way than the API server does it', () => {
    const a = { metadata: { name: 'a' } };
    const b = { metadata: { name: 'b' } };
    const ways: readonly (readonly [text: string, items: readonly unknown[]])[] = [
      ['{"items":[]}', []],
      ['{"items":null}', []],
      ['{"kind":"PodList","metadata":{},"items":[]}\n', []],
      ['{"items":[{"kind":"Pod","metadata":{"name":"a"}}]}', [{ kind: 'Pod', ...a }]],
      ['{"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}],"kind":"PodList"}', [a, b]],
      ['{ "items": [ {"metadata": {"name": "a"}}, {"metadata":{"name":"b"}} ] }', [a, b]],
      ['{"items":[{"metadata":{"name":"a"}} ,\n {"metadata":{"name":"b"}}]}', [a, b]],
      [`{"pad":"${' '.repeat(20_000)}","items":[{"metadata":{"name":"a"}}]}`, [a]],
    ];
    for (const [text, items] of ways) {
      for (const piece of [1, 7, 1 << 20]) {
        const found = read(text, piece);
        assert.deepEqual(found.items, items, text.slice(0, 80));
        assert.notEqual(found.head, undefined, text.slice(0, 80));
      }
    }
  });

  test('that is no list, or not all of one, is none', () => {
    for (const text of [
      '',
      '<html>',
      '[]',
      '{"kind":"Status"}',
      '{"items":{}}',
      'x{"items":[{"metadata":{"name":"a"}}]}',
      '{"items":[{"metadata":{"name":"a"}},{"metadata":{"name":b}}]}',
      '{"items":[{"metadata":{"name":"a"}]}',
      '{"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}',
      '{"items":[{"metadata":{"name":"a"}}]',
      '{"items":[{"metadata":{"name":"a"}}]}}',
    ]) {
      for (const piece of [1, 7, 1 << 20]) assert.equal(read(text, piece).head, undefined, text);
    }
  });

  test('that holds something else than objects is none, wherever that stands', () => {
    for (const items of [
      '{"metadata":{}},"x"',
      '{"metadata":{}},{"metadata":{}},5',
      '{"metadata":{}},[]',
      '{"metadata":{}},5,{"metadata":{}}',
      '"x"',
      'null',
      '[]',
    ]) {
      for (const piece of [1, 7, 1 << 20])
        assert.equal(read(`{"items":[${items}]}`, piece).head, undefined, items);
    }
  });

  test('of one object full of what looks like the end of one takes no more time for that', () => {
    const inner = Array.from({ length: 40_000 }, () => ({ metadata: { name: 'n' } }));
    const started = process.cpuUsage();
    const { items } = read(listOf([{ metadata: { name: 'a' }, inner }, { metadata: { name: 'b' } }]), 1000);
    assert.equal(items.length, 2);
    const { user, system } = process.cpuUsage(started);
    assert.ok(user + system < 2_000_000, `${user + system} µs`);
  });
});
