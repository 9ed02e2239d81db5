import fc from 'fast-check';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { assembleEvidence } from '../../../src/core/evidence/objects/assemble-evidence.ts';
import { parseClusterObject } from '../../../src/core/evidence/objects/cluster-object.ts';

/** Names that the readers know, so that arbitrary JSON gets past the first field. */
const FIELDS = `
  metadata spec status kind apiVersion items name namespace uid labels annotations ownerReferences
  creationTimestamp resourceVersion containers initContainers image volumes containerStatuses state
  lastState waiting terminated running reason message conditions type imagePullSecrets
  involvedObject regarding series count lastTimestamp source data .dockerconfigjson .dockercfg
  stringData template jobTemplate nodeInfo images taints code __proto__ constructor toString details
`
  .trim()
  .split(/\s+/);
const KINDS = [
  'Pod',
  'Event',
  'Node',
  'Secret',
  'ServiceAccount',
  'Deployment',
  'CronJob',
  'Status',
  'List',
  'Thing',
];
const TEXTS = [
  ...KINDS,
  'v1',
  'events.k8s.io/v1',
  '2026-11-20T10:00:00Z',
  'eyJhdXRocyI6e319',
  'Failure',
  '12',
];

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom(...TEXTS, null, true, 0, -1, 3.5, 1e300),
    fc.string(),
    fc.array(tie('json'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...FIELDS), fc.string()), tie('json')), { maxLength: 8 })
      // As JSON.parse does it: __proto__ is a field like any other.
      .map((entries) => Object.fromEntries(entries) as unknown),
  ),
}));

const object = fc
  .tuple(fc.constantFrom(...KINDS), json, json, json, json)
  .map(([kind, labels, spec, status, data]) => ({
    kind,
    apiVersion: 'v1',
    metadata: { name: 'x', labels, annotations: labels, ownerReferences: spec, namespace: 'n' },
    spec,
    status,
    data,
    involvedObject: status,
  }));

suite('readers of objects', () => {
  test('take any JSON without a throw', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(...KINDS), (value, kind) => {
        parseClusterObject(value, { kind, apiVersion: '' });
        assert.ok(Array.isArray(assembleEvidence([value]).pods));
      }),
      { numRuns: 2000 },
    );
  });

  test('give plain values without undefined, whatever stands in an object', () => {
    fc.assert(
      fc.property(object, (value) => {
        const evidence = assembleEvidence([value], { source: 'files', now: 0 });
        assert.deepEqual(JSON.parse(JSON.stringify(evidence)), evidence);
      }),
      { numRuns: 2000 },
    );
  });

  test('do not depend on the order of objects with names of their own', () => {
    const objects = fc
      .array(object, { maxLength: 6 })
      .map((list) => list.map((item, i) => ({ ...item, metadata: { ...item.metadata, name: `x${i}` } })));
    fc.assert(
      fc.property(objects, (list) => {
        const names = (values: readonly unknown[]): readonly string[] =>
          values.map((value) => JSON.stringify(value)).toSorted();
        const one = assembleEvidence(list, { source: 'files', now: 0 });
        const other = assembleEvidence(list.toReversed(), { source: 'files', now: 0 });
        assert.deepEqual(names(one.pods), names(other.pods));
        assert.deepEqual(names(one.workloads), names(other.workloads));
        assert.equal(one.asOf, other.asOf);
      }),
    );
  });
});

suite('secrets', () => {
  const CANARY = 'CANARY-2b9e';
  const ENCODED = Buffer.from(CANARY).toString('base64');
  const env = [{ name: 'TOKEN', value: CANARY }];
  const containers = [
    { name: 'app', image: 'web:1', env, args: [CANARY], command: [CANARY], lifecycle: { preStop: CANARY } },
  ];
  const metadata = {
    name: 'x',
    namespace: 'shop',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': CANARY, token: CANARY },
    labels: { token: CANARY },
    managedFields: [{ manager: CANARY }],
  };
  const config = JSON.stringify({ auths: { 'reg.example.com': { auth: ENCODED, password: CANARY } } });

  const objects: readonly Readonly<Record<string, unknown>>[] = [
    {
      kind: 'Pod',
      metadata,
      spec: { containers, initContainers: containers, volumes: [{ name: 'v', csi: { token: CANARY } }] },
      status: {
        containerStatuses: [{ name: 'app', state: { terminated: { reason: 'Error', message: CANARY } } }],
        initContainerStatuses: [
          { name: 'app', lastState: { terminated: { reason: 'Completed', message: CANARY } } },
        ],
      },
    },
    { kind: 'Deployment', metadata, spec: { template: { metadata, spec: { containers } } } },
    {
      kind: 'CronJob',
      metadata,
      spec: { jobTemplate: { spec: { template: { metadata, spec: { containers } } } } },
    },
    { kind: 'Secret', metadata, type: 'Opaque', data: { password: ENCODED }, stringData: { token: CANARY } },
    { kind: 'Secret', metadata, data: { '.dockerconfigjson': Buffer.from(config).toString('base64') } },
    { kind: 'Secret', metadata, stringData: { '.dockerconfigjson': `${config},${CANARY}` } },
    { kind: 'ServiceAccount', metadata, secrets: [{ name: CANARY }] },
    { kind: 'Node', metadata, spec: { configSource: CANARY }, status: { nodeInfo: { machineID: CANARY } } },
    { kind: 'Event', metadata, related: { name: CANARY }, action: CANARY },
    { kind: 'ConfigMap', metadata, data: { token: CANARY } },
  ];

  for (const object of objects) {
    test(`nothing secret of a ${String(object['kind'])} is in the evidence`, () => {
      const text = JSON.stringify(assembleEvidence([object]));
      assert.ok(!text.includes(CANARY) && !text.includes(ENCODED), text);
    });
  }
});
