import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { lookKey } from '../../../../src/core/diagnosis/looks/look.ts';
import { nextLooks, type LookScope } from '../../../../src/core/diagnosis/looks/next-looks.ts';
import { widerLooks } from '../../../../src/core/diagnosis/looks/wider-looks.ts';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';
import * as make from '../builders.ts';

/** A live cluster of which only these things were read. */
function live(fields: Partial<ClusterEvidence>): ClusterEvidence {
  return make.evidence({ nodes: [], source: 'cluster', ...fields });
}

function keys(fields: Partial<ClusterEvidence>, scope: LookScope = { namespace: 'shop' }): readonly string[] {
  return nextLooks(live(fields), scope).map(lookKey);
}

const owners = [make.owned('ReplicaSet', 'web-7d9fcb45f8')];
const failing = make.stuck(make.backOff(make.notFound()), { owners });
const set = make.workload('ReplicaSet', 'web-7d9fcb45f8', { owners: [make.owned('Deployment', 'web')] });

suite('what to look at next', () => {
  test('nothing, where no pull fails', () => {
    assert.deepEqual(keys({ pods: [make.pod({ owners })] }), []);
    assert.deepEqual(keys({ pods: [make.stuck(make.waiting('CrashLoopBackOff', 'x'), { owners })] }), []);
  });

  test('the owner and whom its name tells, the node, and the service account of a pod without secrets', () => {
    assert.deepEqual(keys({ pods: [failing] }), [
      'object/ReplicaSet/shop/web-7d9fcb45f8',
      'object/Deployment/shop/web',
      'object/Node//node-1',
      'object/ServiceAccount/shop/default',
    ]);
    const [, deployment] = nextLooks(live({ pods: [failing] }), {});
    assert.ok(deployment?.is === 'object' && deployment.guessed === true, 'its absence would mean nothing');
  });

  test('the secrets a pod names, and not its service account', () => {
    const pods = [{ ...failing, owners: [], imagePullSecrets: ['regcred', 'hub'] }];
    assert.deepEqual(keys({ pods }).slice(1), ['object/Secret/shop/regcred', 'object/Secret/shop/hub']);
  });

  test('the secrets that the service account would give', () => {
    const serviceAccounts = [
      { namespace: 'shop', name: 'default', imagePullSecrets: ['late'], cloudIdentity: {} },
    ];
    assert.deepEqual(keys({ pods: [{ ...failing, owners: [] }], serviceAccounts }).slice(1), [
      'object/Secret/shop/late',
    ]);
  });

  test('no secrets of a static pod, whose owner is its node', () => {
    const pods = [{ ...failing, mirror: true, owners: [make.owned('Node', 'node-1', 'v1')] }];
    assert.deepEqual(keys({ pods }), ['object/Node//node-1']);
  });

  test('the revisions of a Deployment of which one still serves', () => {
    const deployment = make.workload('Deployment', 'web', {
      replicas: { desired: 3, current: 3, ready: 2, available: 2 },
    });
    assert.ok(keys({ pods: [failing], workloads: [set, deployment] }).includes('revisions/shop/web'));
    assert.ok(
      !keys({ pods: [failing], workloads: [set, make.workload('Deployment', 'web')] }).includes(
        'revisions/shop/web',
      ),
    );
  });

  test('the other replicas, where only one pod was named', () => {
    const replicas = { desired: 3, current: 3, ready: 0, available: 0 };
    const workloads = [{ ...set, owners: [], replicas }];
    const pods = [failing];
    const look = 'replicas/ReplicaSet/shop/web-7d9fcb45f8';
    assert.ok(
      keys({ pods, workloads }, { namespace: 'shop', targets: [{ kind: 'Pod', name: 'web-1' }] }).includes(
        look,
      ),
    );
    assert.ok(!keys({ pods, workloads }).includes(look), 'the namespace was read whole');
    const deployment = make.workload('Deployment', 'web', { replicas });
    const named: LookScope = { namespace: 'shop', targets: [{ kind: 'Pod', name: 'web-1' }] };
    const asked = keys({ pods, workloads: [{ ...set, replicas }, deployment] }, named);
    assert.deepEqual(
      asked.filter((key) => key.startsWith('replicas/')),
      ['replicas/Deployment/shop/web'],
      'its replica sets are in it',
    );
  });

  test('the workload whose pods were refused, and its owner', () => {
    const of = make.pod();
    const refused = {
      ...make.event(of, 'FailedCreate', 'exceeded quota'),
      object: { kind: 'ReplicaSet', namespace: 'shop', name: set.name, uid: set.uid, fieldPath: '' },
    };
    assert.deepEqual(keys({ events: [refused] }), [`object/ReplicaSet/shop/${set.name}`]);
    assert.deepEqual(keys({ events: [refused], workloads: [set] }), ['object/Deployment/shop/web']);
    assert.deepEqual(
      keys({ events: [refused] }, { targets: [{ name: 'web-1' }] }),
      [],
      'not where a pod was named',
    );
  });

  test('never what belongs to pods outside the scope', () => {
    assert.deepEqual(keys({ pods: [failing] }, { namespace: 'pay' }), []);
    assert.deepEqual(keys({ pods: [failing] }, { namespace: 'shop', targets: [{ name: 'other' }] }), []);
  });
});

suite('what to look at beyond the scope', () => {
  const wider = (evidence: ClusterEvidence, everywhere = false): readonly string[] =>
    widerLooks(diagnose(evidence), evidence, everywhere).map(lookKey);

  test('nothing, where the image itself is the trouble', () => {
    assert.deepEqual(wider(live({ pods: [failing] })), []);
  });

  test('the pods of the node and pulls that went well, where the way to the registry is the trouble', () => {
    const pods = [make.stuck(make.backOff(make.noSuchHost()))];
    assert.deepEqual(wider(live({ pods })), ['node-pods/node-1', 'recent-pulls']);
    assert.deepEqual(wider(live({ pods }), true), [], 'every namespace was read');
  });

  test('no more than three nodes', () => {
    const pods = [1, 2, 3, 4, 5].map((n) =>
      make.stuck(make.backOff(make.noSuchHost()), { name: `web-${n}`, nodeName: `node-${n}` }),
    );
    assert.equal(wider(live({ pods })).length, 4);
  });

  test('nodes that run the image, where the platform is the trouble', () => {
    const text = `failed to pull and unpack image "${make.IMAGE}": no match for platform in manifest: not found`;
    const pods = [make.stuck(make.backOff(text)), make.pod({ name: 'web-2', nodeName: 'node-arm' })];
    assert.deepEqual(wider(live({ pods }), true), ['object/Node//node-arm']);
  });
});
