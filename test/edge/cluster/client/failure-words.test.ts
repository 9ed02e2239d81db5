import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import type { ApiFailure } from '../../../../src/edge/cluster/api-client.ts';
import { errorFailure, plainFailure } from '../../../../src/edge/cluster/client/failure-words.ts';
import type { RequestPlace } from '../../../../src/edge/cluster/client/failure-place.ts';
import { connectProxy } from '../../host/stand-in-proxy.ts';
import { base64, connected, NO_ENVIRONMENT, trusting, type Fields } from '../kubeconfig-file.ts';
import { certificate, closedPort, plainServer, sendJson, tcpServer, tlsServer } from '../stand-in-server.ts';

const PLACE: RequestPlace = {
  server: { secure: true, host: 'api.example', port: 443, basePath: '', url: 'https://api.example' },
  context: 'prod',
  userName: 'dana',
  loginBy: 'the token',
  trustSource: 'ca.crt',
  file: '/home/dana/.kube/config',
  // So that nobody is asked for a certificate.
  proxy: 'http://proxy.example',
  credential: {},
  time: 30_000,
};

function thrown(code: string, message: string = code): Error {
  return Object.assign(new Error(message), { code });
}

suite('an error in the words of whoever has to mend it', () => {
  const FROM = '\\(context "prod" of /home/dana/\\.kube/config\\)';
  const rows: readonly (readonly [error: unknown, kind: ApiFailure['kind'], says: RegExp])[] = [
    [
      thrown('ECONNREFUSED'),
      'unreachable',
      new RegExp(`^https://api\\.example refuses the connection: .* ${FROM}$`),
    ],
    [thrown('ENOTFOUND'), 'unreachable', new RegExp(`^there is no host called api\\.example .*${FROM}$`)],
    [thrown('EAI_AGAIN'), 'unreachable', /DNS does not answer$/],
    [thrown('EHOSTUNREACH'), 'unreachable', /is a VPN missing\?/],
    [thrown('ETIMEDOUT'), 'unreachable', /does not answer: a firewall/],
    [new AggregateError([thrown('ECONNREFUSED'), thrown('ENETUNREACH')], 'all'), 'unreachable', /refuses/],
    [thrown('ECONNRESET', 'socket hang up'), 'unreachable', /closed the connection before it answered/],
    [thrown('ECONNRESET', 'aborted'), 'broken', /broke off before its end$/],
    [thrown('EMFILE'), 'unreachable', /cannot be asked \(EMFILE\)/],
    [new Error('who knows'), 'broken', /broke off/],
    ['a text', 'broken', /broke off/],
    [
      thrown('ERR_INVALID_CHAR'),
      'login',
      /^the token of the user "dana" has a character that no header can carry$/,
    ],
    [
      thrown('SELF_SIGNED_CERT_IN_CHAIN'),
      'tls',
      /is not vouched for by the certificates trusted here: ca\.crt$/,
    ],
    [thrown('CERT_HAS_EXPIRED'), 'tls', /has expired: the cluster's own/],
    [thrown('CERT_NOT_YET_VALID'), 'tls', /is the clock of this machine right\?$/],
    [thrown('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls', /is not made out for api\.example: .*--tls-server-name$/],
    [thrown('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls', /does not speak TLS/],
    [thrown('ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'x'), 'tls', /handshake with .* failed \(ERR_SSL_TLSV1_/],
    [
      thrown('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tlsv13 alert certificate required'),
      'tls',
      /does not accept the token of the user "dana"/,
    ],
    [
      thrown('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'),
      'tls',
      /closed the connection during the TLS handshake/,
    ],
  ];
  for (const [error, kind, says] of rows) {
    test(`${kind}: ${says.source}`, async () => {
      const failure = await errorFailure(error, undefined, PLACE);
      assert.equal(failure.kind, kind);
      assert.match(failure.says, says);
    });
  }

  test('names no context where there is none', async () => {
    const { says } = await errorFailure(thrown('ENOTFOUND'), undefined, { ...PLACE, context: '' });
    assert.equal(says, 'there is no host called api.example (https://api.example)');
  });

  test('is one line of bounded length without control characters', () => {
    const { says } = plainFailure({ kind: 'status', says: `a\u001b[2J\n${'b'.repeat(5000)}` }, PLACE);
    assert.match(says, /^a\\x1b\[2J b+…$/);
    assert.ok(says.length <= 601);
  });

  test('says whose login a 401 is about, and that a certificate is over', () => {
    const refused: ApiFailure = { kind: 'status', status: 401, says: '401 Unauthorized' };
    assert.equal(
      plainFailure(refused, PLACE).says,
      '401 Unauthorized; https://api.example does not accept the token of the user "dana"',
    );
    const pair = { cert: certificate('client-expired.crt'), key: certificate('client-expired.key') };
    assert.equal(
      plainFailure(refused, { ...PLACE, credential: { certificate: pair } }).says,
      '401 Unauthorized; the client certificate of the user "dana" expired on 2021-03-01: get a new kubeconfig',
    );
  });
});

async function failed(
  t: TestContext,
  cluster: Fields,
  user: Fields = {},
  env: object = {},
): Promise<ApiFailure> {
  const { client } = await connected(t, cluster, user, {
    env: { ...NO_ENVIRONMENT, ...env },
    requestTimeout: 1500,
  });
  const answer = await client.fetch({ path: '/version' });
  assert.ok(!answer.ok, 'it was answered');
  return answer.failure;
}

suite('a server that is not the one', () => {
  test('is down', async (t) => {
    const { kind, says } = await failed(t, trusting(`https://127.0.0.1:${await closedPort()}`));
    assert.equal(kind, 'unreachable');
    assert.match(
      says,
      /refuses the connection: it is down, or this is not its address any more \(context "test" of /,
    );
  });

  test('shows a certificate of another authority', async (t) => {
    const server = await tlsServer(t, () => undefined);
    const cluster = { server: server.url, 'certificate-authority-data': base64(certificate('other-ca.crt')) };
    const { kind, says } = await failed(t, cluster);
    assert.equal(kind, 'tls');
    assert.match(
      says,
      /\(issued by pulldoctor test authority\) is not vouched for .*: certificate-authority-data of the cluster "there" in /,
    );
    const machine = await failed(t, { server: server.url }, {}, { SSL_CERT_FILE: '/dev/null' });
    assert.match(
      machine.says,
      /trusted here: this machine's own, since none are named of the cluster "there"$/,
    );
    assert.deepEqual(server.requests, []);
  });

  test('shows one that is over, or for other names', async (t) => {
    const old = await tlsServer(t, () => undefined, { name: 'server-expired' });
    assert.match((await failed(t, trusting(old.url))).says, /has expired on 2021-03-01: the cluster's own/);
    const other = await tlsServer(t, () => undefined, { name: 'server-other-name' });
    const { says } = await failed(t, trusting(other.url));
    assert.match(says, /not made out for 127\.0\.0\.1 but for kubernetes\.default\.svc, 10\.96\.0\.1:/);
    const named = await failed(t, trusting(other.url, { 'tls-server-name': 'api.example' }));
    assert.match(named.says, /not made out for api\.example but for/);
    assert.deepEqual([...old.requests, ...other.requests], []);
  });

  test('speaks no TLS where it should, and the other way round', async (t) => {
    const plain = await plainServer(t, (_, response) => sendJson(response, {}));
    const { kind, says } = await failed(t, trusting(`https://127.0.0.1:${plain.port}`));
    assert.equal(kind, 'tls');
    assert.match(says, /does not speak TLS: its address begins with http:\/\//);
    // What Go's server says.
    const words = 'Client sent an HTTP request to an HTTPS server.\n';
    const port = await tcpServer(t, (socket) => {
      socket.end(`HTTP/1.0 400 Bad Request\r\nContent-Length: ${words.length}\r\n\r\n${words}`);
    });
    const other = await failed(t, { server: `http://127.0.0.1:${port}` });
    assert.equal(
      other.says,
      '400 Bad Request: the server expects TLS: its address has to begin with https://',
    );
  });

  test('is behind a proxy that does not let through, which is never named with its password', async (t) => {
    const canary = 'canary-of-the-proxy';
    const proxy = await connectProxy(t, { status: 403 });
    const behind = (port: number): Fields =>
      trusting('https://api.cluster.example', { 'proxy-url': `http://dana:${canary}@127.0.0.1:${port}` });
    const refused = await failed(t, behind(proxy.port));
    assert.deepEqual(
      [refused.kind, refused.says],
      [
        'unreachable',
        `the proxy http://127.0.0.1:${proxy.port} refused to connect (HTTP 403) (on the way to https://api.cluster.example)`,
      ],
    );
    const gone = await failed(t, behind(await closedPort()));
    assert.match(gone.says, /^the proxy http:\/\/127\.0\.0\.1:\d+ cannot be reached: /);
    assert.ok(!`${refused.says}${gone.says}`.includes(canary));
  });
});
