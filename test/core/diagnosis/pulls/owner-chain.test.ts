import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { indexCluster } from '../../../../src/core/diagnosis/cluster-index.ts';
import type { PullOwner } from '../../../../src/core/diagnosis/finding.ts';
import { ownerChain } from '../../../../src/core/diagnosis/pulls/owner-chain.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import type { WorkloadEvidence } from '../../../../src/core/evidence/objects/workload.ts';
import * as make from '../builders.ts';

function owner(pod: PodEvidence, workloads: readonly WorkloadEvidence[] = []): PullOwner {
  const seen = make.evidence({ pods: [pod], workloads });
  return ownerChain(pod, indexCluster(seen, seen.asOf)).owner;
}

const replica = make.pod({ owners: [make.owned('ReplicaSet', 'web-7d9f8c6b5')] });
const replicaSet = make.workload('ReplicaSet', 'web-7d9f8c6b5', {
  owners: [make.owned('Deployment', 'web')],
});
const deployment = make.workload('Deployment', 'web');

suite('the owner', () => {
  const cases: readonly (readonly [
    name: string,
    pod: PodEvidence,
    workloads: readonly WorkloadEvidence[],
    expected: PullOwner,
  ])[] = [
    ['a bare pod owns itself', make.pod(), [], { apiVersion: 'v1', kind: 'Pod', name: 'web-1' }],
    [
      'a Deployment through its ReplicaSet',
      replica,
      [replicaSet, deployment],
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    ],
    [
      'a Deployment named by its ReplicaSet only',
      replica,
      [replicaSet],
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    ],
    [
      'a StatefulSet',
      make.pod({ owners: [make.owned('StatefulSet', 'db')] }),
      [make.workload('StatefulSet', 'db')],
      { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' },
    ],
    [
      'a DaemonSet that was not seen',
      make.pod({ owners: [make.owned('DaemonSet', 'agent')] }),
      [],
      { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agent' },
    ],
    [
      'a CronJob through its Job',
      make.pod({ owners: [make.owned('Job', 'backup-29474640', 'batch/v1')] }),
      [
        make.workload('Job', 'backup-29474640', { owners: [make.owned('CronJob', 'backup', 'batch/v1')] }),
        make.workload('CronJob', 'backup'),
      ],
      { apiVersion: 'batch/v1', kind: 'CronJob', name: 'backup' },
    ],
    [
      'an owner of a custom kind, not seen',
      make.pod({ owners: [make.owned('Workflow', 'build-x7k2p', 'argoproj.io/v1alpha1')] }),
      [],
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name: 'build-x7k2p' },
    ],
    [
      "a static pod is the node's",
      make.pod({ mirror: true, owners: [make.owned('Node', 'node-1', 'v1')] }),
      [],
      { apiVersion: 'v1', kind: 'Node', name: 'node-1' },
    ],
  ];
  for (const [name, pod, workloads, expected] of cases) {
    test(name, () => assert.deepEqual(owner(pod, workloads), expected));
  }

  test('is inferred from the name where the object between was not seen', () => {
    assert.deepEqual(owner(replica), {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'web',
      inferred: true,
    });
    assert.deepEqual(owner(replica, [deployment]), {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'web',
    });
    const job = make.pod({ owners: [make.owned('Job', 'backup-29474640', 'batch/v1')] });
    assert.deepEqual(owner(job), { apiVersion: 'batch/v1', kind: 'CronJob', name: 'backup', inferred: true });
  });

  test('is not inferred from a name that no controller makes', () => {
    for (const [kind, name] of [
      ['ReplicaSet', 'web'],
      ['ReplicaSet', 'web-eagle'],
      ['Job', 'migrate'],
      ['Job', 'migrate-12'],
    ] as const) {
      assert.equal(owner(make.pod({ owners: [make.owned(kind, name)] })).name, name);
    }
  });

  test('a Rollout that was seen beats the guess of a Deployment', () => {
    const rollout = make.workload('Rollout', 'web', { apiVersion: 'argoproj.io/v1alpha1' });
    assert.deepEqual(owner(replica, [rollout]), {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      name: 'web',
    });
  });

  test('a circle of owners ends', () => {
    const one = make.workload('Widget', 'a', { owners: [make.owned('Widget', 'b')] });
    const other = make.workload('Widget', 'b', { owners: [make.owned('Widget', 'a')] });
    assert.equal(owner(make.pod({ owners: [make.owned('Widget', 'a')] }), [one, other]).kind, 'Widget');
  });

  test('a namesake in another namespace is another object', () => {
    const elsewhere = { ...replicaSet, namespace: 'other', owners: [make.owned('Deployment', 'imposter')] };
    assert.equal(owner(replica, [elsewhere]).name, 'web');
  });
});

suite('who manages it', () => {
  test("the owner's own marks", () => {
    const helm = { ...deployment, marks: { helmRelease: 'shop' } };
    assert.equal(owner(replica, [replicaSet, helm]).managedBy, 'Helm/shop');
  });

  test('else those of what it made, down to the pod', () => {
    const marked = { ...replicaSet, marks: { argoApplication: 'shop' } };
    assert.equal(owner(replica, [marked, deployment]).managedBy, 'ArgoCD/shop');
    assert.equal(owner({ ...replica, marks: { helmRelease: 'web' } }).managedBy, 'Helm/web');
    assert.equal(owner(replica, [replicaSet, deployment]).managedBy, undefined);
  });

  test('Flux and Argo CD before the Helm labels that a chart leaves on what they render', () => {
    const marks = { helmRelease: 'web', argoApplication: 'shop', fluxSource: 'Kustomization/apps' };
    assert.equal(owner({ ...replica, marks }).managedBy, 'Flux/Kustomization/apps');
    assert.equal(
      owner({ ...replica, marks: { helmRelease: 'web', argoApplication: 'shop' } }).managedBy,
      'ArgoCD/shop',
    );
  });
});
