import fc from 'fast-check';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { JsonStream } from '../../../src/edge/files/json-stream.ts';
import { Recorder } from './recorder.ts';

/** Reads a text in pieces of so many bytes. */
function read(text: string | Buffer, piece = 1 << 20): Recorder {
  const recorder = new Recorder();
  const stream = new JsonStream(recorder);
  const bytes = Buffer.from(text);
  // One buffer for all pieces, as the reader of files does it: what is kept has to be copied.
  const shared = Buffer.alloc(Math.min(piece, bytes.length));
  for (let at = 0; at < bytes.length; at += piece) {
    const length = bytes.copy(shared, 0, at, at + piece);
    stream.push(shared.subarray(0, length));
  }
  stream.end();
  return recorder;
}

function pod(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, annotations: { note: 'brackets ]}[{ and "quotes" and a \\ and ünïcödé 🎈' } },
    spec: { containers: [{ name: 'app', args: ['\\', '"', '{', '\\"}', ''] }] },
  };
}

const PODS = ['a', 'b', 'c'].map(pod);
const LIST = { apiVersion: 'v1', items: PODS, kind: 'List', metadata: { resourceVersion: '' } };
const TYPED = { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: PODS };
const UNKNOWN = { kind: '', apiVersion: 'v1' };

suite('JsonStream', () => {
  const forms: readonly (readonly [what: string, text: string])[] = [
    ['a List as kubectl writes it', JSON.stringify(LIST, undefined, 4)],
    ['a List in one line', JSON.stringify(LIST)],
    ['a List with Windows line ends', JSON.stringify(LIST, undefined, 4).replaceAll('\n', '\r\n')],
    ['a List indented by tabs', JSON.stringify(LIST, undefined, '\t')],
    ['a List in lines without indentation', JSON.stringify(LIST, undefined, 1).replaceAll(/^ +/gm, '')],
    ['a typed list of the raw API', JSON.stringify(TYPED)],
    ['one object per line', PODS.map((item) => JSON.stringify(item)).join('\n')],
    ['one object after another', PODS.map((item) => JSON.stringify(item)).join('')],
    ['indented objects after one another', PODS.map((item) => JSON.stringify(item, undefined, 2)).join('\n')],
    ['a list of objects', JSON.stringify(PODS, undefined, 2)],
    ['a list in a list', JSON.stringify([PODS])],
    ['a List in a list', JSON.stringify([LIST])],
    ['a record sequence', PODS.map((item) => `\u{1e}${JSON.stringify(item)}\n`).join('')],
    ['a byte order mark', `\u{feff}${JSON.stringify(LIST)}`],
    ['documents as in YAML', PODS.map((item) => `---\n${JSON.stringify(item)}\n`).join('')],
    [
      'warnings before and between',
      `W1120 {not} an object\n${PODS.map((item) => JSON.stringify(item)).join('\nno { object\n')}`,
    ],
    ['a log in square brackets before', `[info] reading\n[warn] slow\n${JSON.stringify(LIST)}`],
  ];
  for (const [what, text] of forms) {
    test(what, () => {
      for (const piece of [1 << 20, 7, 1]) {
        const { objects, losses } = read(text, piece);
        assert.deepEqual(objects, PODS);
        assert.deepEqual(losses, []);
      }
    });
  }

  test('a kind that is told before the items goes with them, one behind them with the list', () => {
    assert.deepEqual(
      read(JSON.stringify(TYPED)).listsOfObjects,
      PODS.map(() => ({ kind: 'PodList', apiVersion: 'v1' })),
    );
    assert.deepEqual(read(JSON.stringify(TYPED)).lists, [{ kind: 'PodList', apiVersion: 'v1' }]);
    const late = JSON.stringify({ apiVersion: 'v1', items: PODS, kind: 'PodList' });
    assert.deepEqual(
      read(late).listsOfObjects,
      PODS.map(() => UNKNOWN),
    );
    assert.deepEqual(read(late).lists, [{ kind: 'PodList', apiVersion: 'v1' }]);
  });

  test('objects by themselves are in no list', () => {
    assert.deepEqual(read(JSON.stringify(PODS)).listsOfObjects, [undefined, undefined, undefined]);
  });

  test('empty lists', () => {
    for (const text of ['{"kind":"PodList","items":[]}', '{\n  "items": [\n  ],\n  "kind": "PodList"\n}']) {
      const { objects, lists, losses } = read(text);
      assert.deepEqual([objects.length, lists[0]?.kind, losses.length], [0, 'PodList', 0]);
    }
  });

  test("another kind's field of that name is not a list", () => {
    const thing = { kind: 'Thing', items: [{ kind: 'Pod' }] };
    assert.deepEqual(read(JSON.stringify(thing)).objects, [thing]);
  });

  test('items null, or of a wrong type', () => {
    assert.deepEqual(read('{"kind":"PodList","items":null}').objects, [{ kind: 'PodList', items: null }]);
    assert.deepEqual(read('{"kind":"PodList","items":[1,"x",null,{"a":1}]}').objects, [{ a: 1 }]);
  });

  test('managed fields are dropped, and only those of the metadata', () => {
    const object = {
      kind: 'Pod',
      metadata: { managedFields: [{ a: [{ b: ']' }] }, { c: '}' }], name: 'x' },
      spec: { managedFields: [1], deeper: { managedFields: [2] } },
      managedFields: [3],
    };
    const kept = { ...object, metadata: { managedFields: [], name: 'x' } };
    for (const indent of [0, 2]) {
      const text = JSON.stringify(object, undefined, indent);
      for (const piece of [1, 1000]) assert.deepEqual(read(text, piece).objects, [kept]);
    }
  });

  test('a log between documents is not read, whatever it looks like', () => {
    const fake = JSON.stringify(pod('from-a-log'));
    const log = `==== START logs for container app of pod shop/web-1 ====\n${fake}\n\n${fake}\n==== END logs for container app of pod shop/web-1 ====\n`;
    const text = `${JSON.stringify(LIST, undefined, 4)}\n${log}${JSON.stringify(pod('d'))}\n`;
    for (const piece of [1 << 20, 5]) assert.deepEqual(read(text, piece).objects, [...PODS, pod('d')]);
  });
});

suite('JSON that is cut or damaged', () => {
  const cuttable: readonly (readonly [what: string, text: string])[] = [
    ['an indented List', JSON.stringify(LIST, undefined, 4)],
    ['a List in one line', JSON.stringify(TYPED)],
    ['lines', PODS.map((item) => `${JSON.stringify(item)}\n`).join('')],
    ['an indented list', JSON.stringify(PODS, undefined, 2)],
  ];
  for (const [what, text] of cuttable) {
    test(`${what}, cut at every byte: what was complete is kept, and the rest told of`, () => {
      const bytes = Buffer.from(text);
      const ends = endsOfObjects(bytes);
      const listEnds = text.includes('\n]') || text.includes(']') ? bytes.lastIndexOf(']') + 1 : 0;
      for (let cut = 0; cut < bytes.length; cut++) {
        const { objects, losses } = read(bytes.subarray(0, cut), 64);
        const complete = ends.filter((end) => end <= cut).length;
        assert.deepEqual(objects, PODS.slice(0, complete), `cut at ${cut}`);
        const isWhole = cut >= listEnds && complete === PODS.length;
        const between = what === 'lines' && (cut === 0 || ends.some((end) => cut === end || cut === end + 1));
        if (cut === 0 || isWhole || between) continue;
        assert.equal(losses.length, 1, `cut at ${cut}`);
        assert.equal(losses[0]?.toTheEnd, true);
        assert.ok((losses[0]?.from ?? 0) <= cut);
      }
    });
  }

  test('an object that is no JSON costs only itself', () => {
    for (const indent of [0, 4]) {
      const text = JSON.stringify(LIST, undefined, indent).replace(/"name": ?"b"/, '"name" = "b"');
      const { objects, losses } = read(text, 50);
      assert.deepEqual(objects, [PODS[0], PODS[2]]);
      assert.deepEqual(
        losses.map(({ why, toTheEnd }) => [why, toTheEnd]),
        [['an object is not valid JSON', false]],
      );
      const lost = Buffer.from(text).subarray(losses[0]?.from).toString();
      assert.match(lost, /^\{\s*"apiVersion": ?"v1",\s*"kind": ?"Pod",\s*"metadata": ?\{\s*"name" = "b"/);
    }
  });

  const indented = JSON.stringify(LIST, undefined, 4);
  const damages: readonly (readonly [what: string, text: string])[] = [
    ['a quote that is missing', indented.replace('"name": "b"', '"name": "b')],
    ['a quote too many', indented.replace('"name": "b"', '"name": "b""')],
    ['a bracket that is missing', indented.replace('"name": "b",', '"name": "b", "x": {')],
    ['lines that are missing', indented.replace(/"name": "b"[^]*?\n {8}\}/, '"name": "b')],
  ];
  for (const [what, text] of damages) {
    test(`an indented List with ${what} is read on from the next item`, () => {
      for (const piece of [1 << 20, 33]) {
        const { objects, losses } = read(text, piece);
        assert.deepEqual(objects, [PODS[0], PODS[2]]);
        assert.equal(losses.length, 1);
        assert.equal(losses[0]?.toTheEnd, false);
      }
    });
  }

  test('a line that is cut costs only itself', () => {
    const lines = PODS.map((item) => JSON.stringify(item));
    for (const cut of [5, 20, 60, 100]) {
      const text = [lines[0], lines[1]?.slice(0, cut), lines[2]].join('\n');
      const { objects, losses } = read(text, 40);
      assert.deepEqual(objects, [PODS[0], PODS[2]], `cut at ${cut}`);
      assert.equal(losses.length, 1);
    }
  });

  test('a dump that was cut, with a whole one behind it', () => {
    const text = `${indented.slice(0, 300)}\n${indented}`;
    assert.deepEqual(read(text).objects.slice(-3), PODS);
  });

  test('noise alone gives nothing', () => {
    for (const text of ['', ' ', 'hello', '"{}"', '12', 'null', ']]]}', '\u{0}\u{1}']) {
      const { objects, lists, losses } = read(text);
      assert.deepEqual([objects, lists, losses], [[], [], []]);
    }
  });

  test('never throws, and does not depend on the pieces it comes in', () => {
    const scrap = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ',',
      ':',
      '\n',
      ' ',
      '"items":[',
      '{"kind":"Pod"}',
      'x',
      'ü',
    );
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (scraps, piece) => {
        const text = scraps.join('');
        const whole = read(text);
        const pieces = read(text, piece);
        assert.deepEqual(pieces.objects, whole.objects);
        assert.deepEqual(pieces.losses, whole.losses);
        assert.deepEqual(pieces.lists, whole.lists);
      }),
      { numRuns: 3000 },
    );
  });

  test('every list of objects comes back whole, however it is written and cut in pieces', () => {
    const items = fc.array(fc.dictionary(fc.string(), fc.jsonValue()).filter(isNoList), { maxLength: 5 });
    const indents = fc.constantFrom<string | number>(0, 1, 2, 4, '\t');
    fc.assert(
      fc.property(items, indents, fc.integer({ min: 1, max: 50 }), (objects, indent, piece) => {
        const text = JSON.stringify({ kind: 'List', items: objects }, undefined, indent);
        const recorder = read(text, piece);
        assert.deepEqual(recorder.losses, []);
        assert.deepEqual(recorder.objects, JSON.parse(JSON.stringify(objects)));
      }),
    );
  });

  for (const [what, text] of [
    ['brackets that only open', '{"a":'.repeat(2_000_000)],
    ['lines that only open', '{\n'.repeat(4_000_000)],
    ['a string without an end', `{"a":"${'x'.repeat(10_000_000)}`],
    ['backslashes', `{"a":"${'\\'.repeat(10_000_000)}`],
    ['a line of noise', 'x'.repeat(10_000_000)],
    ['many short broken lines', '{"a":"\n'.repeat(1_000_000)],
  ] as const) {
    test(`10 MB of ${what} take no quadratic time`, () => {
      const began = performance.now();
      assert.deepEqual(read(text).objects, []);
      assert.ok(performance.now() - began < 10_000, `${Math.round(performance.now() - began)} ms`);
    });
  }
});

/** Offsets behind each of the three pods, found by their last field. */
function endsOfObjects(bytes: Buffer): readonly number[] {
  const text = bytes.toString('latin1');
  const ends: number[] = [];
  let depth = 0;
  let inString = false;
  const first = text.includes('"items"') ? text.indexOf('"items"') + '"items"'.length : 0;
  for (let i = first; i < text.length; i++) {
    if (inString) {
      if (text[i] === '\\') i++;
      else if (text[i] === '"') inString = false;
    } else if (text[i] === '"') inString = true;
    else if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) ends.push(i + 1);
    if (ends.length === PODS.length) break;
  }
  return ends;
}

function isNoList(object: Readonly<Record<string, unknown>>): boolean {
  return !('items' in object) && !JSON.stringify(object).includes('managedFields');
}
