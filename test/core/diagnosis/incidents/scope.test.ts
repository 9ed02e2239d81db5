import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { Finding } from '../../../../src/core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import * as make from '../builders.ts';

function only(pods: readonly PodEvidence[], more: Partial<ClusterEvidence> = {}): Finding {
  const { findings } = diagnose(make.evidence({ pods, ...more }));
  const [finding] = findings;
  assert.ok(finding !== undefined && findings.length === 1);
  return finding;
}

const HOST = 'registry.example.com';
const down = make.stuck(make.backOff(make.refused()), { name: 'down', nodeName: 'node-1' });
const missing = make.stuck(make.backOff(make.notFound()), { name: 'missing', nodeName: 'node-1' });
const denied = make.stuck(make.backOff(make.noCredentials()), { name: 'denied' });

function running(name: string, nodeName: string, image: string = make.IMAGE): PodEvidence {
  return make.pod({ name, nodeName, containers: [make.container({ image })] });
}

suite('the scope', () => {
  test('of a host that fails on several nodes is the registry', () => {
    const { scope } = only([down, { ...down, name: 'too', uid: 'too', nodeName: 'node-2' }]);
    assert.deepEqual(scope, { kind: 'registry', name: HOST, why: 'fails on 2 nodes' });
  });

  test('says nothing where there is nothing beside it', () => {
    assert.deepEqual(only([down]).scope, { kind: 'registry', name: HOST });
  });

  test('stays the registry where others only run: they may have it in their cache', () => {
    const { scope } = only([
      down,
      running('a', 'node-2', `${HOST}/other:1`),
      running('b', 'node-3', `${HOST}/other:1`),
    ]);
    assert.deepEqual(scope, {
      kind: 'registry',
      name: HOST,
      why: `fails on node-1; images of ${HOST} run on 2 other nodes`,
    });
  });

  test('is the node where another one pulled from the host since', () => {
    const other = running('a', 'node-2', `${HOST}/other:1`);
    const events = [make.pulled(other, { last: make.at(-20) }, `${HOST}/other:1`)];
    const { scope, evidence } = only([down, other], { events });
    assert.deepEqual([scope.kind, scope.name], ['node', 'node-1']);
    assert.equal(
      scope.why,
      `it is the node: fails on node-1; images of ${HOST} run on 1 other node; node-2 pulled an image of ${HOST} at 11:59:40`,
    );
    assert.deepEqual(evidence.at(-1), { witness: 'peers', says: scope.why, supports: true });
  });

  test('is not the node where the image was only present, or pulled before the failure', () => {
    const other = running('a', 'node-2');
    const present = make.event(
      other,
      'Pulled',
      `Container image "${make.IMAGE}" already present on machine`,
      { last: make.at(-20) },
    );
    const before = make.pulled(other, { last: make.at(-9000) });
    for (const events of [[present], [before]])
      assert.equal(only([down, other], { events }).scope.kind, 'registry');
  });

  test('of the same host that answered on the same node since is in doubt', () => {
    const other = running('a', 'node-1', `${HOST}/other:1`);
    const events = [make.pulled(other, { last: make.at(-20) }, `${HOST}/other:1`)];
    const { scope, evidence } = only([down, other], { events });
    assert.equal(scope.kind, 'registry');
    assert.equal(evidence.find(({ witness }) => witness === 'peers')?.supports, false);
  });

  test('of an image is the image, with where it runs', () => {
    const { scope } = only([missing, running('a', 'node-2'), running('b', 'node-2'), running('c', 'node-3')]);
    assert.deepEqual(scope, {
      kind: 'image',
      name: make.IMAGE,
      why: 'fails on node-1; the same image runs on 2 other nodes',
    });
  });

  test('of an image that another node pulled since is the node', () => {
    const other = running('a', 'node-2');
    assert.equal(
      only([missing, other], { events: [make.pulled(other, { last: make.at(-20) })] }).scope.kind,
      'node',
    );
  });

  test('of an image is the image alone where its node pulled others of the registry since', () => {
    const other = running('a', 'node-1', `${HOST}/other:1`);
    const events = [make.pulled(other, { last: make.at(-20) }, `${HOST}/other:1`)];
    assert.equal(
      only([missing, other], { events }).scope.why,
      `it is the image: fails on node-1; node-1 pulled 1 other image of ${HOST} since`,
    );
  });

  test('of a host is the registry alone where its nodes pulled from others since', () => {
    const other = running('a', 'node-1', 'quay.io/acme/tool:1');
    const events = [make.pulled(other, { last: make.at(-20) }, 'quay.io/acme/tool:1')];
    assert.equal(
      only([down, other], { events }).scope.why,
      'it is the registry: fails on node-1; node-1 pulled 1 image of other registries since',
    );
  });

  test('counts nodes that have the image in store', () => {
    const nodes = [make.node('node-1'), make.node('node-2', { images: [make.IMAGE] })];
    assert.equal(only([missing], { nodes }).scope.why, 'fails on node-1; 1 further node has it in store');
  });

  test('of a full disk is the node', () => {
    const full = make.stuck(make.backOff(make.diskFull()));
    const { scope } = only([full]);
    assert.deepEqual([scope.kind, scope.name], ['node', 'node-1']);
  });

  test('of access is the one secret, else the namespace', () => {
    assert.deepEqual(only([{ ...denied, imagePullSecrets: ['regcred'] }]).scope, {
      kind: 'secret',
      name: 'shop/regcred',
    });
    assert.deepEqual(only([denied]).scope, { kind: 'namespace', name: 'shop' });
    assert.equal(only([{ ...denied, imagePullSecrets: ['one', 'two'] }]).scope.kind, 'namespace');
  });
});
