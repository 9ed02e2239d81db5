import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { connectCluster } from '../../../src/edge/cluster/connect.ts';
import type { ConnectOptions } from '../../../src/edge/cluster/connect-options.ts';
import { gatherFromCluster } from '../../../src/edge/cluster/gather/gather-from-cluster.ts';
import type { LiveRequest } from '../../../src/edge/cluster/gather/live-request.ts';
import { listObjects } from '../../../src/edge/cluster/gather/list-objects.ts';
import { gather } from './gathered.ts';
import { liveCluster, rulesOf } from './live-cluster.ts';
import { refused } from './played-client.ts';
import { scriptedClient, type Script } from './scripted-client.ts';
import * as shop from './shop-objects.ts';

const ASKED: LiveRequest = { targets: [], secrets: 'read', now: () => shop.NOW, namespace: 'shop' };

async function seen(script: Script, request: Partial<LiveRequest> = {}): Promise<readonly string[]> {
  const { evidence } = await gatherFromCluster(scriptedClient(script), { ...ASKED, ...request });
  return evidence.blindSpots.map(
    ({ what, why, hidesTarget }) => `${hidesTarget === true ? '! ' : ''}${what}: ${why}`,
  );
}

suite('an answer of the API server', () => {
  for (const items of [5, 'x', {}, [5], [null], [{ metadata: {} }, 'x']])
    test(`with ${JSON.stringify(items)} for its items is no list, and not an empty namespace`, async () => {
      const spots = await seen(({ path }) => ({ value: path.endsWith('/pods') ? { items } : { items: [] } }));
      assert.deepEqual(spots, [
        '! pods in namespace shop: the answer is no list of the Kubernetes API. Nothing was looked at.',
      ]);
    });

  test('with null for its items is an empty list', async () => {
    assert.deepEqual(await seen(() => ({ value: { items: null } })), []);
  });

  test('of 400 is about the selector where there is one, which is named', async () => {
    const script: Script = () => refused(400, "400 Bad Request: found ','");
    for (const [request, words] of [
      [{ selector: ',' }, '-l ","'],
      [{ fieldSelector: 'foo' }, '--field-selector "foo"'],
      [{ selector: 'a=b', fieldSelector: 'foo' }, '-l "a=b" or --field-selector "foo"'],
    ] as const)
      await assert.rejects(seen(script, request), {
        name: 'UserError',
        message: `the API server does not understand ${words}: 400 Bad Request: found ','`,
      });
  });

  test('of 400 to a good question is a target that could not be judged', async () => {
    const spots = await seen(() => refused(400, '400 Bad Request'));
    assert.deepEqual(spots, ['! pods in namespace shop: 400 Bad Request. Nothing was looked at.']);
  });

  test('that is too long is measured in words', async () => {
    const long = (largestPage: number): Promise<unknown> =>
      listObjects(
        scriptedClient(() => ({ value: `{"items":[],"x":"${'y'.repeat(largestPage)}"}` }), 1 << 20),
        {
          path: '/x',
          limit: 1,
          largestPage,
          take: () => undefined,
        },
      );
    const failed = (says: string): unknown => ({
      is: 'failed',
      failure: { kind: 'too-large', says },
      pages: 0,
    });
    assert.deepEqual(await long(1 << 20), failed('one page is of over 1 MiB'));
    assert.deepEqual(await long(1000), failed('one page is of over 1000 bytes'));
  });
});

suite('a name that is a way', () => {
  test('is asked of nobody', async (t) => {
    const { client, asked } = await liveCluster(t, shop.shopObjects());
    for (const path of ['/api/v1/namespaces/shop/pods/..', '/api/v1/namespaces/./pods', '/../x']) {
      const answer = await client.fetch({ path });
      assert.equal(answer.ok ? undefined : answer.failure.status, 404, path);
    }
    assert.deepEqual(asked(), []);
    assert.equal((await client.fetch({ path: '/api/v1/namespaces/shop/pods/..x' })).ok, false);
    assert.deepEqual(asked(), ['get pods/..x']);
  });
});

suite('pods of other namespaces', () => {
  test('are a nicety for whoever has every right in their own', async (t) => {
    const rules = rulesOf({ depths: ['secrets', 'nodes'], namespace: 'shop' });
    const { reading } = await gather(t, shop.shopObjects(), { namespace: 'shop' }, { rules });
    const { evidence } = await reading.look([{ is: 'node-pods', node: 'node-1' }, { is: 'recent-pulls' }]);
    assert.deepEqual(
      evidence.blindSpots.map(({ what, nicety }) => [what.replace(/ on .*/u, ''), nicety]),
      [
        ['pods of other namespaces', true],
        ['pulls of other namespaces', true],
      ],
    );
  });
});

suite('words about a login', () => {
  test('name the token of --token, and not the user that it stands in for', async (t) => {
    const { kubeconfig } = await liveCluster(t, [], { rules: [] });
    const asked = async (options: Partial<ConnectOptions>): Promise<string> => {
      const { client } = await connectCluster({ kubeconfig, env: {}, stdinIsTerminal: false, ...options });
      t.after(() => client.close());
      const answer = await client.fetch({ path: '/api/v1/pods' });
      return answer.ok ? '' : answer.failure.says;
    };
    assert.match(await asked({ token: 'wrong' }), /does not accept the token of --token$/u);
    assert.match(
      await asked({ token: 'wr\u0001ng' }),
      /^the token of --token has a character that no header can carry$/u,
    );
  });

  test('send to saved objects only whoever can read them', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-none-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const options = { env: { HOME: folder }, stdinIsTerminal: false, serviceAccountFolder: folder };
    await assert.rejects(connectCluster(options), /set KUBECONFIG$/u);
    await assert.rejects(
      connectCluster({ ...options, readsFiles: true }),
      /set KUBECONFIG, or read saved objects with -f PATH$/u,
    );
  });
});
