import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type ApiServer, startApiServer } from '../../../src/sandbox/api-server/api-server.ts';
import { mergePatch, strategicPatch } from '../../../src/sandbox/api-server/writing/merge-patch.ts';
import { jsonPatch } from '../../../src/sandbox/api-server/writing/json-patch.ts';
import { ask, type Json, pod } from '../ask.ts';

const PODS = '/api/v1/namespaces/shop/pods';
const spec = { containers: [{ name: 'app', image: 'registry.example.com/app:1' }] };

interface Made {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: Json & { readonly containers: readonly Json[] };
}

suite('writing', () => {
  let server: ApiServer;

  before(async () => {
    server = await startApiServer({
      objects: [
        pod('web'),
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: 'default', namespace: 'shop' },
          imagePullSecrets: [{ name: 'regcred' }],
        },
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: 'bare', namespace: 'shop' },
          automountServiceAccountToken: false,
        },
      ],
    });
  });

  after(() => server.close());

  const post = async (body: object, query = ''): Promise<Made> => {
    const reply = await ask(server, PODS + query, { method: 'POST', body });
    assert.equal(reply.status, 201, reply.text);
    return reply.json as unknown as Made;
  };

  test('a pod gets the pull secrets of its service account, unless it has its own', async () => {
    const { spec: given } = await post({ metadata: { name: 'a' }, spec });
    assert.deepEqual(given['imagePullSecrets'], [{ name: 'regcred' }]);
    assert.equal(given['serviceAccountName'], 'default');
    assert.equal(given.containers[0]?.['imagePullPolicy'], 'IfNotPresent');
    const own = await post({
      metadata: { name: 'b' },
      spec: { ...spec, imagePullSecrets: [{ name: 'own' }] },
    });
    assert.deepEqual(own.spec['imagePullSecrets'], [{ name: 'own' }]);
    const bare = await post({ metadata: { name: 'c' }, spec: { ...spec, serviceAccountName: 'bare' } });
    assert.equal(bare.spec['imagePullSecrets'], undefined);
    assert.equal(bare.spec['volumes'], undefined);
  });

  test('the policy follows the tag', async () => {
    const policyOf = async (name: string, image: string): Promise<unknown> => {
      const made = await post({ metadata: { name }, spec: { containers: [{ name: 'app', image }] } });
      return made.spec.containers[0]?.['imagePullPolicy'];
    };
    assert.equal(await policyOf('p1', 'host:5000/app'), 'Always');
    assert.equal(await policyOf('p2', 'app:latest'), 'Always');
    assert.equal(await policyOf('p3', 'app:1'), 'IfNotPresent');
    assert.equal(await policyOf('p4', `app@sha256:${'0'.repeat(64)}`), 'IfNotPresent');
  });

  test('generateName makes names that do not collide', async () => {
    const made = [
      await post({ metadata: { generateName: 'gen-' }, spec }),
      await post({ metadata: { generateName: 'gen-' }, spec }),
    ];
    const [one, two] = made.map(({ metadata }) => metadata.name);
    assert.match(one ?? '', /^gen-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    assert.notEqual(one, two);
  });

  test('a dry run answers and keeps nothing', async () => {
    await post({ metadata: { name: 'dry' }, spec }, '?dryRun=All');
    assert.equal(server.find('Pod', 'dry', 'shop'), undefined);
  });

  test('a pod is answered as it went, other kinds with a Status', async () => {
    await post({ metadata: { name: 'gone' }, spec });
    const deleted = await ask(server, `${PODS}/gone`, { method: 'DELETE' });
    assert.equal(deleted.json['kind'], 'Pod');
    assert.equal(server.find('Pod', 'gone', 'shop'), undefined);
    server.apply({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd', namespace: 'shop', uid: 'u' },
    });
    const { json } = await ask(server, '/apis/apps/v1/namespaces/shop/deployments/d', {
      method: 'DELETE',
      body: {},
    });
    assert.equal(json['status'], 'Success');
    assert.deepEqual(json['details'], { name: 'd', group: 'apps', kind: 'deployments', uid: 'u' });
  });

  test('a patch changes what it names, counts generations and knows what is fixed', async () => {
    const path = `${PODS}/web`;
    const patch = (body: unknown, kind: string) =>
      ask(server, path, { method: 'PATCH', body, contentType: `application/${kind}-patch+json` });
    const image = 'registry.example.com/app:2';
    const changed = await patch({ spec: { containers: [{ name: 'app', image }] } }, 'strategic-merge');
    assert.equal(changed.status, 200, changed.text);
    assert.equal((changed.json as unknown as Made).spec.containers[0]?.['image'], image);
    const again = await patch({ spec: { containers: [{ name: 'app', image }] } }, 'strategic-merge');
    assert.deepEqual(again.json, changed.json);
    const fixed = await patch({ spec: { nodeName: 'other' } }, 'merge');
    assert.equal(fixed.status, 422);
    assert.match(
      String(fixed.json['message']),
      /^Pod "web" is invalid: spec: Forbidden: pod updates may not change/,
    );
    const label = await patch([{ op: 'add', path: '/metadata/labels/a~1b', value: 'c' }], 'json');
    assert.equal(label.status, 200, label.text);
    assert.equal((label.json['metadata'] as { labels: Json }).labels['a/b'], 'c');
  });

  test('logs of what never started say why', async () => {
    const waiting = {
      containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ImagePullBackOff' } } }],
    };
    server.apply(pod('stuck', { spec: { nodeName: 'n1' }, status: waiting }));
    const { status, json } = await ask(server, `${PODS}/stuck/log`);
    assert.equal(status, 400);
    assert.equal(
      json['message'],
      'container "app" in pod "stuck" is waiting to start: trying and failing to pull image',
    );
  });
});

test('merge patches follow RFC 7386', () => {
  const target = { a: 1, b: { c: 2, d: 3 }, e: [1] };
  assert.deepEqual(mergePatch(target, { a: null, b: { c: 9 }, e: [2] }), { b: { c: 9, d: 3 }, e: [2] });
  assert.deepEqual(mergePatch('text', { a: { b: null } }), { a: {} });
});

test('strategic patches merge lists by their keys', () => {
  const target = {
    containers: [{ name: 'a', image: '1', args: ['x'] }, { name: 'b' }],
    imagePullSecrets: [{ name: 's' }],
  };
  const patch = {
    containers: [{ name: 'a', image: '2' }, { name: 'b', $patch: 'delete' }, { name: 'c' }],
    imagePullSecrets: [{ name: 't' }],
    '$setElementOrder/containers': [{ name: 'a' }, { name: 'c' }],
  };
  assert.deepEqual(strategicPatch(target, patch), {
    containers: [{ name: 'a', image: '2', args: ['x'] }, { name: 'c' }],
    imagePullSecrets: [{ name: 's' }, { name: 't' }],
  });
  assert.deepEqual(strategicPatch({ a: { b: 1 } }, { a: { c: 2, $patch: 'replace' } }), { a: { c: 2 } });
});

test('JSON patches apply in order and leave the original alone', () => {
  const target = { list: ['a'], gone: 1 };
  const patch = [
    { op: 'test', path: '/list/0', value: 'a' },
    { op: 'add', path: '/list/-', value: 'b' },
    { op: 'add', path: '/list/0', value: 'z' },
    { op: 'replace', path: '/list/1', value: 'y' },
    { op: 'remove', path: '/gone' },
  ];
  assert.deepEqual(jsonPatch(target, patch), { list: ['z', 'y', 'b'] });
  assert.deepEqual(target, { list: ['a'], gone: 1 });
  assert.throws(() => jsonPatch(target, [{ op: 'test', path: '/gone', value: 2 }]), /does not apply: \/gone/);
  assert.throws(() => jsonPatch(target, [{ op: 'remove', path: '/nix' }]), /does not apply: \/nix/);
});
