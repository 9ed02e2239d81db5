import assert from 'node:assert/strict';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { gatherFromFiles } from '../../../src/edge/files/gather-from-files.ts';
import { withFolderOf } from './folder-of.ts';
import {
  ALL,
  bare,
  DEPLOYMENT,
  EVENT,
  gather,
  listOf,
  listText,
  names,
  NODE,
  pod,
  spots,
  type Files,
} from './made-cluster.ts';
import { inPieces } from './pieces.ts';
import { tarOf } from './tar-of.ts';

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

  test('packed data from standard input, whose pieces do not keep', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => pod(`pod-${i}-${Math.imul(i, 2_654_435_761) >>> 0}`));
    const packed = gzipSync(listText(many), { level: 0 });
    const { pods, blindSpots } = await gatherFromFiles(['-'], { stdin: inPieces(packed, 100) });
    assert.equal(pods.length, 5000);
    assert.deepEqual(
      blindSpots.map(({ what }) => what),
      ['events', 'nodes'],
    );
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
      ['an object at byte 0 of two/template.yaml', 'events', 'nodes'],
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
          entries: {
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
    assert.equal(evidence.secrets[0]?.entries.seen, false);
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
