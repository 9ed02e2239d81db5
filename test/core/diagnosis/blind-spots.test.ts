import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import type { BlindSpot } from '../../../src/core/evidence/observed.ts';
import type { PodEvidence } from '../../../src/core/evidence/objects/pod.ts';
import * as make from './builders.ts';

function spots(pods: readonly PodEvidence[], more: Partial<ClusterEvidence> = {}): readonly BlindSpot[] {
  return diagnose(make.evidence({ pods, ...more })).blindSpots;
}

const failing = make.stuck(make.backOff(make.notFound()));

suite('what was not seen', () => {
  test('nothing, where everything that matters was', () => assert.deepEqual(spots([failing]), []));

  test('is not missed where nothing fails', () => {
    assert.deepEqual(
      spots([make.pod({ imagePullSecrets: ['regcred'], owners: [make.owned('ReplicaSet', 'x')] })], {
        nodes: [],
      }),
      [],
    );
  });

  test('what the readers could not see is passed on', () => {
    const spot = { what: 'events', why: 'not in the dump' };
    assert.deepEqual(spots([failing], { blindSpots: [spot] }), [spot]);
  });

  test('nodes', () => {
    const pods = [failing, { ...failing, name: 'other', uid: 'other', nodeName: 'node-2' }];
    assert.deepEqual(
      spots([failing], { nodes: [] }).map(({ what }) => what),
      ['node node-1'],
    );
    assert.deepEqual(
      spots(pods, { nodes: [] }).map(({ what }) => what),
      ['2 nodes (node-1, node-2)'],
    );
    assert.deepEqual(
      spots(pods, { nodes: [], blindSpots: [{ what: 'nodes', why: '403' }] }).map(({ what }) => what),
      ['nodes'],
      'said once',
    );
  });

  test('events that have expired', () => {
    const silent = make.stuck(make.silentBackOff());
    const [spot] = spots([silent]);
    assert.match(spot?.what ?? '', /the cause of 1 back-off in namespace shop \(web-1\)/u);
    assert.match(spot?.why ?? '', /expired/u);
    assert.match(spots([silent], { looked: ['Pod'] })[0]?.why ?? '', /no events were looked at/u);
  });

  test('secrets that would settle why access failed', () => {
    const denied = make.stuck(make.backOff(make.noCredentials()), { imagePullSecrets: ['regcred'] });
    assert.deepEqual(
      spots([denied]).map(({ what, grant }) => [what, grant]),
      [['secret shop/regcred', 'kubectl -n shop get secrets regcred']],
    );
    assert.deepEqual(spots([denied], { secrets: [make.secret('regcred')] }), []);
    const two = { ...denied, imagePullSecrets: ['regcred', 'other'] };
    assert.deepEqual(
      spots([two]).map(({ what }) => what),
      ['2 secrets (shop/other, shop/regcred)'],
    );
    const absent = make.event(
      denied,
      'FailedToRetrieveImagePullSecret',
      'Unable to retrieve some image pull secrets (regcred); x',
      { container: '' },
    );
    assert.deepEqual(spots([denied], { events: [absent] }), [], 'the kubelet told all there is');
    assert.deepEqual(
      spots([{ ...failing, imagePullSecrets: ['regcred'] }]),
      [],
      'access is not the question',
    );
  });

  test('owners, and what was inferred without them', () => {
    const replica = { ...failing, owners: [make.owned('ReplicaSet', 'web-7d9f8c6b5')] };
    const [spot] = spots([replica]);
    assert.deepEqual(
      [spot?.what, spot?.why],
      [
        'ReplicaSet shop/web-7d9f8c6b5',
        'not in the files read; its owner Deployment/web is told from the name only',
      ],
    );
    const many = ['a', 'b', 'c', 'd'].map((name) => ({
      ...failing,
      name,
      uid: name,
      owners: [make.owned('DaemonSet', name)],
    }));
    assert.deepEqual(
      spots(many).map(({ what }) => what),
      ['4 owners (DaemonSet shop/a, DaemonSet shop/b, DaemonSet shop/c and 1 more)'],
    );
    assert.deepEqual(spots([{ ...failing, owners: [make.owned('Node', 'node-1', 'v1')] }]), []);
  });
});
