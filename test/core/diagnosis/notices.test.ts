import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import type { DiagnoseOptions } from '../../../src/core/diagnosis/diagnose.ts';
import type { Notice } from '../../../src/core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import type { EventEvidence } from '../../../src/core/evidence/objects/event.ts';
import type { WorkloadEvidence } from '../../../src/core/evidence/objects/workload.ts';
import * as make from './builders.ts';

function notices(fields: Partial<ClusterEvidence>, options: DiagnoseOptions = {}): readonly Notice[] {
  return diagnose(make.evidence(fields), options).notices;
}

function told(fields: Partial<ClusterEvidence>, options: DiagnoseOptions = {}): readonly string[] {
  return notices(fields, options).map(({ kind, namespace, object }) => `${kind} ${namespace} ${object}`);
}

suite('pods that are on no node', () => {
  const unscheduled = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message: '0/3 nodes are available: 3 Insufficient cpu.',
    lastTransition: make.at(-90),
  };
  const { nodeName: _, ...homeless } = make.stuck(make.waiting(''), {
    conditions: [unscheduled],
    phase: 'Pending',
  });

  test("are said, with the scheduler's reason", () => {
    assert.deepEqual(notices({ pods: [homeless] }), [
      {
        kind: 'not-scheduled',
        namespace: 'shop',
        object: 'Pod/web-1',
        says: 'not on any node yet, so no pull was tried: Unschedulable: 0/3 nodes are available: 3 Insufficient cpu.',
        at: make.at(-90),
      },
    ]);
  });

  test('are one notice for all replicas', () => {
    const pods = ['a', 'b', 'c'].map((name) => ({
      ...homeless,
      name,
      uid: name,
      owners: [make.owned('StatefulSet', 'db')],
    }));
    const [notice, ...more] = notices({ pods });
    assert.deepEqual([notice?.object, more.length], ['StatefulSet/db', 0]);
    assert.match(notice?.says ?? '', /^3 pods: /u);
  });
});

suite('pods that were never made', () => {
  const deployment = make.workload('Deployment', 'web', {
    replicas: { desired: 3, current: 0, ready: 0, available: 0 },
  });
  const set = make.workload('ReplicaSet', 'web-7d9f8c6b5', {
    owners: [make.owned('Deployment', 'web')],
    replicas: { desired: 3, current: 0, ready: 0, available: 0 },
  });
  const QUOTA =
    'Error creating: pods "web-7d9f8c6b5-abcde" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=4, limited: pods=4';
  const WEBHOOK =
    'Error creating: admission webhook "policy.example.com" denied the request: image must come from registry.example.com';

  function refusal(message: string, last: number = -60, reason = 'FailedCreate'): EventEvidence {
    const event = make.event(make.pod(), reason, message, { last: make.at(last) });
    return {
      ...event,
      object: { ...event.object, kind: 'ReplicaSet', name: 'web-7d9f8c6b5', uid: set.uid, fieldPath: '' },
    };
  }

  test('for want of quota', () => {
    assert.deepEqual(notices({ workloads: [deployment, set], events: [refusal(QUOTA)] }), [
      { kind: 'quota', namespace: 'shop', object: 'Deployment/web', says: QUOTA, at: make.at(-60) },
    ]);
  });

  test('because admission refused them', () => {
    for (const message of [
      WEBHOOK,
      'Error creating: pods "web" is forbidden: violates PodSecurity "restricted:latest"',
      'Error creating: Internal error occurred: failed calling webhook "x": connection refused',
    ]) {
      assert.deepEqual(told({ workloads: [deployment, set], events: [refusal(message)] }), [
        'admission-refused shop Deployment/web',
      ]);
    }
  });

  test('is told by the condition when the event has expired', () => {
    const condition = {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: QUOTA,
      lastTransition: make.at(-5000),
    };
    assert.deepEqual(told({ workloads: [{ ...deployment, conditions: [condition] }, set] }), [
      'quota shop Deployment/web',
    ]);
  });

  test('is told of a ReplicaSet that was not seen', () => {
    assert.deepEqual(told({ events: [refusal(QUOTA)] }), ['quota shop ReplicaSet/web-7d9f8c6b5']);
  });

  test('is over when pods were made since', () => {
    assert.deepEqual(
      told({ events: [refusal(QUOTA), refusal('Created pod: web-7d9f8c6b5-x', -10, 'SuccessfulCreate')] }),
      [],
    );
    const full: WorkloadEvidence = { ...set, replicas: { desired: 3, current: 3, ready: 3, available: 3 } };
    assert.deepEqual(
      told({
        workloads: [full],
        events: [refusal(QUOTA)],
        pods: [make.pod({ owners: [make.owned('ReplicaSet', set.name)] })],
      }),
      [],
    );
  });

  test('is no refusal when the API server had a hiccup', () => {
    assert.deepEqual(
      told({
        workloads: [deployment, set],
        events: [refusal('Error creating: etcdserver: request timed out')],
      }),
      ['no-pods shop Deployment/web'],
    );
  });

  test('though nobody refused them', () => {
    assert.match(
      notices({ workloads: [deployment, set] })[0]?.says ?? '',
      /no pods, so no pull was tried: 3 replicas wanted/u,
    );
    assert.match(
      notices({ workloads: [{ ...deployment, paused: true }, set] })[0]?.says ?? '',
      /it is paused/u,
    );
  });

  test('because none are wanted is said of what was asked for, and only then', () => {
    const idle = { ...deployment, replicas: { desired: 0, current: 0, ready: 0, available: 0 } };
    assert.deepEqual(told({ workloads: [idle] }), []);
    assert.deepEqual(told({ workloads: [idle] }, { targets: [{ kind: 'deploy', name: 'web' }] }), [
      'no-pods shop Deployment/web',
    ]);
    const cron = make.workload('CronJob', 'backup', {
      replicas: { desired: 0, current: 0, ready: 0, available: 0 },
    });
    assert.match(
      notices({ workloads: [cron] }, { targets: [{ kind: 'cj', name: 'backup' }] })[0]?.says ?? '',
      /no run is under way/u,
    );
  });

  test('stays within the namespace and the targets', () => {
    const fields = {
      workloads: [deployment, set],
      events: [refusal(QUOTA)],
      pods: [make.pod({ name: 'api' })],
    };
    assert.deepEqual(told(fields, { namespace: 'other' }), []);
    assert.deepEqual(told(fields, { targets: [{ name: 'api' }] }), []);
    assert.deepEqual(told(fields, { targets: [{ kind: 'deployment', name: 'web' }] }), [
      'quota shop Deployment/web',
    ]);
  });
});

suite('pulls that take their time', () => {
  function pulling(name: string, since: number): ReturnType<typeof make.stuck> {
    return make.stuck(make.waiting('ContainerCreating'), { name, startedAt: make.at(since) });
  }

  test('slow, and queued behind it on the same node', () => {
    const [slow, queued] = [pulling('big', -400), pulling('small', -300)];
    const events = [
      make.pulling(slow, { last: make.at(-390) }),
      make.pulling(queued, { last: make.at(-290) }),
    ];
    assert.deepEqual(told({ pods: [slow, queued], events }), [
      'slow-pull shop Pod/big',
      'queued-pull shop Pod/small',
    ]);
  });

  test('are not worth a word in their first minute, or when they ended', () => {
    const pod = pulling('big', -50);
    assert.deepEqual(told({ pods: [pod], events: [make.pulling(pod, { last: make.at(-40) })] }), []);
    assert.deepEqual(
      told({
        pods: [pod],
        events: [make.pulling(pod, { last: make.at(-400) }), make.pulled(pod, { last: make.at(-100) })],
      }),
      [],
    );
  });
});

suite('pods that run', () => {
  const warning =
    'Unable to retrieve some image pull secrets (regcred, other); attempting to pull the image may not succeed.';

  test('and do not need the secret that is missing', () => {
    const pods = ['a', 'b'].map((name) => make.pod({ name }));
    const events = pods.map((pod) =>
      make.event(pod, 'FailedToRetrieveImagePullSecret', warning, { container: '' }),
    );
    assert.deepEqual(told({ pods, events }), ['secret-absent-unused shop Secret/other, regcred']);
    assert.match(notices({ pods, events })[0]?.says ?? '', /referenced by 2 pods/u);
  });

  test('a namesake that lived before does not count', () => {
    const pod = make.pod();
    const event = make.event({ ...pod, uid: 'before' }, 'FailedToRetrieveImagePullSecret', warning, {
      container: '',
    });
    assert.deepEqual(told({ pods: [pod], events: [event] }), []);
  });

  test('a pod that is not asked for, or is being deleted, does not count', () => {
    const pods = [make.pod({ name: 'a' }), make.pod({ name: 'b', deletedAt: make.at(-3) })];
    const events = pods.map((pod) =>
      make.event(pod, 'FailedToRetrieveImagePullSecret', warning, { container: '' }),
    );
    assert.match(notices({ pods, events })[0]?.says ?? '', /referenced by 1 pod /u);
    assert.deepEqual(told({ pods, events }, { targets: [{ name: 'b' }] }), []);
    assert.deepEqual(told({ pods, events }, { namespace: 'other' }), []);
  });

  test('a pod that fails for it has a finding instead', () => {
    const pod = make.stuck(make.backOff(make.noCredentials()), { imagePullSecrets: ['regcred'] });
    assert.deepEqual(
      told({
        pods: [pod],
        events: [make.event(pod, 'FailedToRetrieveImagePullSecret', warning, { container: '' })],
      }),
      [],
    );
  });

  test('after failures: said of what was asked for', () => {
    const pod = make.pod();
    const events = [
      make.failedToPull(pod, make.tooMany(), { count: 3, last: make.at(-90) }),
      make.pulled(pod, { last: make.at(-20) }),
    ];
    assert.deepEqual(told({ pods: [pod], events }), []);
    assert.match(
      notices({ pods: [pod], events }, { targets: [{ name: 'web-1' }] })[0]?.says ?? '',
      /^failed 3 times, then the image came at 11:59:40$/u,
    );
  });
});

suite('trouble that is no pull', () => {
  const looping = make.stuck(make.waiting('CrashLoopBackOff', 'back-off 5m0s'));

  test('is said of what was asked for, and only then', () => {
    assert.deepEqual(told({ pods: [looping] }), []);
    assert.deepEqual(told({ pods: [looping] }, { targets: [{ name: 'web-1' }] }), [
      'outside-pulls shop Pod/web-1',
    ]);
  });

  test('what a pod waits for before its pull', () => {
    const pod = make.stuck(make.waiting('ContainerCreating'));
    const mount = make.event(
      pod,
      'FailedMount',
      'MountVolume.SetUp failed for volume "config": configmap "web" not found',
    );
    const target = { targets: [{ name: 'web-1' }] };
    assert.deepEqual(told({ pods: [pod], events: [mount] }), []);
    assert.match(
      notices({ pods: [pod], events: [mount] }, target)[0]?.says ?? '',
      /^on node-1, and no pull was tried yet: FailedMount: MountVolume/u,
    );
    assert.deepEqual(told({ pods: [pod], events: [make.pulling(pod, { last: make.at(-9) })] }, target), []);
  });

  test('evictions for want of disk, and no others', () => {
    const evicted = make.pod({
      phase: 'Failed',
      statusReason: 'Evicted',
      statusMessage: 'The node was low on resource: ephemeral-storage. ',
    });
    assert.deepEqual(told({ pods: [evicted] }), ['evicted shop Pod/web-1']);
    assert.deepEqual(
      told({ pods: [{ ...evicted, statusMessage: 'The node was low on resource: memory.' }] }),
      [],
    );
  });
});

suite('images that were rewritten', () => {
  const owners = [make.owned('ReplicaSet', 'web-7d9f8c6b5')];
  const failing = make.stuck(make.backOff(make.notFound()), { owners });

  test('between template and pod', () => {
    const set = make.workload('ReplicaSet', 'web-7d9f8c6b5', {
      containers: [{ name: 'app', image: 'web:v1.0.1', init: false }],
    });
    assert.match(
      notices({ pods: [failing], workloads: [set] })[0]?.says ?? '',
      /^app: the template has web:v1\.0\.1, the pod was given registry\.example\.com/u,
    );
    assert.deepEqual(
      told({ pods: [failing], workloads: [make.workload('ReplicaSet', 'web-7d9f8c6b5')] }),
      [],
    );
  });

  test('is not concluded of a StatefulSet, whose template may be newer', () => {
    const pod = { ...failing, owners: [make.owned('StatefulSet', 'db')] };
    const set = make.workload('StatefulSet', 'db', {
      containers: [{ name: 'app', image: 'db:2', init: false }],
    });
    assert.deepEqual(told({ pods: [pod], workloads: [set] }), []);
  });
});
