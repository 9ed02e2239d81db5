import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import type { ApiFailure } from '../../../src/edge/cluster/api-client.ts';
import { watchObjects } from '../../../src/edge/cluster/watch-objects.ts';
import { liveCluster } from './live-cluster.ts';
import { HANGING, broken, playedClient, refused, type Script } from './played-client.ts';

const FAST = { retryFirst: 1, retryMost: 4, streamFor: 5_000, grace: 1_000 };
const PATH = '/api/v1/namespaces/shop/pods';
const LIST = { metadata: { resourceVersion: '7' }, items: [] };

function change(type: string, resourceVersion: string, name = 'web-1'): string {
  return `${JSON.stringify({ type, object: { metadata: { name, resourceVersion } } })}\n`;
}

interface Watched {
  readonly told: readonly string[];
  readonly ended: ApiFailure | undefined;
  readonly asked: readonly string[];
  /** `resourceVersion` of each watch. */
  readonly versions: readonly unknown[];
}

/** Plays a watch until `until` has been told so often. */
async function watched(script: Script, until: number, timing = FAST): Promise<Watched> {
  const ending = new AbortController();
  const told: string[] = [];
  const versions: unknown[] = [];
  const tell = (words: string): void => {
    told.push(words);
    if (told.length >= until) ending.abort();
  };
  const { client, asked } = playedClient((request, at) => {
    if (request.query?.['watch'] === true) versions.push(request.query['resourceVersion']);
    return script(request, at);
  });
  const ended = await watchObjects(client, {
    path: PATH,
    signal: ending.signal,
    onObject: (type) => tell(type),
    onGap: () => tell('gap'),
    onTrouble: ({ says }, retryIn) => tell(`${says} ${retryIn}`),
    timing,
  });
  return { told, ended, asked, versions };
}

/** Lists, and then gives the streams one after the other; the last one hangs. */
function streams(...bodies: readonly unknown[]): Script {
  let at = 0;
  return ({ query }) => (query?.['watch'] === true ? (bodies[at++] ?? [HANGING]) : LIST);
}

suite('watchObjects', () => {
  test('tells each change, and goes on where a stream ended', async () => {
    const { told, versions, asked } = await watched(
      streams([change('ADDED', '8'), change('MODIFIED', '9')], change('DELETED', '12')),
      4,
    );
    assert.deepEqual(told, ['gap', 'ADDED', 'MODIFIED', 'DELETED']);
    assert.deepEqual(versions, ['7', '9']);
    assert.equal(asked.length, 3);
  });

  test('reads changes whose bytes come in pieces, and bookmarks for their version', async () => {
    const text = change('ADDED', '8') + change('BOOKMARK', '20') + change('ADDED', '21', 'wéb');
    const bytes = [...text].map(String);
    const { told, versions } = await watched(streams(bytes, change('ADDED', '22')), 4);
    assert.deepEqual(told, ['gap', 'ADDED', 'ADDED', 'ADDED']);
    assert.deepEqual(versions, ['7', '21']);
  });

  for (const [how, gone] of [
    ['in the stream', `${JSON.stringify({ type: 'ERROR', object: { code: 410, reason: 'Expired' } })}\n`],
    ['as the answer', refused(410, 'too old resource version', 'Expired')],
  ] as const) {
    test(`begins anew when its version has expired, said ${how}`, async () => {
      const { told, versions } = await watched(streams(gone, change('ADDED', '8')), 3);
      assert.deepEqual(told, ['gap', 'gap', 'ADDED']);
      assert.deepEqual(versions, ['7', '7']);
    });
  }

  test('asks again after a while, each time a longer one', async () => {
    let asked = 0;
    const { told } = await watched(({ query }) => {
      if (query?.['watch'] !== true) return LIST;
      return asked++ < 4 ? broken('unreachable', 'away') : change('ADDED', '8');
    }, 6);
    assert.deepEqual(told, ['gap', 'away 1', 'away 2', 'away 4', 'away 4', 'ADDED']);
  });

  test('waits as long as the server asks for', async () => {
    const busy = { failure: { kind: 'status', status: 429, says: 'busy', retryAfter: 3 } };
    const { told } = await watched(streams(busy, change('ADDED', '8')), 3);
    assert.deepEqual(told, ['gap', 'busy 3', 'ADDED']);
  });

  test('gives a dead stream up', async () => {
    const { told, versions } = await watched(streams([HANGING], change('ADDED', '8')), 2, {
      ...FAST,
      streamFor: 5,
      grace: 5,
    });
    assert.deepEqual(told, ['gap', 'ADDED']);
    assert.deepEqual(versions, ['7', '7']);
  });

  test('ends with the refusal where watching is not allowed', async () => {
    for (const script of [streams(refused(403, 'no watch')), (): unknown => refused(403, 'no watch')]) {
      const { ended } = await watched(script, 99);
      assert.equal(ended?.says, 'no watch');
    }
  });

  test('follows a real server through a compaction', async (t: TestContext) => {
    const { server, client } = await liveCluster(t, []);
    const pod = (name: string): Record<string, unknown> => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop' },
      spec: { containers: [{ name: 'app', image: 'r.example/app:1' }] },
    });
    const ending = new AbortController();
    const told: string[] = [];
    const watching = watchObjects(client, {
      path: PATH,
      signal: ending.signal,
      onObject: (type, object) => {
        told.push(`${type} ${JSON.stringify(object).includes('web-2') ? 'web-2' : 'web-1'}`);
        if (told.length === 1) server.apply(pod('web-2'));
        else if (told.length === 2) server.remove('Pod', 'web-1', 'shop');
        else ending.abort();
      },
      // Only when the list is read does a change count as one.
      onGap: () => setImmediate(() => server.apply(pod('web-1'))),
      timing: FAST,
    });
    assert.equal(await watching, undefined);
    assert.deepEqual(told, ['ADDED web-1', 'ADDED web-2', 'DELETED web-1']);
  });
});
