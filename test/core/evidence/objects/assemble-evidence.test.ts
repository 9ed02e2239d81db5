import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  assembleEvidence,
  EvidenceAssembly,
} from '../../../../src/core/evidence/objects/assemble-evidence.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';

function pod(name: string, fields: { metadata?: object; spec?: object; status?: object } = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, ...fields.metadata },
    spec: { containers: [{ name: 'app', image: 'web:1' }], ...fields.spec },
    status: { phase: 'Pending', ...fields.status },
  };
}

const NODE = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' } };
const EVENT = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'web-1.1', namespace: 'shop' },
  involvedObject: { kind: 'Pod', name: 'web-1' },
};
const TEMPLATE = { spec: { containers: [{ name: 'app', image: 'web:1' }] } };

function phases({ pods }: ClusterEvidence): readonly (readonly [string, string])[] {
  return pods.map(({ name, phase }) => [name, phase] as const);
}

/** The evidence of objects that stand in two files. */
function ofTwoFiles(a: readonly object[], b: readonly object[]): ClusterEvidence {
  const assembly = new EvidenceAssembly({ source: 'files' });
  for (const object of a) assembly.add(object, { file: 'a.json' });
  for (const object of b) assembly.add(object, { file: 'b.json' });
  return assembly.finish();
}

suite('assembleEvidence', () => {
  test('every kind in its place, others left out', () => {
    const evidence = assembleEvidence([
      pod('web-1'),
      EVENT,
      NODE,
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace: 'shop' },
        spec: { template: TEMPLATE },
      },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'shop' } },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'regcred', namespace: 'shop' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' } },
      { apiVersion: 'longhorn.io/v1beta2', kind: 'Node', metadata: { name: 'storage' } },
      { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics', metadata: { name: 'web-1' } },
      'garbage',
      null,
    ]);
    const { pods, events, nodes, workloads, serviceAccounts, secrets } = evidence;
    const lists = [pods, events, nodes, workloads, serviceAccounts, secrets];
    assert.deepEqual(
      lists.map((list) => list.length),
      [1, 1, 1, 1, 1, 1],
    );
    assert.deepEqual(evidence.blindSpots, []);
    assert.equal(evidence.source, 'files');
  });

  test('items of a typed list take their kind from it, or else from their shape', () => {
    const assembly = new EvidenceAssembly({ source: 'files' });
    const bare = { metadata: { name: 'web', namespace: 'shop' }, spec: { template: TEMPLATE } };
    const list = { kind: 'DeploymentList', apiVersion: 'apps/v1' };
    assert.equal(assembly.add(bare, { file: '', list }), 'Deployment');
    assert.equal(assembly.add(bare, { file: '', list: { kind: 'List', apiVersion: 'v1' } }), undefined);
    for (const [shape, kind] of [
      [{ metadata: { name: 'p' }, spec: { containers: [] } }, 'Pod'],
      [{ metadata: { name: 'e' }, involvedObject: {} }, 'Event'],
      [{ metadata: { name: 'f' }, regarding: {} }, 'Event'],
      [{ metadata: { name: 'n' }, status: { nodeInfo: {} } }, 'Node'],
    ] as const) {
      assert.equal(assembly.add(shape), kind);
    }
    assert.equal(assembly.finish().workloads[0]?.apiVersion, 'apps/v1');
  });

  test('objects of the same name in different groups are two', () => {
    const kinds = ['serving.knative.dev/v1', 'example.com/v1'];
    const { workloads } = assembleEvidence(
      kinds.map((apiVersion) => ({
        apiVersion,
        kind: 'Service',
        metadata: { name: 'web' },
        spec: { template: TEMPLATE },
      })),
    );
    assert.deepEqual(
      workloads.map(({ apiVersion }) => apiVersion),
      kinds,
    );
  });

  test('an object that names no namespace is in the one given', () => {
    const nowhere = pod('web-1', { metadata: { namespace: undefined } });
    assert.equal(assembleEvidence([nowhere]).pods[0]?.namespace, 'default');
    assert.equal(
      assembleEvidence([nowhere], { source: 'files', namespace: 'shop' }).pods[0]?.namespace,
      'shop',
    );
    assert.equal(
      assembleEvidence([pod('a')], { source: 'files', namespace: 'x' }).pods[0]?.namespace,
      'shop',
    );
  });

  test('a refusal by the API server is a blind spot', () => {
    const evidence = assembleEvidence([
      {
        kind: 'Status',
        apiVersion: 'v1',
        status: 'Failure',
        message: 'pods is forbidden: User "dev" cannot list resource "pods"',
        reason: 'Forbidden',
        details: { kind: 'pods' },
        code: 403,
      },
    ]);
    assert.deepEqual(evidence.blindSpots[0], {
      what: 'pods',
      why: '403 pods is forbidden: User "dev" cannot list resource "pods"',
      hidesTarget: true,
    });
  });
});

suite('what was looked at', () => {
  test('kinds of lists, empty or not', () => {
    const assembly = new EvidenceAssembly({ source: 'files' });
    assembly.addList({ kind: 'EventList', apiVersion: 'v1' });
    assembly.addList({ kind: 'List', apiVersion: 'v1' });
    assembly.add(pod('web-1'), { file: '', list: { kind: 'List', apiVersion: 'v1' } });
    assembly.add(NODE);
    assert.deepEqual(assembly.finish().looked, ['Event', 'Pod']);
  });

  const cases: readonly (readonly [what: string, objects: readonly object[], spots: readonly unknown[]])[] = [
    ['all there', [pod('a'), EVENT, NODE], []],
    ['no events', [pod('a'), NODE], [['events', undefined]]],
    ['no nodes', [pod('a'), EVENT], [['nodes', undefined]]],
    ['events alone cannot be judged', [EVENT], [['pods', true]]],
    ['nothing', [], [['pods', undefined]]],
  ];
  for (const [what, objects, spots] of cases) {
    test(`blind spots: ${what}`, () => {
      const { blindSpots } = assembleEvidence(objects);
      assert.deepEqual(
        blindSpots.map(({ what, hidesTarget }) => [what, hidesTarget]),
        spots,
      );
    });
  }

  test('an empty list of pods was looked at: nothing is hidden', () => {
    const assembly = new EvidenceAssembly({ source: 'files' });
    assembly.addList({ kind: 'PodList', apiVersion: 'v1' });
    assert.deepEqual(
      assembly.finish().blindSpots.map(({ what }) => what),
      ['events', 'nodes'],
    );
  });

  test('a live cluster says itself what it was not asked for', () => {
    assert.deepEqual(assembleEvidence([], { source: 'cluster', asOf: 5 }).blindSpots, []);
  });
});

suite('duplicates', () => {
  const old = pod('web-1', { metadata: { resourceVersion: '9' }, status: { phase: 'Pending' } });
  const young = pod('web-1', { metadata: { resourceVersion: '10' }, status: { phase: 'Failed' } });
  const unversioned = pod('web-1', { status: { phase: 'Unknown' } });

  test('the higher resource version stays, whichever came first', () => {
    assert.deepEqual(phases(assembleEvidence([old, young])), [['web-1', 'Failed']]);
    assert.deepEqual(phases(assembleEvidence([young, old])), [['web-1', 'Failed']]);
  });

  test('without versions the later one stays', () => {
    assert.deepEqual(phases(assembleEvidence([old, unversioned])), [['web-1', 'Unknown']]);
  });

  test('a name stands for one object: an older uid is gone', () => {
    const before = pod('db-0', { metadata: { uid: 'u-1', resourceVersion: '3' } });
    const after = pod('db-0', {
      metadata: { uid: 'u-2', resourceVersion: '8' },
      status: { phase: 'Running' },
    });
    assert.deepEqual(phases(assembleEvidence([before, after])), [['db-0', 'Running']]);
  });

  test('two files that hold the same are not worth a word', () => {
    const evidence = ofTwoFiles([old, EVENT, NODE], [old, EVENT, NODE]);
    assert.equal(evidence.pods.length, 1);
    assert.deepEqual(evidence.blindSpots, []);
  });

  test('two files that disagree are told of once', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const first = names.map((name) => pod(name, { metadata: { resourceVersion: '1' } }));
    const second = names.map((name) =>
      pod(name, { metadata: { resourceVersion: '2' }, status: { phase: 'Failed' } }),
    );
    const { blindSpots } = ofTwoFiles([...first, EVENT, NODE], [...second, { ...EVENT, count: 7 }]);
    assert.deepEqual(blindSpots, [
      {
        what: 'one of two states of pod shop/a, pod shop/b, pod shop/c and 2 more',
        why: 'a.json and b.json hold the same objects at different times; the newer state is the one used',
      },
    ]);
  });
});

suite('a pod that runs is kept slim', () => {
  const conditions = [{ type: 'Ready', status: 'True' }];
  const serving = {
    name: 'app',
    ready: true,
    imageID: 'web@sha256:01',
    state: { running: { startedAt: '2026-11-20T10:00:00Z' } },
  };
  const running = { phase: 'Running', conditions, containerStatuses: [serving] };

  test('which image, which digest, which node', () => {
    const [kept] = assembleEvidence([pod('web-1', { spec: { nodeName: 'node-1' }, status: running })]).pods;
    assert.deepEqual(
      [kept?.nodeName, kept?.containers[0]?.image, kept?.containers[0]?.imageId, kept?.conditions],
      ['node-1', 'web:1', 'web@sha256:01', []],
    );
  });

  for (const [what, fields] of [
    ['not ready', { status: { ...running, containerStatuses: [{ ...serving, ready: false }] } }],
    ['going', { metadata: { deletionTimestamp: '2026-11-20T10:00:00Z' }, status: running }],
    ['pending', { status: { ...running, phase: 'Pending' } }],
    [
      'with an ephemeral container that waits',
      {
        spec: { ephemeralContainers: [{ name: 'debugger', image: 'busybox' }] },
        status: { ...running, ephemeralContainerStatuses: [{ name: 'debugger', state: { waiting: {} } }] },
      },
    ],
  ] as const) {
    test(`one that is ${what} keeps its conditions`, () => {
      assert.equal(assembleEvidence([pod('web-1', fields)]).pods[0]?.conditions.length, 1);
    });
  }
});
