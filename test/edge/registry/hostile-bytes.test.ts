import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createServer, type TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { createRegistryProber } from '../../../src/edge/registry/registry-prober.ts';
import { sandboxNames } from '../../../src/sandbox/registry/sandbox-names.ts';
import { AUTHORITY, login, pair, question, steps } from './registry-world.ts';

// Servers that do not even speak HTTP well: whatever bytes come, the probe ends and says what it saw.

async function seenOf(answer: (socket: TLSSocket) => void): Promise<readonly string[]> {
  const sockets = new Set<TLSSocket>();
  const server = createServer(pair('registry'), (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const prober = createRegistryProber({
    env: {},
    now: () => Date.now(),
    caFiles: [AUTHORITY],
    network: sandboxNames({ 'registry.example.com': { port: (server.address() as AddressInfo).port } }),
    // Every answer ends; on a busy machine the first takes its time.
    requestTimeout: 3000,
    deadline: 6000,
  });
  try {
    return steps(
      await prober.probe(question('registry.example.com/team/app:v1', { logins: [login('ci', 'horse')] })),
    );
  } finally {
    prober.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

const cases: readonly (readonly [string, string, string])[] = [
  ['no HTTP at all', 'hello\r\n\r\n', 'registry ping bad-answer'],
  ['a length that is too long', 'HTTP/1.1 401 X\r\nContent-Length: 50\r\n\r\nshort', 'registry ping broken'],
  ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n', 'registry ping bad-answer'],
  [
    'two lengths',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    'registry ping bad-answer',
  ],
  [
    'chunks that are none',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    'registry ping bad-answer',
  ],
  [
    'chunks without end',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
    'registry ping broken',
  ],
  ['a status that is none', 'HTTP/1.1 99999 OK\r\n\r\n', 'registry ping bad-answer'],
  ['headers without end', `HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(50_000)}`, 'registry ping bad-answer'],
  ['one header without end', `HTTP/1.1 200 OK\r\nX-A: ${'b'.repeat(500_000)}`, 'registry ping bad-answer'],
  ['hints and hints and nothing', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(2000), 'registry ping broken'],
];

for (const [name, bytes, expected] of cases) {
  test(name, async () => {
    assert.ok((await seenOf((socket) => socket.end(bytes))).includes(expected), expected);
  });
}

test('any bytes', async () => {
  const line = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom(
      'HTTP/1.1 401 Unauthorized',
      'Content-Length: 3',
      'WWW-Authenticate: Bearer realm="',
      'Location: ',
      'Transfer-Encoding: chunked',
      '',
      'Connection: upgrade',
    ),
  );
  const answer = fc.array(line, { maxLength: 8 }).map((lines) => `HTTP/1.1 ${lines.join('\r\n')}`);
  await fc.assert(
    fc.asyncProperty(answer, async (bytes) => {
      const seen = await seenOf((socket) => socket.end(bytes));
      assert.equal(seen[2], 'registry tls ok');
      assert.ok(seen.length > 3);
    }),
    { numRuns: 15 },
  );
});
