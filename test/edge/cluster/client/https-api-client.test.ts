import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { suite, test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ApiAnswer, ApiFailure, ApiRequest } from '../../../../src/edge/cluster/api-client.ts';
import { connected, trusting } from '../kubeconfig-file.ts';
import {
  plainServer,
  sendJson,
  tcpServer,
  tlsServer,
  type Handler,
  type StandIn,
} from '../stand-in-server.ts';

const PATH = '/api/v1/pods';

async function served(t: TestContext, handler: Handler): Promise<StandIn> {
  return tlsServer(t, handler);
}

async function fetched(
  t: TestContext,
  server: StandIn,
  request: Partial<ApiRequest> = {},
  requestTimeout: number = 2000,
): Promise<ApiAnswer<unknown>> {
  const { client } = await connected(t, trusting(server.url), {}, { requestTimeout });
  return client.fetch({ path: PATH, ...request });
}

async function failure(answer: Promise<ApiAnswer<unknown>>): Promise<ApiFailure> {
  const got = await answer;
  assert.ok(!got.ok, 'it was answered');
  return got.failure;
}

/** Answers each request as the next of these says, and the last one for ever. */
function inTurn(...turns: readonly ((response: ServerResponse) => void)[]): Handler {
  let next = 0;
  return (_, response) => {
    const turn = turns[Math.min(next, turns.length - 1)];
    next += 1;
    turn?.(response);
  };
}

const ok = (response: ServerResponse): void => sendJson(response, { kind: 'PodList' });
const OK = { ok: true, value: { kind: 'PodList' } };

function status(code: number, more: object = {}, headers: Record<string, string> = {}) {
  return (response: ServerResponse): void => {
    response.writeHead(code, { 'Content-Type': 'application/json', ...headers });
    response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, ...more }));
  };
}

suite('an answer', () => {
  test('is read whole, packed or not', async (t) => {
    const server = await served(
      t,
      inTurn(ok, (response) => {
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
        response.end(gzipSync(JSON.stringify({ kind: 'PodList' })));
      }),
    );
    assert.deepEqual(await fetched(t, server), OK);
    assert.deepEqual(await fetched(t, server), OK);
  });

  test('is text where text was asked for', async (t) => {
    const server = await served(t, (request, response) => {
      response.setHeader('Content-Type', 'text/plain');
      response.end(request.headers.accept);
    });
    assert.deepEqual(await fetched(t, server, { accept: 'text/plain' }), { ok: true, value: 'text/plain' });
  });

  test('comes on connections that are kept', async (t) => {
    const server = await served(t, (_, response) => ok(response));
    const { client } = await connected(t, trusting(server.url));
    for (const _ of [1, 2, 3]) assert.deepEqual(await client.fetch({ path: PATH }), OK);
    assert.equal(server.connections(), 1);
    await Promise.all(Array.from({ length: 40 }, async () => client.fetch({ path: PATH })));
    assert.ok(server.connections() <= 8);
  });

  test('does not wait for one that is slow', async (t) => {
    const held: ServerResponse[] = [];
    const server = await served(t, (request, response) => {
      if (request.url === '/slow') held.push(response);
      else ok(response);
    });
    const { client } = await connected(t, trusting(server.url));
    const slow = [1, 2].map(async () => client.fetch({ path: '/slow' }));
    assert.deepEqual(await client.fetch({ path: PATH }), OK);
    assert.equal(held.length, 2);
    assert.equal(server.connections(), 3);
    for (const response of held) ok(response);
    for (const answer of slow) assert.deepEqual(await answer, OK);
  });

  test('to what is sent has that as JSON', async (t) => {
    const server = await served(t, (request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => sendJson(response, [request.method, request.headers['content-type'], text]));
    });
    const body = { kind: 'Pod', name: 'ü' };
    assert.deepEqual(await fetched(t, server, { method: 'POST', body }), {
      ok: true,
      value: ['POST', 'application/json', JSON.stringify(body)],
    });
    const patch = { method: 'PATCH', body, contentType: 'application/merge-patch+json' } as const;
    const answer = await fetched(t, server, patch);
    assert.deepEqual(answer.ok && answer.value, [
      'PATCH',
      'application/merge-patch+json',
      JSON.stringify(body),
    ]);
  });
});

suite('an error of the server', () => {
  test('keeps what its Status says', async (t) => {
    const message = 'pods is forbidden: User "dana" cannot list resource "pods"\nin the namespace "shop"';
    const server = await served(
      t,
      inTurn(
        status(403, {
          reason: 'Forbidden',
          message,
          details: { kind: 'pods', group: 'g', name: 'web', uid: 'x' },
        }),
      ),
    );
    assert.deepEqual(await failure(fetched(t, server)), {
      kind: 'status',
      status: 403,
      reason: 'Forbidden',
      details: { kind: 'pods', group: 'g', name: 'web' },
      says: `403 Forbidden: ${message.replace('\n', ' ')}`,
    });
    assert.equal(server.requests.length, 1);
  });

  for (const [code, reason] of [
    [404, 'NotFound'],
    [409, 'AlreadyExists'],
    [410, 'Expired'],
    [422, 'Invalid'],
  ] as const) {
    test(`${code} is not asked again`, async (t) => {
      const server = await served(t, inTurn(status(code, { reason, message: 'words' })));
      const { status: got, reason: why, says } = await failure(fetched(t, server));
      assert.deepEqual([got, why, server.requests.length], [code, reason, 1]);
      assert.match(says, new RegExp(`^${code} .*: words$`));
    });
  }

  test('may be no Status at all', async (t) => {
    const text = (body: string, type: string, code: number) => (response: ServerResponse) =>
      void response.writeHead(code, { 'Content-Type': type }).end(body);
    const cases: readonly (readonly [(response: ServerResponse) => void, RegExp])[] = [
      [text('no such \u001b[31mroute\n', 'text/plain', 404), /^404 Not Found: no such \\x1b\[31mroute$/],
      [
        text('<!DOCTYPE html><p>Sign in', 'text/html; charset=utf-8', 403),
        /^403 Forbidden: the answer is a web page/,
      ],
      [text('', 'text/plain', 418), /^418$/],
      [text('{', 'application/json', 400), /^400 Bad Request$/],
      [
        (response) => void response.writeHead(302, { Location: 'https://login.example/?token=s3cret' }).end(),
        /^302: it sends on to https:\/\/login\.example, which is not followed$/,
      ],
      [
        (response) => void response.writeHead(304).end(),
        /^304 Not Modified: nothing is sent, as if it had been before: something that keeps answers stands in front of the API server, such as a proxy$/,
      ],
      [(response) => void response.writeHead(307).end(), /^307: it sends on, and does not say where$/],
      [
        (response) => void response.writeHead(300, { Location: 'nowhere' }).end(),
        /^300: it sends on to another path, which is not followed$/,
      ],
      [text(`x${'y'.repeat(100_000)}`, 'text/plain', 400), /^400 Bad Request: xy{100,600}…$/],
    ];
    for (const [turn, says] of cases) {
      assert.match((await failure(fetched(t, await served(t, inTurn(turn))))).says, says);
    }
  });

  test('is waited for when it says how long, and not when that is too long', async (t) => {
    const soon = await served(
      t,
      inTurn(status(429, {}, { 'Retry-After': '0' }), status(503, {}, { 'Retry-After': '0' }), ok),
    );
    assert.deepEqual(await fetched(t, soon), OK);
    const busy = await served(t, inTurn(status(429, {}, { 'Retry-After': '0' })));
    assert.equal((await failure(fetched(t, busy))).status, 429);
    assert.equal(busy.requests.length, 3);
    const later = await served(t, inTurn(status(429, { message: 'too many' }, { 'Retry-After': '100' })));
    const { says, retryAfter } = await failure(fetched(t, later));
    assert.deepEqual(
      [says, retryAfter, later.requests.length],
      ['429 Too Many Requests: too many', 100_000, 1],
    );
    const inStatus = await served(t, inTurn(status(409, { details: { retryAfterSeconds: 3 } })));
    assert.equal((await failure(fetched(t, inStatus))).retryAfter, 3000);
  });

  test('of its own is asked again once', async (t) => {
    const once = await served(t, inTurn(status(500), ok));
    assert.deepEqual(await fetched(t, once), OK);
    const always = await served(t, inTurn(status(502)));
    assert.equal((await failure(fetched(t, always))).says, '502 Bad Gateway');
    assert.equal(always.requests.length, 2);
  });

  test('is never asked again when something was sent', async (t) => {
    for (const turn of [status(500), status(429, {}, { 'Retry-After': '0' })]) {
      const server = await served(t, inTurn(turn, ok));
      assert.equal((await fetched(t, server, { method: 'POST', body: {} })).ok, false);
      assert.equal(server.requests.length, 1);
    }
  });
});

suite('a connection', () => {
  test('that was closed while nobody used it is made anew at once', async (t) => {
    const used = new WeakSet<object>();
    const server = await served(t, (request, response) => {
      if (used.has(request.socket)) return void request.socket.destroy();
      used.add(request.socket);
      ok(response);
    });
    const { client } = await connected(t, trusting(server.url));
    for (const _ of [1, 2, 3, 4]) assert.deepEqual(await client.fetch({ path: PATH }), OK);
    assert.equal(server.connections(), 4);
    // One request may meet several of them.
    await Promise.all([1, 2, 3].map(async () => client.fetch({ path: PATH })));
    assert.deepEqual(await client.fetch({ path: PATH }), OK);
  });

  test('that breaks before the answer is tried once more', async (t) => {
    const cut = (response: ServerResponse): void => void response.socket?.destroy();
    assert.deepEqual(await fetched(t, await served(t, inTurn(cut, ok))), OK);
    const server = await served(t, inTurn(cut));
    const { kind, says } = await failure(fetched(t, server));
    assert.deepEqual([kind, server.requests.length], ['unreachable', 2]);
    assert.match(says, /closed the connection before it answered/);
  });

  for (const [what, send] of [
    [
      'its length',
      (response: ServerResponse) => response.writeHead(200, { 'Content-Length': 100 }).write('{"kind":'),
    ],
    ['its last chunk', (response: ServerResponse) => response.writeHead(200).write('{"kind":')],
    [
      'the end of what is packed',
      (response: ServerResponse) =>
        response
          .writeHead(200, { 'Content-Encoding': 'gzip' })
          .write(gzipSync('{"kind":"PodList"}'.repeat(99)).subarray(0, 40)),
    ],
  ] as const) {
    test(`that breaks before ${what}`, async (t) => {
      const server = await served(t, (_, response) => {
        send(response);
        setImmediate(() => response.socket?.destroySoon());
      });
      const { kind, says } = await failure(fetched(t, server));
      assert.deepEqual([kind, says], ['broken', `the answer of ${server.url} broke off before its end`]);
    });
  }

  test('to what speaks no HTTP', async (t) => {
    const port = await tcpServer(t, (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    const { client } = await connected(t, { server: `http://127.0.0.1:${port}` }, {});
    const { kind, says } = await failure(client.fetch({ path: PATH }));
    assert.equal(kind, 'broken');
    assert.match(says, /is no HTTP: does it expect TLS\?/);
  });
});

suite('an answer that is none', () => {
  for (const [what, type, body, says] of [
    ['a web page', 'text/html', '<html>', /is a web page: something else stands in front/],
    ['a web page that says it is JSON', 'application/json', '\n <!doctype html>', /is a web page/],
    ['half a value', 'application/json', '{"kind":', /is no JSON, or ends early$/],
    ['nothing', 'application/json', '', /is no JSON, or ends early$/],
  ] as const) {
    test(what, async (t) => {
      const server = await served(
        t,
        (_, response) => void response.writeHead(200, { 'Content-Type': type }).end(body),
      );
      const got = await failure(fetched(t, server));
      assert.equal(got.kind, 'broken');
      assert.match(got.says, says);
    });
  }

  test('more than is read at once', async (t) => {
    const block = Buffer.alloc(8 << 20, ' ');
    const server = await plainServer(t, (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const more = (): void => void response.write(block, () => more());
      more();
    });
    const { client } = await connected(t, { server: server.url }, {});
    const { kind, says } = await failure(client.fetch({ path: PATH }));
    assert.equal(kind, 'too-large');
    assert.match(says, /64 MiB/);
  });
});

suite('the time for an answer', () => {
  const hangs: readonly (readonly [what: string, handler: Handler])[] = [
    ['its head', () => undefined],
    ['its body', (_, response) => void response.writeHead(200).write('{')],
    ['its end, in drops', (_, response) => void setInterval(() => response.write(' '), 20).unref()],
  ];
  for (const [what, handler] of hangs) {
    test(`is up before ${what}`, async (t) => {
      const server = await served(t, handler);
      const { kind, says } = await failure(fetched(t, server, {}, 150));
      assert.equal(kind, 'timeout');
      assert.equal(says, `${server.url} gave no whole answer within 0.15 s (--request-timeout)`);
    });
  }

  test('is up before the handshake', async (t) => {
    const port = await tcpServer(t, () => undefined);
    const { client } = await connected(t, trusting(`https://127.0.0.1:${port}`), {}, { requestTimeout: 150 });
    assert.equal((await failure(client.fetch({ path: PATH }))).kind, 'timeout');
  });

  test('holds for all tries together', async (t) => {
    const slow = (response: ServerResponse): void =>
      void setTimeout(() => status(429, {}, { 'Retry-After': '0' })(response), 200);
    const server = await served(
      t,
      inTurn(slow, () => undefined),
    );
    const startedAt = Date.now();
    assert.equal((await failure(fetched(t, server, {}, 400))).kind, 'timeout');
    assert.ok(Date.now() - startedAt < 1500);
    assert.equal(server.requests.length, 2);
  });

  test('may be another for one request, or cut short by whoever asked', async (t) => {
    const server = await served(t, () => undefined);
    assert.equal((await failure(fetched(t, server, { timeout: 50 }, 0))).kind, 'timeout');
    const ending = new AbortController();
    const asked = fetched(t, server, { signal: ending.signal, timeout: 0 });
    while (server.requests.length < 2) await new Promise(setImmediate);
    ending.abort();
    assert.deepEqual(await failure(asked), { kind: 'aborted', says: 'the request is no longer wanted' });
    assert.equal((await failure(fetched(t, server, { signal: AbortSignal.abort() }))).kind, 'aborted');
  });
});
