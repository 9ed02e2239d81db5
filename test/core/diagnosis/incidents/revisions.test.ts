import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { RevisionChange } from '../../../../src/core/diagnosis/finding.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import type { WorkloadEvidence } from '../../../../src/core/evidence/objects/workload.ts';
import * as make from '../builders.ts';

const OLD = 'registry.example.com/shop/web:v1.0.0';
const BY_DEPLOYMENT = { owners: [make.owned('Deployment', 'web')] };
const failing = make.stuck(make.backOff(make.notFound()), {
  name: 'web-7d9f8c6b5-x',
  owners: [make.owned('ReplicaSet', 'web-7d9f8c6b5')],
});
const newSet = make.workload('ReplicaSet', 'web-7d9f8c6b5', { ...BY_DEPLOYMENT, revision: 3 });
const deployment = make.workload('Deployment', 'web');

function oldSet(name: string, revision: number, ready: number, image: string = OLD): WorkloadEvidence {
  return make.workload('ReplicaSet', name, {
    ...BY_DEPLOYMENT,
    revision,
    containers: [{ name: 'app', image, init: false }],
    replicas: { desired: ready, current: ready, ready, available: ready },
  });
}

function revisions(
  workloads: readonly WorkloadEvidence[],
  pods: readonly PodEvidence[] = [failing],
): readonly RevisionChange[] | undefined {
  return diagnose(make.evidence({ pods, workloads })).findings[0]?.revisions;
}

suite('the revision that still serves', () => {
  test('and what changed since', () => {
    assert.deepEqual(revisions([deployment, newSet, oldSet('web-5c7bcf4d9', 2, 2)]), [
      {
        serving: { name: 'web-5c7bcf4d9', revision: 2, ready: 2 },
        failing: { name: 'web-7d9f8c6b5', revision: 3 },
        changes: [{ container: 'app', from: OLD, to: make.IMAGE }],
      },
    ]);
  });

  test('is the newest of several, and is one with ready pods', () => {
    const found = revisions([
      deployment,
      newSet,
      oldSet('web-a', 1, 2),
      oldSet('web-b', 2, 1),
      oldSet('web-c', 4, 0),
    ]);
    assert.equal(found?.[0]?.serving.name, 'web-b');
  });

  test('with the same image: something else changed', () => {
    assert.deepEqual(revisions([deployment, newSet, oldSet('web-a', 2, 1, make.IMAGE)])?.[0]?.changes, []);
  });

  test('is not there: nothing is claimed', () => {
    assert.equal(revisions([deployment, newSet, oldSet('web-a', 2, 0)]), undefined);
    assert.equal(revisions([newSet, oldSet('web-a', 2, 1)]), undefined, 'the Deployment was not seen');
    assert.equal(revisions([]), undefined);
    const foreign = { ...oldSet('api-a', 2, 1), owners: [make.owned('Deployment', 'api')] };
    assert.equal(revisions([deployment, newSet, foreign]), undefined, 'of another Deployment');
    assert.equal(
      revisions([deployment, newSet, { ...oldSet('web-a', 2, 1), namespace: 'other' }]),
      undefined,
    );
  });

  test('of a StatefulSet is told by its other pods', () => {
    const owners = [make.owned('StatefulSet', 'db')];
    const stuck = make.stuck(make.backOff(make.notFound()), { name: 'db-2', owners });
    const serving = ['db-0', 'db-1'].map((name) =>
      make.pod({ name, owners, containers: [make.container({ image: OLD })] }),
    );
    assert.deepEqual(revisions([], [stuck, ...serving]), [
      {
        serving: { name: 'db-0', ready: 2 },
        failing: { name: 'db-2' },
        changes: [{ container: 'app', from: OLD, to: make.IMAGE }],
      },
    ]);
    const done = make.container({
      name: 'setup',
      kind: 'initContainer',
      image: OLD,
      ready: false,
      state: { kind: 'terminated', reason: 'Completed', message: '', exitCode: 0 },
    });
    const prepared = serving.map((pod) => ({ ...pod, containers: [done, ...pod.containers] }));
    assert.equal(
      revisions([], [stuck, ...prepared])?.[0]?.serving.ready,
      2,
      'an init container that is done serves',
    );
    const unready = serving.map((pod) => ({
      ...pod,
      containers: [make.container({ image: OLD, ready: false })],
    }));
    assert.equal(revisions([], [stuck, ...unready]), undefined, 'what is not ready does not serve');
    const same = serving.map((pod) => ({ ...pod, containers: [make.container()] }));
    assert.equal(revisions([], [stuck, ...same]), undefined, 'the same image: no other revision is known');
  });
});
