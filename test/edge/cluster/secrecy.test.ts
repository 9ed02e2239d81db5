import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { connectProxy } from '../host/stand-in-proxy.ts';
import { base64, connected, fileWith, trusting, type Fields } from './kubeconfig-file.ts';
import { certificate, tlsServer } from './stand-in-server.ts';

const CANARY = 'canary-of-a-secret';
const KEY = certificate('client.key').split('\n')[1] ?? '';

interface Told {
  readonly lines: readonly string[];
  readonly says: string;
}

/** Asks a server that says back all it heard. Out: what the log was told, and the failure's words. */
async function told(t: TestContext, user: Fields, cluster: Fields = {}): Promise<Told> {
  const server = await tlsServer(
    t,
    (request, response) => {
      response.writeHead(401, {
        'Content-Type': 'text/plain',
        'Set-Cookie': `session=${CANARY}`,
        'X-Echo': String(request.headers.authorization),
      });
      const login = Buffer.from(String(request.headers.authorization).slice(6), 'base64').toString();
      response.end(`no: ${request.rawHeaders.join(' ')} ${login}`);
    },
    { asksClient: true },
  );
  const lines: string[] = [];
  const log = (_: number, line: string): void => void lines.push(line);
  const url = `https://api.cluster.example:${server.port}`;
  const { client } = await connected(
    t,
    trusting(cluster['proxy-url'] === undefined ? server.url : url, cluster),
    user,
    { log },
  );
  const answer = await client.fetch({ path: '/version' });
  assert.ok(!answer.ok);
  return { lines, says: answer.failure.says };
}

suite('what is never said, at any level of -v', () => {
  const certificates = {
    'client-certificate-data': base64(certificate('client.crt')),
    'client-key-data': base64(certificate('client.key')),
  };
  const users: readonly (readonly [what: string, user: (t: TestContext) => Fields])[] = [
    ['a token', () => ({ token: CANARY })],
    ['a token of a file', (t) => ({ tokenFile: fileWith(t, CANARY, 'token') })],
    ['a password', () => ({ username: 'dana', password: CANARY })],
    ['a key', () => certificates],
    [
      'what a plugin gives',
      () => {
        const status = { token: CANARY };
        const apiVersion = 'client.authentication.k8s.io/v1';
        const PRINTS = JSON.stringify({ kind: 'ExecCredential', apiVersion, status });
        const command = join(import.meta.dirname, 'exec-plugins/printing');
        return {
          exec: { apiVersion, interactiveMode: 'Never', command, env: [{ name: 'PRINTS', value: PRINTS }] },
        };
      },
    ],
  ];
  for (const [what, user] of users) {
    test(what, async (t) => {
      const { lines, says } = await told(t, user(t));
      const all = [...lines, says].join('\n');
      for (const secret of [CANARY, KEY, base64(`dana:${CANARY}`), base64(CANARY)])
        assert.ok(!all.includes(secret));
      // And yet it is told what was asked.
      assert.match(all, /GET https:\/\/127\.0\.0\.1:\d+\/version 401 in \d+ ms/);
      assert.match(says, /^401 Unauthorized: no: /);
    });
  }

  test('the password of a proxy', async (t) => {
    const proxy = await connectProxy(t, { names: { 'api.cluster.example': '127.0.0.1' } });
    const cluster = { 'proxy-url': `http://dana:${CANARY}@127.0.0.1:${proxy.port}` };
    const { lines, says } = await told(t, { token: 'other-token' }, cluster);
    assert.ok(!`${lines.join('\n')}${says}`.includes(CANARY));
    assert.ok(
      lines.some((line) => line.includes(`through the proxy http://127.0.0.1:${proxy.port} as "dana"`)),
    );
  });
});

suite('what is said, by level', () => {
  test('outcomes at 4, requests at 6, headers at 8', async (t) => {
    const server = await tlsServer(
      t,
      (_, response) => void response.writeHead(404, { Server: 'a\u009b2J' }).end(),
    );
    const lines: [level: number, line: string][] = [];
    const log = (level: number, line: string): void => void lines.push([level, line]);
    const { client } = await connected(t, trusting(server.url), { token: 'x' }, { log });
    await client.fetch({ path: '/api', query: { limit: 1 } });
    const at = (level: number): readonly string[] =>
      lines.filter((line) => line[0] === level).map((line) => line[1]);
    assert.deepEqual(at(4), [
      `context "test": ${server.url} as "dana" by the token`,
      'GET /api: 404 Not Found',
    ]);
    assert.match(at(6).join('\n'), new RegExp(`^GET ${server.url}/api\\?limit=1 404 in \\d+ ms$`));
    assert.ok(at(8).includes('> Accept: application/json') && at(8).includes('> Authorization: (hidden)'));
    assert.ok(at(8).includes('< server: a\\x9b2J'));
  });
});
