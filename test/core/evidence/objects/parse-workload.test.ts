import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseWorkload } from '../../../../src/core/evidence/objects/parse-workload.ts';
import type { WorkloadEvidence } from '../../../../src/core/evidence/objects/workload.ts';

const TEMPLATE = {
  spec: {
    initContainers: [{ name: 'migrate', image: 'migrate:1' }],
    containers: [{ name: 'app', image: 'web:1', env: [{ name: 'PASSWORD', value: 'hunter2' }] }],
    imagePullSecrets: [{ name: 'regcred' }],
  },
};

function parsed(json: object): WorkloadEvidence {
  const workload = parseWorkload({ metadata: { name: 'web', namespace: 'shop', uid: 'd-1' }, ...json });
  assert.ok(workload);
  return workload;
}

suite('parseWorkload', () => {
  test('a Deployment', () => {
    const workload = parsed({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'web',
        namespace: 'shop',
        uid: 'd-1',
        creationTimestamp: '2026-11-20T10:00:00Z',
        annotations: { 'deployment.kubernetes.io/revision': '7', 'meta.helm.sh/release-name': 'shop' },
      },
      spec: { replicas: 3, paused: true, template: TEMPLATE },
      status: {
        replicas: 4,
        readyReplicas: 2,
        availableReplicas: 1,
        conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
      },
    });
    assert.deepEqual(workload, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'web',
      uid: 'd-1',
      createdAt: Date.parse('2026-11-20T10:00:00Z'),
      owners: [],
      marks: { helmRelease: 'shop' },
      containers: [
        { name: 'migrate', image: 'migrate:1', init: true },
        { name: 'app', image: 'web:1', init: false },
      ],
      imagePullSecrets: ['regcred'],
      revision: 7,
      replicas: { desired: 3, current: 4, ready: 2, available: 1 },
      conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: '' }],
      paused: true,
    });
  });

  const counts: readonly (readonly [kind: string, json: object, replicas: readonly number[]])[] = [
    ['ReplicaSet', { spec: { replicas: 0, template: TEMPLATE }, status: { replicas: 0 } }, [0, 0, 0, 0]],
    [
      'StatefulSet',
      { spec: { template: TEMPLATE }, status: { replicas: 1, readyReplicas: 1 } },
      [1, 1, 1, 0],
    ],
    ['ReplicationController', { spec: { replicas: 2, template: TEMPLATE } }, [2, 0, 0, 0]],
    [
      'DaemonSet',
      {
        spec: { template: TEMPLATE },
        status: { desiredNumberScheduled: 9, currentNumberScheduled: 8, numberReady: 7, numberAvailable: 6 },
      },
      [9, 8, 7, 6],
    ],
    ['Job', { spec: { parallelism: 4, template: TEMPLATE }, status: { active: 3, ready: 2 } }, [4, 3, 2, 2]],
    [
      'CronJob',
      {
        spec: { jobTemplate: { spec: { template: TEMPLATE } } },
        status: { active: [{ name: 'nightly-1' }] },
      },
      [0, 1, 0, 0],
    ],
  ];
  for (const [kind, json, [desired, current, ready, available]] of counts) {
    test(`replicas of a ${kind}`, () => {
      const workload = parsed({ kind, ...json });
      assert.deepEqual(workload.replicas, { desired, current, ready, available });
      assert.equal(workload.containers.length, 2);
    });
  }

  test('suspended jobs are paused too', () => {
    assert.equal(parsed({ kind: 'Job', spec: { suspend: true, template: TEMPLATE } }).paused, true);
    assert.equal(parsed({ kind: 'Job', spec: { suspend: 'no', template: TEMPLATE } }).paused, false);
  });

  for (const [kind, apiVersion] of [
    ['Rollout', 'argoproj.io/v1alpha1'],
    ['CloneSet', 'apps.kruise.io/v1alpha1'],
    ['Service', 'serving.knative.dev/v1'],
  ] as const) {
    test(`a custom owner: ${apiVersion} ${kind}`, () => {
      const workload = parsed({ kind, apiVersion, spec: { template: TEMPLATE } });
      assert.deepEqual(
        [workload.kind, workload.apiVersion, workload.containers[1]?.image],
        [kind, apiVersion, 'web:1'],
      );
    });
  }

  test('the revision of a Rollout', () => {
    const metadata = { name: 'web', annotations: { 'rollout.argoproj.io/revision': '12' } };
    assert.equal(parsed({ kind: 'Rollout', metadata, spec: { template: TEMPLATE } }).revision, 12);
  });

  for (const [what, json] of [
    ['a Service has no pod template', { kind: 'Service', metadata: { name: 'web' }, spec: { ports: [] } }],
    [
      'a template without containers',
      { kind: 'Thing', metadata: { name: 'x' }, spec: { template: { spec: {} } } },
    ],
    ['no kind', { metadata: { name: 'x' }, spec: { template: TEMPLATE } }],
    ['no name', { kind: 'Deployment', spec: { template: TEMPLATE } }],
    ['no object', 'Deployment'],
  ] as const) {
    test(`not a workload: ${what}`, () => assert.equal(parseWorkload(json), undefined));
  }
});
