import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import { failureOf, type ApiFailure } from '../../../../src/edge/cluster/api-client.ts';
import { connected, trusting } from '../kubeconfig-file.ts';
import { sendJson, tlsServer, type StandIn } from '../stand-in-server.ts';

const PATH = '/api/v1/pods';

suite('an answer that is read as it comes', () => {
  async function opened(
    t: TestContext,
    server: StandIn,
    requestTimeout: number = 2000,
  ): Promise<AsyncIterable<Uint8Array>> {
    const { client } = await connected(t, trusting(server.url), {}, { requestTimeout });
    const answer = await client.open({ path: PATH, query: { watch: true } });
    assert.ok(answer.ok);
    return answer.value;
  }

  test('comes in pieces, to its end', async (t) => {
    const server = await tlsServer(t, (_, response) => {
      response.write('{"a":');
      setImmediate(() => response.end('1}'));
    });
    let text = '';
    for await (const chunk of await opened(t, server)) text += Buffer.from(chunk).toString();
    assert.equal(text, '{"a":1}');
  });

  test('ends for the server too, when the loop is left', async (t) => {
    const closed = new Promise<void>((resolve) => {
      void tlsServer(t, (_, response) => {
        response.on('close', () => resolve());
        response.write('first');
      }).then(async (server) => {
        for await (const chunk of await opened(t, server)) {
          assert.equal(Buffer.from(chunk).toString(), 'first');
          break;
        }
      });
    });
    await closed;
  });

  test('says why it broke off', async (t) => {
    const cut = await tlsServer(t, (_, response) => {
      response.write('first');
      setImmediate(() => response.socket?.destroySoon());
    });
    assert.equal((await breakOf(await opened(t, cut)))?.kind, 'broken');
    const slow = await tlsServer(t, (_, response) => void response.write('first'));
    assert.equal((await breakOf(await opened(t, slow, 150)))?.kind, 'timeout');
  });

  test('is a failure when it is an error', async (t) => {
    const server = await tlsServer(t, (_, response) =>
      sendJson(response, { kind: 'Status', reason: 'Expired', message: 'too old' }, 410),
    );
    const { client } = await connected(t, trusting(server.url));
    const answer = await client.open({ path: PATH });
    assert.ok(!answer.ok && answer.failure.status === 410 && answer.failure.reason === 'Expired');
  });
});

async function breakOf(body: AsyncIterable<Uint8Array>): Promise<ApiFailure | undefined> {
  try {
    for await (const chunk of body) assert.equal(Buffer.from(chunk).toString(), 'first');
  } catch (error) {
    return failureOf(error);
  }
  return undefined;
}
