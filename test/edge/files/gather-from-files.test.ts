import assert from 'node:assert/strict';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import type { BlindSpot, ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import { gatherFromFiles, type GatherOptions } from '../../../src/edge/files/gather-from-files.ts';
import { isUserError } from '../../../src/edge/files/user-error.ts';
import { withFolderOf } from './folder-of.ts';
import { inPieces } from './pieces.ts';
import { tarOf } from './tar-of.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

function pod(name: string, namespace = 'shop'): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, creationTimestamp: '2026-11-20T10:00:00Z' },
    spec: { nodeName: 'node-1', containers: [{ name: 'app', image: 'web:1' }] },
  };
}

const EVENT = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'a.1', namespace: 'shop' },
  involvedObject: { kind: 'Pod', name: 'a' },
  lastTimestamp: '2026-11-20T10:05:00Z',
};
const NODE = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' } };
const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { template: { spec: { containers: [{ name: 'app', image: 'web:1' }] } } },
};
const ALL = [pod('a'), pod('b'), EVENT, NODE];

function listOf(items: readonly object[], kind = 'List'): object {
  return { apiVersion: 'v1', items, kind, metadata: { resourceVersion: '' } };
}

function listText(items: readonly object[], kind = 'List'): string {
  return `${JSON.stringify(listOf(items, kind), undefined, 4)}\n`;
}

/** Items as the raw API gives them: without a kind of their own. */
function bare(items: readonly object[]): readonly object[] {
  return items.map((item) => ({ ...item, kind: undefined, apiVersion: undefined }));
}

/** Gathers from a path in a folder of files; `.` is the folder itself. */
function gather(files: Files, path = '.', options: GatherOptions = {}): Promise<ClusterEvidence> {
  return withFolderOf(files, (folder) => gatherFromFiles([join(folder, path)], options));
}

function names({ pods }: ClusterEvidence): readonly string[] {
  return pods.map(({ namespace, name }) => `${namespace}/${name}`).toSorted();
}

/** Blind spots with the folder's own path taken out. */
function spots({ blindSpots }: ClusterEvidence): readonly BlindSpot[] {
  return blindSpots.map((spot) => ({ ...spot, what: spot.what.replace(/\S*pulldoctor-[^/]*\//, '') }));
}

async function refusal(files: Files, path = '.'): Promise<string> {
  try {
    await gather(files, path);
  } catch (error) {
    assert.ok(isUserError(error), String(error));
    assert.ok(!error.message.includes('\n'));
    return error.message.replace(/\S*pulldoctor-[^/:]*\/?/, '');
  }
  return assert.fail('it was read');
}

suite('one file, in every form', () => {
  const text = listText(ALL);
  const forms: readonly (readonly [what: string, content: string | Uint8Array])[] = [
    ['kubectl get -o json', text],
    ['kubectl get -o yaml', stringify(listOf(ALL), { indentSeq: false })],
    ['one object per line', ALL.map((item) => JSON.stringify(item)).join('\n')],
    ['a list of objects', JSON.stringify(ALL)],
    ['documents in YAML', ALL.map((item) => stringify(item)).join('---\n')],
    [
      'typed lists one after another',
      [listText(bare(ALL.slice(0, 2)), 'PodList'), listText(ALL.slice(2))].join(''),
    ],
    ['gzip', gzipSync(text)],
    ['gzip of gzip', gzipSync(gzipSync(text))],
    ['redirected by Windows PowerShell', Buffer.from(`\u{feff}${text}`, 'utf16le')],
    ['a tar archive', tarOf({ 'dump/pods.json': text })],
    ['a tar.gz archive', gzipSync(tarOf({ 'dump/readme.md': '#', 'dump/pods.json.gz': text }))],
    ['a watch', ALL.map((object) => JSON.stringify({ type: 'ADDED', object })).join('\n')],
    ['a List in a List', listText([listOf(ALL)])],
  ];
  for (const [what, content] of forms) {
    test(what, async () => {
      const evidence = await gather({ 'dump.txt': content }, 'dump.txt');
      assert.deepEqual(names(evidence), ['shop/a', 'shop/b']);
      assert.deepEqual([evidence.events.length, evidence.nodes.length], [1, 1]);
      assert.equal(evidence.asOf, Date.parse('2026-11-20T10:05:00Z'));
      assert.deepEqual(evidence.blindSpots, []);
    });
  }

  test('standard input', async () => {
    for (const size of [3, 1 << 16]) {
      assert.deepEqual(names(await gatherFromFiles(['-'], { stdin: inPieces(Buffer.from(text), size) })), [
        'shop/a',
        'shop/b',
      ]);
    }
  });

  test('several files make one cluster', async () => {
    const evidence = await withFolderOf(
      { 'a.json': listText([pod('a')]), 'b.yaml': stringify(listOf(ALL)) },
      (folder) => gatherFromFiles([join(folder, 'a.json'), join(folder, 'b.yaml')]),
    );
    assert.deepEqual(names(evidence), ['shop/a', 'shop/b']);
    assert.deepEqual(evidence.blindSpots, []);
  });

  test('objects without a namespace are in the one asked for', async () => {
    const file = { 'pod.yaml': stringify({ ...pod('a'), metadata: { name: 'a' } }) };
    assert.deepEqual(names(await gather(file, 'pod.yaml', { namespace: 'build' })), ['build/a']);
  });

  test('a dump without any time is of now', async () => {
    assert.equal((await gather({ 'n.json': JSON.stringify(NODE) }, 'n.json', { now: 77 })).asOf, 77);
  });
});

suite('folders', () => {
  test('everything that may hold objects, in all the folders below', async () => {
    const files = {
      'one/pods.json': listText([pod('a')]),
      'two/deep/pods.yml': stringify(pod('b')),
      'two/notes.txt': listText([pod('not-read')]),
      'two/.hidden.json': listText([pod('not-read')]),
      'two/package.json': '{"name":"x","version":"1"}',
      'two/values.yaml': 'image: web\n',
      'two/template.yaml': '{{ if .Values.on }}\nkind: Pod\n',
      'two/broken.json': '{"a":',
      'two/empty.json': '',
    };
    const evidence = await gather(files);
    assert.deepEqual(names(evidence), ['shop/a', 'shop/b']);
    assert.deepEqual(
      spots(evidence).map(({ what }) => what),
      ['an object at byte 0 of two/template.yaml', 'events', 'nodes'].filter(
        (what) => !what.includes('template'),
      ),
    );
  });

  test('kubectl cluster-info dump', async () => {
    const evidence = await gather({
      'nodes.json': listText(bare([NODE]), 'NodeList'),
      'shop/pods.json': listText(bare([pod('a'), pod('b')]), 'PodList'),
      'shop/events.json': listText(bare([EVENT]), 'EventList'),
      'shop/deployments.json': JSON.stringify({
        kind: 'DeploymentList',
        apiVersion: 'apps/v1',
        items: bare([DEPLOYMENT]),
      }),
      'shop/services.json': listText([], 'ServiceList'),
      'shop/a/logs.txt': '==== START logs for container app of pod shop/a ====\n',
    });
    assert.deepEqual(names(evidence), ['shop/a', 'shop/b']);
    assert.deepEqual([evidence.nodes.length, evidence.events.length, evidence.workloads.length], [1, 1, 1]);
    assert.deepEqual(evidence.looked, ['Deployment', 'Event', 'Node', 'Pod', 'Service']);
    assert.deepEqual(evidence.blindSpots, []);
  });

  const bundle: Files = {
    'bundle/version.yaml': 'apiVersion: troubleshoot.sh/v1beta2\nkind: SupportBundle\n',
    'bundle/cluster-resources/pods/shop.json': listText([pod('a'), pod('b')], 'PodList'),
    'bundle/cluster-resources/pods/logs/shop/a/app.log': 'ready',
    'bundle/cluster-resources/pods-errors.json': '{"vault":"pods is forbidden"}',
    'bundle/cluster-resources/events/shop.json': listText([EVENT], 'EventList'),
    'bundle/cluster-resources/nodes.json': listText([NODE], 'NodeList'),
    'bundle/cluster-resources/nodes-errors.json': 'null',
    'bundle/cluster-resources/storage-classes-errors.json': '["cannot list storageclasses"]',
    'bundle/cluster-resources/deployments/shop.json': listText([DEPLOYMENT], 'DeploymentList'),
    'bundle/cluster-resources/image-pull-secrets/shop/regcred.json': '{"registry.example.com":"CANARY-user"}',
    'bundle/cluster-resources/auth-cani-list/shop.json': '{"resourceRules":[]}',
  };
  for (const [what, files, path] of [
    ['a support bundle', bundle, 'bundle'],
    [
      'a support bundle as it was packed',
      { 'bundle.tar.gz': gzipSync(tarOf(bundle as Record<string, string>)) },
      'bundle.tar.gz',
    ],
  ] as const) {
    test(what, async () => {
      const evidence = await gather(files, path);
      assert.deepEqual(names(evidence), ['shop/a', 'shop/b']);
      assert.deepEqual([evidence.nodes.length, evidence.events.length, evidence.workloads.length], [1, 1, 1]);
      assert.deepEqual(spots(evidence), [
        { what: 'pods in vault', why: 'pods is forbidden', hidesTarget: true },
        { what: 'storage-classes', why: 'cannot list storageclasses' },
      ]);
      assert.deepEqual(evidence.secrets, [
        {
          namespace: 'shop',
          name: 'regcred',
          uid: '',
          type: 'kubernetes.io/dockerconfigjson',
          dataKeys: ['.dockerconfigjson'],
          registryKeys: {
            seen: false,
            blind: {
              what: 'registries of secret shop/regcred',
              why: '.dockerconfigjson was left out when the secret was saved',
            },
          },
        },
      ]);
      assert.ok(!evidence.looked.includes('Secret'), 'secrets of other types were not looked at');
    });
  }

  test('an OpenShift must-gather', async () => {
    const root = 'must-gather.local.1/quay-io-openshift-sha256-01';
    const secret = {
      metadata: { name: 'regcred', namespace: 'shop' },
      type: 'kubernetes.io/dockerconfigjson',
    };
    const evidence = await gather({
      [`${root}/namespaces/shop/shop.yaml`]: stringify({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'shop' },
      }),
      [`${root}/namespaces/shop/core/pods.yaml`]: stringify(listOf([pod('a'), pod('b')], 'PodList')),
      [`${root}/namespaces/shop/core/events.yaml`]: stringify(listOf([EVENT], 'EventList')),
      [`${root}/namespaces/shop/core/secrets.yaml`]: stringify(
        listOf(
          [{ ...secret, data: { '.dockerconfigjson': Buffer.from('99 bytes long').toString('base64') } }],
          'SecretList',
        ),
      ),
      [`${root}/namespaces/shop/core/configmaps.yaml`]: stringify(
        listOf([{ kind: 'ConfigMap', data: { a: 'b' } }]),
      ),
      [`${root}/namespaces/shop/apps/deployments.yaml`]: stringify(listOf([DEPLOYMENT], 'DeploymentList')),
      [`${root}/namespaces/shop/pods/a/a.yaml`]: stringify({ ...pod('a'), status: { phase: 'Running' } }),
      [`${root}/namespaces/shop/pods/a/app/app/logs/current.log`]: 'kind: Pod',
      [`${root}/cluster-scoped-resources/core/nodes/node-1.yaml`]: stringify(NODE),
    });
    assert.deepEqual(names(evidence), ['shop/a', 'shop/b']);
    assert.equal(evidence.pods[0]?.phase, '', "the list's pod, not the copy beside its logs");
    assert.deepEqual([evidence.nodes.length, evidence.events.length, evidence.workloads.length], [1, 1, 1]);
    assert.equal(evidence.secrets[0]?.registryKeys.seen, false);
    assert.deepEqual(evidence.blindSpots, []);
  });

  test(
    'what may not be read is a blind spot',
    { skip: process.getuid?.() === 0 ? 'root may read everything' : false },
    async () => {
      const files = {
        'a.json': listText(ALL),
        'b.json': listText([pod('c')]),
        'c/d.json': listText([pod('d')]),
      };
      const evidence = await withFolderOf(files, async (folder) => {
        chmodSync(join(folder, 'b.json'), 0);
        chmodSync(join(folder, 'c'), 0);
        const read = await gatherFromFiles([folder]);
        chmodSync(join(folder, 'c'), 0o700);
        return read;
      });
      assert.deepEqual(spots(evidence), [
        { what: 'c', why: 'permission denied', hidesTarget: true },
        { what: 'b.json', why: 'permission denied', hidesTarget: true },
      ]);
    },
  );

  test('links to files are read, broken ones are told of, links to folders are let be', async () => {
    const evidence = await withFolderOf({ 'a/pods.json': listText(ALL) }, (folder) => {
      symlinkSync(folder, join(folder, 'a', 'up.json'));
      symlinkSync(join(folder, 'nowhere'), join(folder, 'gone.json'));
      symlinkSync(join(folder, 'a', 'pods.json'), join(folder, 'again.json'));
      return gatherFromFiles([folder]);
    });
    assert.deepEqual(names(evidence), ['shop/a', 'shop/b']);
    assert.deepEqual(spots(evidence), [
      { what: 'gone.json', why: 'no such file or folder', hidesTarget: true },
    ]);
  });
});

suite('bad input', () => {
  const refused: readonly (readonly [what: string, files: Files, path: string, message: string])[] = [
    ['a path that is not there', {}, 'dump.json', 'dump.json: no such file or folder'],
    ['a path through a file', { a: 'x' }, 'a/dump.json', 'a/dump.json: no such file or folder'],
    ['an empty file', { 'e.json': '' }, 'e.json', 'e.json: the file is empty'],
    ['garbage', { g: 'hello world' }, 'g', 'g: it holds no Kubernetes objects'],
    ['a table', { t: 'NAME   READY\nweb-1  0/1\n' }, 't', 't: it holds no Kubernetes objects'],
    ['bytes', { b: Buffer.from([1, 0, 2, 3]) }, 'b', 'b: it is neither text nor a tar or gzip archive'],
    ['a zip archive', { z: Buffer.from('PK\u{3}\u{4}') }, 'z', 'z: a zip archive has to be unpacked first'],
    ['brackets that are no JSON', { j: '{{{{' }, 'j', 'j: it is not valid JSON'],
    ['keys that are no YAML', { y: 'items:\n  a: b: c\n' }, 'y', 'y: it is not valid YAML'],
    [
      'JSON of something else',
      { p: '{"name":"x"}' },
      'p',
      'p: none of its objects has to do with pulling images',
    ],
    [
      'kinds that pull nothing',
      { c: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }) },
      'c',
      'c: none of its objects has to do with pulling images',
    ],
    ['a number', { n: '42' }, 'n', 'n: it holds no Kubernetes objects'],
    ['an empty folder', {}, '.', ': the folder holds no Kubernetes objects (0 files looked at)'],
    [
      'a folder of other things',
      { 'a.json': '{}', 'b.md': '' },
      '.',
      ': the folder holds no Kubernetes objects (1 files looked at)',
    ],
    [
      'an archive of other things',
      { 'a.tar': tarOf({ 'a.json': '{}' }) },
      'a.tar',
      'a.tar: the archive holds no Kubernetes objects',
    ],
    [
      'gzip data that is damaged',
      { 'a.gz': Buffer.from([0x1f, 0x8b, 9, 9, 9]) },
      'a.gz',
      'a.gz: its gzip data is damaged',
    ],
  ];
  for (const [what, files, path, message] of refused) {
    test(`refused: ${what}`, async () => assert.equal(await refusal(files, path), message));
  }

  test('refused: no path, and no standard input', async () => {
    await assert.rejects(gatherFromFiles([]), isUserError);
    await assert.rejects(gatherFromFiles(['-']), isUserError);
  });

  test('an empty List holds no pods, and hides none', async () => {
    const evidence = await gather({ 'e.json': listText([]) });
    assert.deepEqual(
      spots(evidence).map(({ what, hidesTarget }) => [what, hidesTarget]),
      [['pods', undefined]],
    );
  });

  test('half a dump: what was complete is kept, the rest is told of and may hide what was asked for', async () => {
    const text = listText(ALL);
    const evidence = await gather({ 'half.json': text.slice(0, text.indexOf('"name": "b"')) });
    assert.deepEqual(names(evidence), ['shop/a']);
    const [cut] = spots(evidence);
    assert.match(cut?.what ?? '', /^half\.json from byte \d+ on$/);
    assert.equal(cut?.why, 'the file ends in the middle of an object');
    assert.match(cut?.grant ?? '', /kubectl get/);
    assert.equal(cut?.hidesTarget, true);
  });

  test('half a dump, cut among the events: no pod was lost', async () => {
    const text = listText([pod('a'), EVENT, { ...EVENT, metadata: { name: 'a.2', namespace: 'shop' } }]);
    const evidence = await gather({ 'half.json': text.slice(0, text.indexOf('"name": "a.2"')) });
    assert.deepEqual(names(evidence), ['shop/a']);
    assert.equal(spots(evidence)[0]?.hidesTarget, undefined);
  });

  test('the first pod was cut already', async () => {
    const evidence = await gather({ 'half.json': listText(ALL).slice(0, 100) });
    assert.deepEqual(names(evidence), []);
    assert.equal(spots(evidence)[0]?.what, 'half.json from byte 42 on');
  });

  test('half a gzip file gives half a dump', async () => {
    const many = Array.from({ length: 2000 }, (_, i) => pod(`pod-${i}-${Math.imul(i, 2_654_435_761) >>> 0}`));
    const packed = gzipSync(listText(many));
    const evidence = await gather({ 'half.gz': packed.subarray(0, packed.length / 2) }, 'half.gz');
    assert.ok(evidence.pods.length > 500 && evidence.pods.length < 1500, String(evidence.pods.length));
    assert.equal(spots(evidence)[0]?.hidesTarget, true);
  });

  test('gzip data with damage in the middle', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) =>
      pod(`pod-${i}-${Math.imul(i, 2_654_435_761) >>> 0}`),
    );
    const packed = gzipSync(listText(many));
    packed.fill(0xff, packed.length - 2000, packed.length - 1000);
    const evidence = await gather({ 'bad.gz': packed }, 'bad.gz');
    assert.ok(evidence.pods.length > 1000, String(evidence.pods.length));
    assert.ok(
      spots(evidence).some(
        ({ why, hidesTarget }) => why === 'its gzip data is damaged' && hidesTarget === true,
      ),
    );
  });

  test('damage in the middle costs what it hits', async () => {
    const evidence = await gather({ 'd.json': listText(ALL).replace('"name": "b"', '"name": b') });
    assert.deepEqual(names(evidence), ['shop/a']);
    assert.equal(evidence.events.length, 1);
    assert.match(spots(evidence)[0]?.what ?? '', /^an object at byte \d+ of d\.json$/);
  });

  test('one file of no use beside a good one is a blind spot', async () => {
    const evidence = await withFolderOf({ 'a.json': listText(ALL), 'b.json': '' }, (folder) =>
      gatherFromFiles([join(folder, 'a.json'), join(folder, 'b.json')]),
    );
    assert.deepEqual(spots(evidence), [{ what: 'b.json', why: 'the file is empty', hidesTarget: true }]);
  });

  test('what the API server refused', async () => {
    const status = { kind: 'Status', status: 'Failure', code: 403, message: 'no', details: { kind: 'pods' } };
    const evidence = await gather({ 's.json': JSON.stringify(status) }, 's.json');
    assert.deepEqual(spots(evidence)[0], { what: 'pods', why: '403 no', hidesTarget: true });
  });

  test('errors and blind spots do not quote what stood in the file', async () => {
    const canary = 'CANARY-91c2';
    const texts = [
      `{"kind":"Pod","token": ${canary}}`,
      `{"kind":"Pod","token":"${canary}`,
      `kind: Pod\ntoken: "${canary}\n`,
    ];
    for (const text of texts) {
      const evidence = await gather({ 'x.json': text });
      assert.ok(evidence.blindSpots.length > 0);
      assert.ok(!JSON.stringify(evidence).includes(canary));
    }
    for (const text of [canary, `{${canary}`, `items:\n a: b: ${canary}`, `${canary}\u{0}`]) {
      assert.ok(!(await refusal({ 'x.json': text }, 'x.json')).includes(canary));
    }
  });
});
