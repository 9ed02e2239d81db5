import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { get } from 'node:http';
import { type ApiServer, startApiServer } from '../../../src/sandbox/api-server/api-server.ts';
import { ask, namesIn, PARTIAL, pod } from '../ask.ts';

const PODS = '/api/v1/namespaces/shop/pods';
const NAMES = ['web-0', 'web-1', 'web-2', 'web-3', 'web-4'];

interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

suite('lists', () => {
  let server: ApiServer;

  before(async () => {
    const objects = NAMES.map((name, i) => pod(name, { labels: { app: 'web', odd: String(i % 2) } }));
    server = await startApiServer({ objects: [...objects, pod('lone', { namespace: 'other' })] });
  });

  after(() => server.close());

  const page = async (query: string): Promise<{ names: readonly string[]; meta: ListMeta }> => {
    const reply = await ask(server, `${PODS}?${query}`);
    assert.equal(reply.status, 200, reply.text);
    return { names: namesIn(reply), meta: reply.json['metadata'] as ListMeta };
  };

  test('of one namespace and of all, in the order of their keys', async () => {
    assert.deepEqual(namesIn(await ask(server, PODS)), NAMES);
    assert.deepEqual(namesIn(await ask(server, '/api/v1/pods')), ['lone', ...NAMES]);
    assert.deepEqual(namesIn(await ask(server, '/api/v1/namespaces/nowhere/pods')), []);
  });

  test('items carry neither kind nor version, as those of typed lists', async () => {
    const { json } = await ask(server, PODS);
    assert.equal(json['kind'], 'PodList');
    const [first] = json['items'] as readonly object[];
    assert.deepEqual(Object.keys(first ?? {}), ['metadata', 'spec', 'status']);
  });

  test('pages show one revision, whatever happens between them', async () => {
    const first = await page('limit=2');
    assert.deepEqual(first.names, ['web-0', 'web-1']);
    assert.equal(first.meta.remainingItemCount, 3);
    server.apply(pod('web-15'));
    server.remove('Pod', 'web-3', 'shop');
    const second = await page(`limit=2&continue=${first.meta.continue}`);
    assert.deepEqual(second.names, ['web-2', 'web-3']);
    assert.equal(second.meta.resourceVersion, first.meta.resourceVersion);
    const third = await page(`limit=2&continue=${second.meta.continue}`);
    assert.deepEqual(third.names, ['web-4']);
    assert.equal(third.meta.continue, undefined);
    assert.deepEqual((await page('')).names, ['web-0', 'web-1', 'web-15', 'web-2', 'web-4']);
    server.remove('Pod', 'web-15', 'shop');
    server.apply(pod('web-3', { labels: { app: 'web', odd: '1' } }));
  });

  test('a selector hides the count of what remains, and may leave an empty last page', async () => {
    const first = await page('limit=2&labelSelector=odd=1');
    assert.deepEqual(first.names, ['web-1', 'web-3']);
    assert.equal(first.meta.remainingItemCount, undefined);
    const second = await page(`limit=2&labelSelector=odd=1&continue=${first.meta.continue}`);
    assert.deepEqual(second.names, []);
    assert.equal(second.meta.continue, undefined);
  });

  test('resourceVersion=0 comes from the cache, which knows no pages', async () => {
    assert.deepEqual((await page('limit=2&resourceVersion=0')).names, NAMES);
  });

  test('an old revision can be read exactly, until it is compacted', async () => {
    const { meta } = await page('');
    server.apply(pod('web-9'));
    assert.deepEqual(
      (await page(`resourceVersion=${meta.resourceVersion}&resourceVersionMatch=Exact`)).names,
      NAMES,
    );
    assert.equal((await page(`resourceVersion=${meta.resourceVersion}`)).names.length, NAMES.length + 1);
    server.remove('Pod', 'web-9', 'shop');
    server.compact();
    const gone = await ask(
      server,
      `${PODS}?resourceVersion=${meta.resourceVersion}&resourceVersionMatch=Exact`,
    );
    assert.equal(gone.status, 410);
    assert.equal(gone.json['message'], 'The resourceVersion for the provided list is too old.');
  });

  test('a continue token older than the history is expired, and comes with one for the rest', async () => {
    const first = await page('limit=2');
    server.apply(pod('web-9'));
    server.compact();
    const refused = await ask(server, `${PODS}?limit=2&continue=${first.meta.continue}`);
    assert.equal(refused.status, 410);
    assert.equal(refused.json['reason'], 'Expired');
    const token = (refused.json['metadata'] as ListMeta).continue ?? '';
    const rest = await page(`continue=${token}`);
    assert.deepEqual(rest.names, ['web-2', 'web-3', 'web-4', 'web-9']);
    assert.notEqual(rest.meta.resourceVersion, first.meta.resourceVersion);
    server.remove('Pod', 'web-9', 'shop');
  });

  test('as metadata alone', async () => {
    const { json } = await ask(server, `${PODS}?limit=1`, { accept: PARTIAL });
    assert.equal(json['kind'], 'PartialObjectMetadataList');
    const [first] = json['items'] as readonly object[];
    assert.deepEqual(Object.keys(first ?? {}), ['kind', 'apiVersion', 'metadata']);
  });

  test('events of both groups are the same events', async () => {
    const event = { message: 'Pulling', reason: 'Pulling', type: 'Normal', count: 3 };
    const involvedObject = { kind: 'Pod', name: 'web-0', namespace: 'shop' };
    const metadata = { name: 'web-0.1', namespace: 'shop' };
    server.apply({ apiVersion: 'v1', kind: 'Event', metadata, involvedObject, ...event });
    const old = await ask(server, '/api/v1/namespaces/shop/events/web-0.1');
    const { json } = await ask(server, '/apis/events.k8s.io/v1/namespaces/shop/events/web-0.1');
    assert.equal(old.json['message'], 'Pulling');
    assert.equal(json['apiVersion'], 'events.k8s.io/v1');
    assert.equal(json['note'], 'Pulling');
    assert.equal(json['deprecatedCount'], 3);
    assert.deepEqual(json['regarding'], involvedObject);
  });

  test('long answers are compressed for those who ask, short ones never', async () => {
    const big = await startApiServer({ objects: [pod('big', { status: { message: 'x'.repeat(200_000) } })] });
    const encoded = (path: string): Promise<{ encoding: string | undefined; bytes: Buffer }> =>
      new Promise((resolve, reject) => {
        get(`${big.url}${path}`, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
          const pieces: Buffer[] = [];
          response.on('data', (piece: Buffer) => pieces.push(piece));
          response.once('end', () =>
            resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(pieces) }),
          );
        }).once('error', reject);
      });
    const long = await encoded(PODS);
    assert.equal(long.encoding, 'gzip');
    assert.match(gunzipSync(long.bytes).toString(), /^\{"kind":"PodList"/);
    assert.equal((await encoded('/version')).encoding, undefined);
    await big.close();
  });
});
