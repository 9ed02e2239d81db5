import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject } from '../../../../src/core/evidence/objects/json-value.ts';
import type { LiveRequest } from '../../../../src/edge/cluster/gather/live-request.ts';
import { gather, spots, type Gathered } from '../gathered.ts';
import * as shop from '../shop-objects.ts';

const NEW_POD = `${shop.NEW_SET}-x2x7k`;

suite('named targets', () => {
  const target = (kind: string | undefined, name: string): Partial<LiveRequest> => ({
    namespace: 'shop',
    targets: [{ name, ...(kind !== undefined && { kind }) }],
  });
  const pulls = ({ diagnosis }: Gathered): readonly string[] =>
    diagnosis.findings.flatMap((finding) => finding.pulls.map(({ pod }) => pod));

  test('a pod is read with its own events only', async (t) => {
    const gathered = await gather(t, shop.shopObjects(), target('Pod', NEW_POD));
    assert.deepEqual(pulls(gathered), [NEW_POD]);
    assert.ok(
      gathered.server.requests.some(
        ({ query }) => query['fieldSelector'] === `involvedObject.name=${NEW_POD}`,
      ),
    );
    assert.ok(!gathered.asked().includes('list pods') || gathered.asked().includes('get deployments/web'));
    assert.deepEqual(gathered.diagnosis.looked.pods, 1);
  });

  for (const [kind, name] of [
    ['Deployment', 'web'],
    ['ReplicaSet', shop.NEW_SET],
    [undefined, 'web'],
    [undefined, NEW_POD],
  ] as const) {
    test(`${kind ?? 'a bare name'} ${name} finds the failing pod`, async (t) => {
      const gathered = await gather(t, shop.shopObjects(), target(kind, name));
      assert.deepEqual(pulls(gathered), [NEW_POD]);
      assert.deepEqual(spots(gathered), []);
    });
  }

  test('a CronJob finds the pods of its jobs', async (t) => {
    const owner = (kind: string, name: string): JsonObject => ({
      apiVersion: 'batch/v1',
      kind,
      name,
      uid: `uid-${name}`,
      controller: true,
    });
    const template = { spec: { containers: [{ name: 'app', image: shop.BROKEN }] } };
    const objects: readonly JsonObject[] = [
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'report', namespace: 'shop', uid: 'uid-report' },
        spec: { jobTemplate: { spec: { template } } },
      },
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          name: 'report-29000000',
          namespace: 'shop',
          uid: 'uid-report-29000000',
          ownerReferences: [owner('CronJob', 'report')],
        },
        spec: { template },
      },
      shop.pod({
        name: 'report-29000000-abcde',
        image: shop.BROKEN,
        says: shop.notFound(),
        labels: { 'job-name': 'report-29000000' },
        owner: owner('Job', 'report-29000000'),
      }),
    ];
    const gathered = await gather(t, objects, target('CronJob', 'report'));
    assert.deepEqual(pulls(gathered), ['report-29000000-abcde']);
    assert.equal(gathered.diagnosis.findings[0]?.pulls[0]?.owner.kind, 'CronJob');
  });

  test('a kind of a custom group is found by whom its pods belong to', async (t) => {
    const owner = {
      apiVersion: 'apps.example.com/v1',
      kind: 'Fleet',
      name: 'web',
      uid: 'u',
      controller: true,
    };
    const objects = [shop.pod({ name: 'web-0', image: shop.BROKEN, says: shop.notFound(), owner })];
    const gathered = await gather(t, objects, target('fleet', 'web'));
    gathered.server.takeSurprises();
    assert.deepEqual(pulls(gathered), ['web-0']);
  });

  test('in every namespace are found by name', async (t) => {
    const objects = ['shop', 'pay'].map((namespace) =>
      shop.pod({ name: 'web', namespace, image: shop.BROKEN, says: shop.notFound() }),
    );
    const gathered = await gather(t, objects, { targets: [{ kind: 'Pod', name: 'web' }] });
    assert.deepEqual(pulls(gathered), ['web', 'web']);
  });

  test('that are not there are said, each', async (t) => {
    const targets = [
      { kind: 'Pod', name: 'gone' },
      { kind: 'Deployment', name: 'gone' },
      { name: 'cache-0' },
    ];
    const gathered = await gather(t, shop.shopObjects(), { namespace: 'shop', targets });
    assert.deepEqual(spots(gathered), [
      '! pod/gone in namespace shop: not found',
      '! deployment/gone in namespace shop: not found',
    ]);
  });
});
