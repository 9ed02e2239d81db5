import assert from 'node:assert/strict';
import { get } from 'node:http';
import { suite, test } from 'node:test';
import { type ApiServer, startApiServer } from '../../../src/sandbox/api-server/api-server.ts';
import type { Misbehaviour, RequestMatch } from '../../../src/sandbox/api-server/fault.ts';
import { ask, namesIn, pod } from '../ask.ts';

const PODS = '/api/v1/pods';

async function faulty(does: Misbehaviour, on: RequestMatch = { verb: 'list' }): Promise<ApiServer> {
  return startApiServer({ objects: [pod('a'), pod('b'), pod('c')], faults: [{ on, does }] });
}

/** What has come of an answer when, after so many characters, nothing more came for 50 ms. */
function untilSilence(
  server: ApiServer,
  path: string,
  after: number,
): Promise<{ head: boolean; text: string }> {
  return new Promise((resolve) => {
    let text = '';
    let head = false;
    const request = get(`${server.url}${path}`, { agent: false }, (response) => {
      head = true;
      response.once('error', () => {});
      response.on('data', (piece: Buffer) => {
        text += piece.toString();
        wait();
      });
    });
    const wait = (): void => {
      if (text.length < after) return;
      setTimeout(() => {
        resolve({ head, text });
        request.destroy();
      }, 50);
    };
    request.once('error', () => {});
    request.once('socket', (socket) => socket.once('connect', wait));
  });
}

suite('faults', () => {
  test('a status with its headers and a Status', async () => {
    const server = await faulty({ kind: 'status', status: 429, headers: { 'retry-after': '7' } });
    const { status, headers, json } = await ask(server, PODS);
    assert.equal(status, 429);
    assert.equal(headers['retry-after'], '7');
    assert.equal(json['reason'], 'TooManyRequests');
    assert.deepEqual(json['details'], { retryAfterSeconds: 7 });
    assert.equal((await ask(server, '/api/v1/nodes/x')).status, 404);
    await server.close();
  });

  test('they may come late and end', async () => {
    const fault = { on: { path: PODS }, does: { kind: 'status', status: 503 }, after: 1, times: 2 } as const;
    const server = await startApiServer({ faults: [fault] });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await ask(server, PODS)).status);
    assert.deepEqual(statuses, [200, 503, 503, 200]);
    assert.deepEqual(
      server.requests.map(({ status }) => status),
      statuses,
    );
    await server.close();
  });

  test('silence before the head', async () => {
    const server = await faulty({ kind: 'hang' });
    assert.deepEqual(await untilSilence(server, PODS, 0), { head: false, text: '' });
    await server.close();
  });

  test('silence in the body', async () => {
    const server = await faulty({ kind: 'hang-in-body', after: 30 });
    const { head, text } = await untilSilence(server, PODS, 30);
    assert.equal(head, true);
    assert.equal(text, '{"kind":"PodList","apiVersion":"v1"'.slice(0, 30));
    await server.close();
  });

  for (const framing of ['length', 'chunked'] as const)
    test(`a body cut short (${framing})`, async () => {
      const server = await faulty({ kind: 'cut-in-body', after: 20, framing });
      const reply = await ask(server, PODS);
      assert.equal(reply.text.length, 20);
      assert.equal(reply.broken, 'aborted');
      assert.equal(reply.headers['content-length'] === undefined, framing === 'chunked');
      await server.close();
    });

  test('a body without end, as far as it is wanted', async () => {
    const server = await faulty({ kind: 'huge-body', bytes: 3_000_000 });
    const { text } = await ask(server, PODS);
    assert.ok(text.length >= 3_000_000);
    await server.close();
  });

  test('no JSON, and a page for people', async () => {
    const server = await faulty({ kind: 'bad-json' });
    const broken = await ask(server, PODS);
    assert.equal(broken.headers['content-type'], 'application/json');
    assert.throws(() => JSON.parse(broken.text) as unknown, SyntaxError);
    await server.close();
    const portal = await faulty({ kind: 'html' });
    const page = await ask(portal, PODS);
    assert.match(String(page.headers['content-type']), /^text\/html/);
    assert.equal(page.status, 200);
    await portal.close();
  });

  test('a drip is slow but whole', async () => {
    const server = await faulty({ kind: 'drip', bytes: 200, every: 2 });
    assert.deepEqual(namesIn(await ask(server, PODS)), ['a', 'b', 'c']);
    await server.close();
  });

  test('a connection that is dropped', async () => {
    const server = await faulty({ kind: 'close' });
    await assert.rejects(ask(server, PODS), /socket hang up|ECONNRESET/);
    assert.equal(server.requests[0]?.status, 0);
    await server.close();
  });

  test('continue tokens that are too old', async () => {
    const where: RequestMatch = { verb: 'list', where: ({ query }) => query['continue'] !== undefined };
    const fault = { on: where, does: { kind: 'expire' }, times: 1 } as const;
    const server = await startApiServer({ objects: [pod('a'), pod('b'), pod('c')], faults: [fault] });
    const first = await ask(server, `${PODS}?limit=2`);
    const token = (first.json['metadata'] as { continue: string }).continue;
    const refused = await ask(server, `${PODS}?limit=2&continue=${token}`);
    assert.equal(refused.status, 410);
    const rest = (refused.json['metadata'] as { continue: string }).continue;
    assert.deepEqual(namesIn(await ask(server, `${PODS}?limit=2&continue=${rest}`)), ['c']);
    await server.close();
  });
});
