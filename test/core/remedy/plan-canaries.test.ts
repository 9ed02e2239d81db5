import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import { assembleEvidence } from '../../../src/core/evidence/objects/assemble-evidence.ts';
import { objectOf, objectsOf, type JsonObject } from '../../../src/core/evidence/objects/json-value.ts';
import { CANARY_LABELS } from '../../../src/core/evidence/node/canary-mark.ts';
import { planCanaries, type CanaryPlanning } from '../../../src/core/remedy/plan-canaries.ts';

const MARKS = ['aaa', 'bbb', 'ccc'];

interface FailingPod {
  readonly name: string;
  readonly image?: string;
  readonly node?: string;
  readonly secrets?: readonly string[];
  readonly reason?: string;
  readonly message?: string;
  readonly annotations?: JsonObject;
}

function failingPod({ name, image = 'r.example/app:1', node = 'node-1', ...rest }: FailingPod): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      creationTimestamp: '2026-11-21T11:00:00Z',
      annotations: rest.annotations ?? {},
    },
    spec: {
      nodeName: node,
      serviceAccountName: 'web',
      imagePullSecrets: (rest.secrets ?? []).map((secret) => ({ name: secret })),
      containers: [{ name: 'app', image }],
    },
    status: {
      phase: 'Pending',
      containerStatuses: [
        {
          name: 'app',
          state: {
            waiting: {
              reason: rest.reason ?? 'ErrImagePull',
              message: rest.message ?? `failed to pull: ${image}: not found`,
            },
          },
        },
      ],
    },
  };
}

function planned(...objects: readonly JsonObject[]): CanaryPlanning {
  const evidence = assembleEvidence(objects);
  return planCanaries(diagnose(evidence).findings, evidence, MARKS);
}

suite('planCanaries', () => {
  test('imitates the failing pod where it is', () => {
    const { plans, blindSpots } = planned(failingPod({ name: 'web-1', secrets: ['regcred', 'other'] }));
    assert.deepEqual(blindSpots, []);
    const [plan, ...others] = plans;
    assert.ok(plan !== undefined && others.length === 0);
    const { manifest, ...about } = plan;
    assert.deepEqual(about, {
      namespace: 'shop',
      name: 'pulldoctor-canary-aaa',
      node: 'node-1',
      image: 'r.example/app:1',
      pod: 'web-1',
      podUid: 'uid-web-1',
      container: 'app',
    });
    const spec = objectOf(manifest['spec']);
    assert.equal(spec['nodeName'], 'node-1');
    assert.equal(spec['serviceAccountName'], 'web');
    assert.deepEqual(spec['imagePullSecrets'], [{ name: 'regcred' }, { name: 'other' }]);
    assert.deepEqual(objectOf(manifest['metadata'])['ownerReferences'], [
      { apiVersion: 'v1', kind: 'Pod', name: 'web-1', uid: 'uid-web-1' },
    ]);
    assert.equal(objectsOf(spec['containers'])[0]?.['image'], 'r.example/app:1');
  });

  test('asks for no rights, runs nothing and ends by itself', () => {
    const manifest = planned(failingPod({ name: 'web-1' })).plans[0]?.manifest ?? {};
    const spec = objectOf(manifest['spec']);
    const [container = {}] = objectsOf(spec['containers']);
    assert.equal(objectsOf(spec['containers']).length, 1);
    assert.equal(container['imagePullPolicy'], 'Always');
    assert.deepEqual(container['command'], ['/pulldoctor-canary-does-not-exist']);
    assert.deepEqual(container['securityContext'], {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    assert.deepEqual(spec['securityContext'], {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    assert.equal(spec['restartPolicy'], 'Never');
    assert.equal(spec['automountServiceAccountToken'], false);
    assert.equal(spec['terminationGracePeriodSeconds'], 0);
    assert.equal(spec['activeDeadlineSeconds'], 180);
    for (const field of [
      'hostNetwork',
      'hostPID',
      'hostIPC',
      'volumes',
      'priorityClassName',
      'initContainers',
    ])
      assert.equal(spec[field], undefined, field);
    const labels = objectOf(objectOf(manifest['metadata'])['labels']);
    for (const [name, value] of Object.entries(CANARY_LABELS)) assert.equal(labels[name], value);
  });

  test('keeps the service account from adding secrets that the failing pod has not', () => {
    const secretsWith = (account: JsonObject): unknown => {
      const { plans } = planned(failingPod({ name: 'web-1' }), account);
      return objectOf(plans[0]?.manifest['spec'])['imagePullSecrets'];
    };
    const account = (extra: JsonObject): JsonObject => ({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'web', namespace: 'shop' },
      ...extra,
    });
    const none = [{ name: 'pulldoctor-canary-without-pull-secrets' }];
    assert.deepEqual(secretsWith(account({ imagePullSecrets: [{ name: 'regcred' }] })), none);
    assert.deepEqual(secretsWith(account({})), []);
    assert.deepEqual(secretsWith({ kind: 'ConfigMap', metadata: { name: 'x' } }), none);
  });

  test('says nothing of Linux on a Windows node', () => {
    const node = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'node-1' },
      status: { nodeInfo: { operatingSystem: 'windows', kubeletVersion: 'v1.35.0' } },
    };
    const manifest = planned(failingPod({ name: 'web-1' }), node).plans[0]?.manifest;
    const spec = objectOf(manifest?.['spec']);
    assert.deepEqual(spec['os'], { name: 'windows' });
    assert.deepEqual(spec['securityContext'], { runAsNonRoot: true });
    assert.equal(objectsOf(spec['containers'])[0]?.['securityContext'], undefined);
  });

  test('makes one pod for each image, node and access, and three at most', () => {
    const same = planned(failingPod({ name: 'web-1' }), failingPod({ name: 'web-2' }));
    assert.equal(same.plans.length, 1);
    const four = planned(
      failingPod({ name: 'web-1' }),
      failingPod({ name: 'web-2', node: 'node-2' }),
      failingPod({ name: 'web-3', secrets: ['regcred'] }),
      failingPod({ name: 'api-1', image: 'r.example/api:2' }),
    );
    assert.deepEqual(
      four.plans.map(({ name }) => name),
      ['pulldoctor-canary-aaa', 'pulldoctor-canary-bbb', 'pulldoctor-canary-ccc'],
    );
    // Every finding has its turn before one has a second.
    assert.ok(four.plans.slice(0, 2).some(({ image }) => image === 'r.example/api:2'));
    assert.deepEqual(
      four.blindSpots.map(({ what }) => what),
      ['fresh pulls of one more of the failing images'],
    );
  });

  test('says of which pulls there is no fresh one, and why', () => {
    const { plans, blindSpots } = planned(
      failingPod({
        name: 'never-1',
        image: 'r.example/never:1',
        reason: 'ErrImageNeverPull',
        message: 'Container image "r.example/never:1" is not present with pull policy of Never',
      }),
      failingPod({
        name: 'static-1',
        image: 'r.example/static:1',
        annotations: { 'kubernetes.io/config.mirror': 'x' },
      }),
    );
    assert.deepEqual(plans, []);
    assert.deepEqual(blindSpots.map(({ what }) => what).toSorted(), [
      'a fresh pull of r.example/never:1 on node-1',
      'a fresh pull of r.example/static:1 on node-1',
    ]);
    for (const { why } of blindSpots) assert.match(why, /policy is Never|static/);
  });
});
