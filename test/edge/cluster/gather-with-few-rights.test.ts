import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import type { AccessRule } from '../../../src/sandbox/api-server/api-server-options.ts';
import { gather, spots, type Gathered } from './gathered.ts';
import { rulesOf } from './live-cluster.ts';
import * as shop from './shop-objects.ts';

suite('who may see little', () => {
  const everything = rulesOf({ depths: ['secrets', 'nodes'], namespace: 'shop' });
  const without = (resource: string): readonly AccessRule[] =>
    everything.map((rule) => ({ ...rule, resources: rule.resources.filter((one) => one !== resource) }));
  const objects = [
    ...shop.shopObjects(shop.noCredentials()),
    shop.pod({ name: 'api', image: shop.BROKEN, says: shop.noCredentials(), secrets: ['regcred'] }),
  ];
  const seen = (t: TestContext, rules: readonly AccessRule[]): Promise<Gathered> =>
    gather(t, objects, { namespace: 'shop' }, { rules });

  test('sees all that a namespace has with the roles of rbac, and not a blind spot', async (t) => {
    const gathered = await gather(
      t,
      [...objects, shop.secret('regcred', { auths: {} })],
      { namespace: 'shop' },
      { rules: everything },
    );
    assert.deepEqual(spots(gathered), []);
  });

  for (const [resource, what, grant] of [
    [
      'secrets',
      'secrets in namespace shop',
      'pulldoctor rbac --secrets -n shop --for user:dev | kubectl apply -f -',
    ],
    ['nodes', 'nodes', 'pulldoctor rbac --nodes -n shop --for user:dev | kubectl apply -f -'],
    ['events', 'events in namespace shop', 'pulldoctor rbac -n shop --for user:dev | kubectl apply -f -'],
    [
      'serviceaccounts',
      'serviceaccounts in namespace shop',
      'pulldoctor rbac -n shop --for user:dev | kubectl apply -f -',
    ],
    [
      'replicasets',
      'replicasets in namespace shop',
      'pulldoctor rbac -n shop --for user:dev | kubectl apply -f -',
    ],
  ] as const) {
    test(`without ${resource} is told of that one thing, and what grants it`, async (t) => {
      const { diagnosis } = await seen(t, without(resource));
      assert.deepEqual(
        diagnosis.blindSpots.map((spot) => [spot.what, spot.grant, spot.hidesTarget]),
        [[what, grant, undefined]],
      );
      assert.ok(diagnosis.blindSpots.every(({ why }) => why.startsWith('forbidden for user "dev"')));
      assert.equal(
        diagnosis.findings.flatMap((finding) => finding.pulls).length,
        2,
        'the pulls are found all the same',
      );
    });
  }

  test('without pods has seen nothing', async (t) => {
    const gathered = await seen(t, without('pods'));
    assert.deepEqual(spots(gathered), [
      '! pods: forbidden for user "dev" in namespace shop. Nothing was looked at.',
    ]);
    const everywhere = await gather(t, objects, {}, { rules: everything });
    assert.deepEqual(everywhere.diagnosis.blindSpots, [
      {
        what: 'pods',
        why: 'forbidden for user "dev" at cluster scope. Nothing was looked at.',
        grant: 'try one namespace: pulldoctor -n NAME, or ask for: pulldoctor rbac -A',
        hidesTarget: true,
      },
    ]);
  });

  test('is told of a named target that may not be seen, and not that it is not there', async (t) => {
    const pod = await gather(
      t,
      objects,
      { namespace: 'shop', targets: [{ kind: 'Pod', name: 'api' }] },
      { rules: without('pods') },
    );
    assert.deepEqual(spots(pod), ['! pod/api in namespace shop: forbidden for user "dev"']);
    const workload = await gather(
      t,
      objects,
      { namespace: 'shop', targets: [{ kind: 'Deployment', name: 'web' }] },
      { rules: without('pods') },
    );
    assert.deepEqual(spots(workload), [
      '! pods of deployment/web in namespace shop: forbidden for user "dev"',
    ]);
  });
});
