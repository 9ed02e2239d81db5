import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import type { JsonObject } from '../../../../src/core/evidence/objects/json-value.ts';
import type { LiveRequest } from '../../../../src/edge/cluster/gather/live-request.ts';
import type { ApiServerOptions } from '../../../../src/sandbox/api-server/api-server-options.ts';
import { gather, spots } from '../gathered.ts';
import { rulesOf } from '../live-cluster.ts';
import * as shop from '../shop-objects.ts';

const NEW_POD = `${shop.NEW_SET}-x2x7k`;

suite('a namespace', () => {
  test('is read with one list of pods and one of events, and what stands around the failing pod', async (t) => {
    const gathered = await gather(t, shop.shopObjects(), { namespace: 'shop' });
    assert.deepEqual(gathered.asked(), [
      'get deployments/web',
      'get nodes/node-1',
      `get replicasets/${shop.NEW_SET}`,
      'get serviceaccounts/default',
      'list events',
      'list pods',
      'list replicasets',
    ]);
    assert.deepEqual(gathered.diagnosis.looked, { namespaces: 1, pods: 3 });
    assert.deepEqual(spots(gathered), []);
    const [finding, ...others] = gathered.diagnosis.findings;
    assert.equal(others.length, 0);
    assert.deepEqual(
      finding?.pulls.map(({ pod, owner }) => [pod, owner.kind, owner.name]),
      [[NEW_POD, 'Deployment', 'web']],
    );
    assert.deepEqual(
      finding?.revisions?.map(({ serving, failing }) => [serving.revision, failing.revision]),
      [[1, 2]],
    );
  });

  test('where nothing fails costs two requests', async (t) => {
    const { asked, diagnosis } = await gather(t, [shop.pod({ name: 'cache-0' })], { namespace: 'shop' });
    assert.deepEqual(asked(), ['list events', 'list pods']);
    assert.deepEqual(diagnosis.looked, { namespaces: 1, pods: 1 });
  });

  test('has every kind of hidden failure found', async (t) => {
    const broken = shop.pod({ name: 'a', image: shop.BROKEN, says: shop.notFound() });
    const status = { ...(broken['status'] as JsonObject) };
    const [waiting] = status['containerStatuses'] as readonly JsonObject[];
    const crashing = {
      name: 'first',
      image: 'docker.io/library/redis:8',
      imageID: 'x',
      ready: false,
      restartCount: 9,
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
    };
    const spec = broken['spec'] as JsonObject;
    const [app] = spec['containers'] as readonly JsonObject[];
    const named = (name: string, more: JsonObject, statuses: JsonObject, phase = 'Running'): JsonObject => ({
      ...broken,
      metadata: { name, namespace: 'shop', uid: `uid-${name}` },
      spec: { ...spec, ...more },
      status: { phase, ...statuses },
    });
    const first = { name: 'first', image: 'docker.io/library/redis:8' };
    const { diagnosis } = await gather(
      t,
      [
        named('behind-a-crash', { containers: [first, app] }, { containerStatuses: [crashing, waiting] }),
        named(
          'init',
          { initContainers: [app], containers: [first] },
          { initContainerStatuses: [waiting] },
          'Pending',
        ),
        named(
          'ephemeral',
          { containers: [first], ephemeralContainers: [app] },
          {
            containerStatuses: [{ ...crashing, ready: true, state: { running: {} } }],
            ephemeralContainerStatuses: [waiting],
          },
        ),
        named(
          'event-only',
          {},
          { containerStatuses: [{ ...waiting, state: { waiting: { reason: 'ContainerCreating' } } }] },
          'Pending',
        ),
        shop.event('event-only', 'Failed', `Failed to pull image "${shop.BROKEN}": ${shop.notFound()}`),
      ],
      { namespace: 'shop' },
    );
    const pods = diagnosis.findings.flatMap(({ pulls }) => pulls.map(({ pod }) => pod));
    assert.deepEqual(pods.toSorted(), ['behind-a-crash', 'ephemeral', 'event-only', 'init']);
  });

  test('that does not exist is said not to; one that is empty is empty', async (t) => {
    assert.deepEqual(spots(await gather(t, [], { namespace: 'shpo' })), [
      '! namespace shpo: there is none of that name',
    ]);
    const empty = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'empty' } };
    assert.deepEqual(spots(await gather(t, [empty], { namespace: 'empty' })), []);
    const rules = rulesOf({ depths: [], namespace: 'shop' });
    assert.deepEqual(
      spots(await gather(t, [], { namespace: 'shop' }, { rules })),
      [],
      'who may not ask is not told',
    );
  });

  test('is narrowed by labels and fields; a malformed selector is the wrong request', async (t) => {
    const objects = shop.shopObjects();
    const looked = async (request: Partial<LiveRequest>): Promise<number> =>
      (await gather(t, objects, { namespace: 'shop', ...request })).diagnosis.looked.pods;
    assert.equal(await looked({ selector: 'app=web' }), 2);
    assert.equal(await looked({ fieldSelector: 'spec.nodeName=node-2' }), 1);
    await assert.rejects(looked({ selector: 'a==b=c' }), { name: 'UserError', message: /400 Bad Request: / });
    await assert.rejects(looked({ fieldSelector: 'spec.image=x' }), {
      name: 'UserError',
      message: /not supported: spec\.image/,
    });
  });

  test('secrets are read by name, never listed, and only where that is wanted', async (t) => {
    const config = { auths: { 'registry.example.com': { username: 'ci', password: 'canary-password' } } };
    const objects = [
      shop.pod({ name: 'web', image: shop.BROKEN, says: shop.noCredentials(), secrets: ['regcred', 'gone'] }),
      shop.secret('regcred', config),
      shop.secret('other', config),
    ];
    const read = await gather(t, objects, { namespace: 'shop' });
    assert.deepEqual(
      read.asked().filter((line) => line.includes('secrets')),
      ['get secrets/gone', 'get secrets/regcred'],
    );
    assert.deepEqual(
      read.reading.pullSecrets.map(({ name }) => name),
      ['regcred'],
    );
    assert.ok(!JSON.stringify(read.reading).includes('canary-password'));
    assert.equal(read.diagnosis.findings[0]?.reason, 'secret-absent');
    const unread = await gather(t, objects, { namespace: 'shop', secrets: 'never' });
    assert.ok(unread.asked().every((line) => !line.includes('secrets')));
    assert.deepEqual(
      unread.diagnosis.blindSpots.filter(({ what }) => what.includes('secret')),
      [
        {
          what: '2 secrets (shop/gone, shop/regcred)',
          why: 'pull secrets were not read',
          grant: 'look again with --secrets=read',
        },
      ],
    );
    const beside = await gather(t, shop.shopObjects(), { namespace: 'shop', secrets: 'never' });
    assert.deepEqual(spots(beside), [], 'where secrets have no part in it, they are not missed');
  });
});

suite('an API server that fails', () => {
  const failing = async (
    t: TestContext,
    faults: NonNullable<ApiServerOptions['faults']>,
    objects = shop.shopObjects(),
  ) => gather(t, objects, { namespace: 'shop' }, { faults });

  test('while the pods are read has shown nothing', async (t) => {
    const gathered = await failing(t, [{ on: { resource: 'pods' }, does: { kind: 'bad-json' } }]);
    assert.match(spots(gathered).join('\n'), /^! pods in namespace shop: .*Nothing was looked at\.$/u);
  });

  test('on something around a failing pod leaves one blind spot', async (t) => {
    const gathered = await failing(t, [{ on: { resource: 'nodes' }, does: { kind: 'status', status: 500 } }]);
    assert.match(spots(gathered).join('\n'), /^nodes: 500 /u);
    assert.equal(gathered.diagnosis.findings.length, 1);
  });

  test('in the middle of many pods shows those before, and says that there are more', async (t) => {
    const many = Array.from({ length: 700 }, (_, at) => shop.pod({ name: `pod-${at}` }));
    const gathered = await failing(
      t,
      [{ on: { resource: 'pods' }, after: 1, does: { kind: 'status', status: 403 } }],
      many,
    );
    assert.equal(gathered.diagnosis.looked.pods, 500);
    assert.match(spots(gathered).join('\n'), /^! pods beyond the first 500: /u);
  });

  test('whose continue tokens expire is read once more from the start', async (t) => {
    const many = Array.from({ length: 1200 }, (_, at) => shop.pod({ name: `pod-${at}` }));
    const once = await failing(
      t,
      [{ on: { resource: 'pods' }, after: 1, times: 1, does: { kind: 'expire' } }],
      many,
    );
    assert.equal(once.diagnosis.looked.pods, 1200);
    assert.deepEqual(spots(once), []);
  });
});
