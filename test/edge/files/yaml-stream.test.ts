import fc from 'fast-check';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { stringify } from 'yaml';
import { loadYamlParser } from '../../../src/edge/files/parse-yaml.ts';
import { YamlStream } from '../../../src/edge/files/yaml-stream.ts';
import { Recorder } from './recorder.ts';

const parse = await loadYamlParser();

function read(text: string | Buffer, piece = 1 << 20): Recorder {
  const recorder = new Recorder();
  const stream = new YamlStream(recorder, parse);
  const bytes = Buffer.from(text);
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
    metadata: {
      name,
      annotations: { note: `two\n- lines: of\n  --- ünïcödé 🎈`, version: '1.10', yes: 'no' },
    },
    spec: { containers: [{ name: 'app', image: 'web:1' }] },
    status: { containerStatuses: [{ state: { waiting: { message: 'rpc error: code = Unknown: "x"\n' } } }] },
  };
}

const PODS = ['a', 'b', 'c'].map(pod);
/** Fields in the order of kubectl and of every other writer that sorts them. */
const LIST = { apiVersion: 'v1', items: PODS, kind: 'List', metadata: { resourceVersion: '' } };

/** Dashes right below `items:`, as kubectl and oc write them. */
function kubectl(value: unknown): string {
  return stringify(value, { indentSeq: false, lineWidth: 80 });
}

suite('YamlStream', () => {
  const forms: readonly (readonly [what: string, text: string])[] = [
    ['a List as kubectl writes it', kubectl(LIST)],
    ['a List with indented dashes', stringify(LIST)],
    ['a List with Windows line ends', kubectl(LIST).replaceAll('\n', '\r\n')],
    [
      'a List with dashes in lines of their own',
      kubectl(LIST).replaceAll('\n- apiVersion', '\n-\n  apiVersion'),
    ],
    ['a List between borders', `---\n${kubectl(LIST)}...\n`],
    ['comments and blank lines', `# saved today\n\n${kubectl(LIST).replaceAll('\n- ', '\n\n# next\n- ')}`],
    ['documents', PODS.map((item) => `---\n${stringify(item)}`).join('')],
    [
      'documents with comments at their borders',
      PODS.map((item) => `--- # Source: web.yaml\n${stringify(item)}`).join(''),
    ],
    ['documents without a border at the start', PODS.map((item) => stringify(item)).join('---\n')],
    ['documents in JSON', PODS.map((item) => `---\n${JSON.stringify(item, undefined, 2)}\n`).join('')],
    [
      'no line end at the end',
      PODS.map((item) => stringify(item))
        .join('---\n')
        .trimEnd(),
    ],
    [
      'items in flow style',
      `apiVersion: v1\nitems:\n${PODS.map((item) => `- ${JSON.stringify(item)}\n`).join('')}kind: List\n`,
    ],
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

  test('a list is told of with its kind', () => {
    assert.deepEqual(read(kubectl({ ...LIST, kind: 'PodList' })).lists, [
      { kind: 'PodList', apiVersion: 'v1' },
    ]);
    assert.deepEqual(read('kind: PodList\nitems:\n- metadata:\n    name: a\n').listsOfObjects, [
      { kind: 'PodList', apiVersion: '' },
    ]);
  });

  test('an empty list is an object like any other', () => {
    const empty = 'apiVersion: v1\nitems: []\nkind: PodList\n';
    assert.deepEqual(read(empty).objects, [{ apiVersion: 'v1', items: [], kind: 'PodList' }]);
  });

  test('two lists in one file', () => {
    const { objects, lists } = read(`${kubectl(LIST)}---\n${kubectl({ ...LIST, kind: 'EventList' })}`);
    assert.equal(objects.length, 6);
    assert.deepEqual(
      lists.map(({ kind }) => kind),
      ['List', 'EventList'],
    );
  });

  test('fields of no use are not even parsed', () => {
    const heavy = {
      kind: 'Pod',
      metadata: { managedFields: [{ manager: 'kubectl', fieldsV1: { 'f:a': {} } }], name: 'a' },
      spec: { containers: [{ env: [{ name: 'TOKEN', value: 'x' }], image: 'web:1', name: 'app' }] },
    };
    const light = {
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { containers: [{ image: 'web:1', name: 'app' }] },
    };
    assert.deepEqual(read(kubectl(heavy)).objects, [light]);
    assert.deepEqual(
      read(stringify({ apiVersion: 'v1', items: [heavy, structuredClone(heavy)], kind: 'List' })).objects,
      [light, light],
    );
  });

  test('of kinds without interest no more than the kind is read', () => {
    const text = kubectl({
      apiVersion: 'v1',
      items: [
        { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'b' } },
        { apiVersion: 'apps/v1', kind: 'Thing', spec: { template: { spec: {} } } },
      ],
      kind: 'List',
    });
    assert.deepEqual(read(text).objects, [
      { apiVersion: 'v1', kind: 'ConfigMap' },
      { apiVersion: 'apps/v1', kind: 'Thing', spec: { template: { spec: {} } } },
    ]);
  });
});

suite('YAML that is cut or damaged', () => {
  test('a List, cut at every byte: complete items are kept, and the rest told of', () => {
    const text = kubectl(LIST);
    const bytes = Buffer.from(text);
    const items = [...text.matchAll(/^- /gm)].map(({ index }) => Buffer.byteLength(text.slice(0, index)));
    const listEnd = bytes.indexOf('\nkind: List') + '\nk'.length;
    for (let cut = items[0] ?? 0; cut < bytes.length; cut++) {
      const { objects, losses } = read(bytes.subarray(0, cut));
      const complete = items.filter((start) => start < cut).length - 1;
      if (cut < listEnd) {
        assert.deepEqual(objects, PODS.slice(0, Math.max(0, complete)), `cut at ${cut}`);
        assert.equal(losses.length, 1, `cut at ${cut}`);
        assert.equal(losses[0]?.toTheEnd, true);
      } else {
        assert.deepEqual(objects, PODS);
        assert.deepEqual(losses, []);
      }
    }
  });

  test('an item that is no YAML costs only itself', () => {
    const text = kubectl(LIST).replace('name: b\n', 'name: b: c: "\n');
    const { objects, losses } = read(text);
    assert.deepEqual(objects, [PODS[0], PODS[2]]);
    assert.deepEqual(losses, [
      {
        from: Buffer.byteLength(text.slice(0, text.indexOf('\n- ', text.indexOf('\n- ') + 1) + 1)),
        why: 'an object is not valid YAML',
        toTheEnd: false,
      },
    ]);
  });

  test('a document that is no YAML costs only itself', () => {
    const text = [stringify(PODS[0]), 'kind: Pod\n\tname: "x\n', stringify(PODS[2])].join('---\n');
    const { objects, losses } = read(text);
    assert.deepEqual(objects, [PODS[0], PODS[2]]);
    assert.equal(losses.length, 1);
  });

  test('aliases that multiply do no harm', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`,
    );
    const { objects, losses } = read(`kind: Pod\nl0: &l0 x\n${levels.join('\n')}\n`);
    assert.deepEqual([objects.length, losses.length], [0, 1]);
  });

  test('never throws, and does not depend on the pieces it comes in', () => {
    const scrap = fc.constantFrom(
      'kind: Pod\n',
      'items:\n',
      '- ',
      '  ',
      'a: b\n',
      '\n',
      '---\n',
      ': ',
      '"',
      '|\n',
      '{',
      '&a',
      '*a',
      '\t',
      '\r\n',
      'ü',
    );
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (scraps, piece) => {
        const text = scraps.join('');
        const whole = read(text);
        const pieces = read(text, piece);
        assert.deepEqual(pieces.objects, whole.objects);
        assert.deepEqual(pieces.losses, whole.losses);
      }),
      { numRuns: 1000 },
    );
  });

  test('every list of objects comes back as it was written', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 40 });
    const item = fc.record({
      kind: fc.constant('Pod'),
      metadata: fc.dictionary(texts, texts),
      a: fc.array(texts),
    });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 4 }), fc.boolean(), (items, indentSeq) => {
        const { objects, losses } = read(stringify({ apiVersion: 'v1', items, kind: 'List' }, { indentSeq }));
        assert.deepEqual(losses, []);
        assert.deepEqual(objects, JSON.parse(JSON.stringify(items)));
      }),
    );
  });

  for (const [what, text] of [
    ['one line', `kind: Pod\nname: ${'x'.repeat(10_000_000)}`],
    ['dashes', `items:\n${'- \n'.repeat(50_000)}kind: List\n`],
    ['borders', '---\n'.repeat(1_000_000)],
    ['blank lines', `kind: Pod\n${'\n'.repeat(2_000_000)}`],
  ] as const) {
    test(`megabytes of ${what} take no quadratic time`, () => {
      const began = performance.now();
      assert.equal(read(text).lists.length, what === 'dashes' ? 1 : 0);
      assert.ok(performance.now() - began < 10_000, `${Math.round(performance.now() - began)} ms`);
    });
  }
});
