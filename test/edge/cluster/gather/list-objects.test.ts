import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  listObjects,
  type ListEnd,
  type ListOptions,
} from '../../../../src/edge/cluster/gather/list-objects.ts';
import { scriptedClient, type Script } from '../scripted-client.ts';

/** A server with so many objects, which cuts lists into pages as asked. */
function serverOf(count: number): Script {
  return ({ query = {} }) => {
    const from = Number(query['continue'] ?? 0);
    const to = Math.min(count, from + Number(query['limit']));
    const metadata = {
      resourceVersion: '7',
      ...(to < count && { continue: String(to), remainingItemCount: count - to }),
    };
    const items = Array.from({ length: to - from }, (_, at) => ({ metadata: { name: `pod-${from + at}` } }));
    return { value: { kind: 'PodList', apiVersion: 'v1', metadata, items } };
  };
}

async function list(
  script: Script,
  options: Partial<ListOptions> = {},
  piece = 64,
): Promise<{
  end: ListEnd;
  names: readonly string[];
  restarts: number;
  requests: readonly string[];
  left: number;
}> {
  const client = scriptedClient(script, piece);
  let names: string[] = [];
  let restarts = 0;
  const end = await listObjects(client, {
    path: '/api/v1/pods',
    limit: 3,
    take: (items) =>
      names.push(...items.map((item) => (item as { metadata: { name: string } }).metadata.name)),
    restart: () => {
      restarts++;
      names = [];
    },
    ...options,
  });
  const requests = client.requests.map(
    ({ query = {} }) => `${String(query['continue'] ?? '')}/${String(query['limit'])}`,
  );
  return { end, names, restarts, requests, left: client.left() };
}

suite('a list', () => {
  for (const piece of [1, 7, 64, 1 << 20]) {
    test(`of pages that come in pieces of ${piece} bytes is read whole and in order`, async () => {
      const { end, names, requests } = await list(serverOf(8), {}, piece);
      assert.deepEqual(end, { is: 'complete', resourceVersion: '7' });
      assert.deepEqual(
        names,
        Array.from({ length: 8 }, (_, at) => `pod-${at}`),
      );
      assert.deepEqual(requests, ['/3', '3/3', '6/3']);
    });
  }

  test('asks for the next page before the present one is in', async () => {
    const order: string[] = [];
    const server = serverOf(9);
    await list(
      (request) => {
        order.push(`asked ${String(request.query?.['continue'] ?? 0)}`);
        return server(request);
      },
      { take: () => {}, progress: (left) => order.push(`in, ${left} left`) },
      16,
    );
    assert.deepEqual(order, ['asked 0', 'asked 3', 'in, 6 left', 'asked 6', 'in, 3 left', 'in, 0 left']);
  });

  test('gives of a later page what came in before it broke off', async () => {
    const second =
      '{"kind":"PodList","metadata":{"continue":"6"},"items":[{"metadata":{"name":"whole"}},{"metadata":{"name":"!cut!';
    const broken = await list((request) =>
      request.query?.['continue'] === '3' ? { value: second } : serverOf(9)(request),
    );
    assert.deepEqual(broken.end, {
      is: 'failed',
      failure: { kind: 'broken', says: 'the answer ended early' },
      pages: 1,
    });
    assert.deepEqual(broken.names, ['pod-0', 'pod-1', 'pod-2', 'whole']);
    for (const value of [second.replace('!cut!', ''), '<html>', '']) {
      const { end } = await list((request) =>
        request.query?.['continue'] === '3' ? { value } : serverOf(9)(request),
      );
      assert.equal(end.is === 'failed' && end.failure.kind, 'broken', value);
    }
  });

  test('that is empty, also with null for its items, is complete', async () => {
    assert.equal((await list(serverOf(0))).end.is, 'complete');
    assert.equal(
      (await list(() => ({ value: { kind: 'PodList', metadata: {}, items: null } }))).end.is,
      'complete',
    );
  });

  test('is read no further than wanted, and no page beyond is asked for', async () => {
    const { end, names, requests } = await list(serverOf(9), { mostPages: 2 });
    assert.deepEqual([end.is, names.length, requests], ['enough', 6, ['/3', '3/3']]);
  });

  test('whose moment the server has forgotten begins anew, once', async () => {
    const expired = { failure: { kind: 'status' as const, status: 410, reason: 'Expired', says: 'too old' } };
    let faults = 1;
    const once = await list((request) =>
      request.query?.['continue'] === '3' && faults-- > 0 ? expired : serverOf(5)(request),
    );
    assert.deepEqual([once.end.is, once.names.length, once.restarts], ['complete', 5, 1]);
    const always = await list((request) =>
      request.query?.['continue'] === '3' ? expired : serverOf(5)(request),
    );
    assert.deepEqual([always.end.is, always.restarts, always.requests.length], ['failed', 1, 4]);
  });

  test('whose first page is refused is not asked for again', async () => {
    const { end, requests } = await list(() => ({ failure: { kind: 'status', status: 403, says: 'no' } }));
    assert.deepEqual(end, { is: 'failed', failure: { kind: 'status', status: 403, says: 'no' }, pages: 0 });
    assert.equal(requests.length, 1);
  });

  test('that breaks off says so, and leaves the page it had asked for ahead', async () => {
    const { end, names, left } = await list((request) =>
      request.query?.['continue'] === undefined
        ? { value: '{"kind":"PodList","metadata":{"continue":"3"},"items":[{"metadata":{"name":"!cut!' }
        : serverOf(9)(request),
    );
    assert.deepEqual(end, {
      is: 'failed',
      failure: { kind: 'broken', says: 'the answer ended early' },
      pages: 0,
    });
    assert.deepEqual(names, []);
    assert.equal(left, 2, 'the broken body, and the one ahead');
  });

  test('that is no list is broken', async () => {
    for (const value of ['<html>', '{"kind":"Status"}', '[]', '']) {
      const { end } = await list(() => ({ value }));
      assert.equal(end.is === 'failed' && end.failure.kind, 'broken', value);
    }
  });

  test('of pages too large to hold is asked for in smaller ones, from the beginning', async () => {
    const server = serverOf(3);
    // A server that writes its items in another way than the API server: such a list is held whole.
    const other: Script = (request) => {
      const answer = server(request);
      const text = 'value' in answer ? JSON.stringify(answer.value) : '';
      return { value: text.replaceAll('{"metadata":{"name"', '{"kind":"Pod","metadata":{"name"') };
    };
    const { end, names, requests, restarts } = await list(other, { largestPage: 170 }, 32);
    assert.equal(end.is, 'complete');
    assert.deepEqual(names, ['pod-0', 'pod-1', 'pod-2']);
    assert.deepEqual([requests, restarts], [['/3', '/1', '1/1', '2/1'], 1]);
    assert.equal((await list(server, { largestPage: 20 })).end.is, 'failed', 'one object is too large');
    // Of one that is written as usual nothing has to be held but an object.
    assert.deepEqual((await list(server, { largestPage: 150 }, 32)).requests, ['/3']);
  });
});
