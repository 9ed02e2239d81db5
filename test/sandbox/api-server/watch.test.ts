import assert from 'node:assert/strict';
import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { type ApiServer, startApiServer } from '../../../src/sandbox/api-server/api-server.ts';
import { ask, type Json, pod, TABLE } from '../ask.ts';

interface WatchEvent {
  readonly type: string;
  readonly object: Json & { readonly metadata: { readonly name?: string; readonly resourceVersion: string } };
}

function eventOf(line: string): WatchEvent {
  const event: unknown = JSON.parse(line);
  return event as WatchEvent;
}

const PODS = '/api/v1/namespaces/shop/pods';

suite('watches', () => {
  let server: ApiServer;

  beforeEach(async () => {
    server = await startApiServer({ objects: [pod('web', { labels: { app: 'web' } })] });
  });

  afterEach(() => server.close());

  /** The events of a watch as they come. */
  async function* watch(query: string, accept = 'application/json'): AsyncGenerator<WatchEvent, undefined> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${server.url}${PODS}?watch=1&${query}`, { agent: false, headers: { accept } }, resolve).once(
        'error',
        reject,
      );
    });
    assert.equal(response.statusCode, 200);
    try {
      for await (const line of createInterface({ input: response })) yield eventOf(line);
    } finally {
      response.destroy();
    }
  }

  const next = async (events: AsyncGenerator<WatchEvent>): Promise<WatchEvent> => {
    const result = await events.next();
    if (result.done === true) throw new Error('the watch has ended');
    return result.value;
  };

  const brief = ({ type, object }: WatchEvent): string => `${type} ${object.metadata.name ?? ''}`;

  const revision = async (): Promise<string> => {
    const { json } = await ask(server, `${PODS}?limit=1`);
    return (json['metadata'] as { resourceVersion: string }).resourceVersion;
  };

  test('without a revision they begin with what is there', async () => {
    const events = watch('');
    assert.equal(brief(await next(events)), 'ADDED web');
    server.apply(pod('web', { status: { phase: 'Failed' } }));
    assert.equal(brief(await next(events)), 'MODIFIED web');
    server.remove('Pod', 'web', 'shop');
    assert.equal(brief(await next(events)), 'DELETED web');
    await events.return(undefined);
  });

  test('from a revision they miss nothing that came after', async () => {
    const from = await revision();
    server.apply(pod('late'));
    server.apply(pod('elsewhere', { namespace: 'other' }));
    server.remove('Pod', 'web', 'shop');
    const events = watch(`resourceVersion=${from}`);
    const [late, gone] = [await next(events), await next(events)];
    assert.deepEqual([late, gone].map(brief), ['ADDED late', 'DELETED web']);
    assert.ok(Number(gone.object.metadata.resourceVersion) > Number(late.object.metadata.resourceVersion));
    await events.return(undefined);
  });

  test('for a selector, coming and going are what it chooses', async () => {
    const events = watch(`labelSelector=app=web&resourceVersion=${await revision()}`);
    server.apply(pod('web', { labels: { app: 'api' } }));
    server.apply(pod('web', { labels: { app: 'web' } }));
    assert.deepEqual([brief(await next(events)), brief(await next(events))], ['DELETED web', 'ADDED web']);
    await events.return(undefined);
  });

  test('from a revision that is compacted they end with Expired', async () => {
    const from = await revision();
    server.apply(pod('late'));
    server.compact();
    const events = watch(`resourceVersion=${from}`);
    const { type, object } = await next(events);
    assert.equal(type, 'ERROR');
    assert.equal(object['code'], 410);
    assert.equal(object['reason'], 'Expired');
    assert.match(String(object['message']), /^too old resource version: \d+ \(\d+\)$/);
    assert.equal((await events.next()).done, true);
  });

  test('bookmarks come to those who allow them', async () => {
    const allowed = watch(`allowWatchBookmarks=true&resourceVersion=${await revision()}`);
    const plain = watch(`resourceVersion=${await revision()}`);
    const first = next(allowed);
    const other = next(plain);
    while (server.requests.filter(({ verb }) => verb === 'watch').length < 2) await ask(server, '/version');
    server.bookmark();
    const { type, object } = await first;
    assert.equal(type, 'BOOKMARK');
    assert.equal(object['kind'], 'Pod');
    assert.equal(object.metadata.resourceVersion, await revision());
    server.apply(pod('late'));
    assert.equal(brief(await other), 'ADDED late');
    await allowed.return(undefined);
    await plain.return(undefined);
  });

  test('as tables, with the columns once', async () => {
    const events = watch('', TABLE);
    const first = await next(events);
    assert.equal(first.object['kind'], 'Table');
    assert.ok(Array.isArray(first.object['columnDefinitions']));
    server.apply(pod('late'));
    assert.equal((await next(events)).object['columnDefinitions'], null);
    await events.return(undefined);
  });

  test('end with their connection, and the server goes on', async () => {
    const events = watch('');
    assert.equal(brief(await next(events)), 'ADDED web');
    server.dropConnections();
    await assert.rejects(next(events), /aborted|ECONNRESET|has ended/);
    assert.equal((await ask(server, PODS)).status, 200);
  });

  test('end when their time is up', async () => {
    const events = watch(`timeoutSeconds=1&resourceVersion=${await revision()}`);
    assert.equal((await events.next()).done, true);
  });
});
