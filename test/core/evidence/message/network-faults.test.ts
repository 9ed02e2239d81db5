import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Cause } from '../../../../src/core/diagnosis/cause.ts';
import { saidOf } from './said-of.ts';

/**
 * Go's network, TLS and proxy errors are the same from every runtime: each must be read the same at
 * every step and place where a request can fail, with the host that was asked.
 */

const HOST = 'registry.acme.test';
const IMAGE = `${HOST}/shop/web:1.4.2`;
const TOKEN = `https://auth.acme.test/token?scope=repository%3Ashop%2Fweb%3Apull&service=${HOST}`;
const BLOB = 'https://blobs.acme.test/data?X-Amz-Signature=[REDACTED]';

const registry = `${HOST} registry`;
const token = 'auth.acme.test token';
const blob = 'blobs.acme.test blob';

/** Where a request can fail: the text before Go's error, and whose silence it then is. */
const PLACES: readonly (readonly [before: string, host: string])[] = [
  [
    `failed to resolve image "${IMAGE}": no available registry endpoint: failed to do request: Head https://${HOST}/v2/shop/web/manifests/1.4.2: `,
    registry,
  ],
  [
    `failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": failed to do request: Head "https://${HOST}/v2/shop/web/manifests/1.4.2": `,
    registry,
  ],
  [
    `failed to pull and unpack image "${IMAGE}": failed to resolve image: failed to authorize: failed to fetch oauth token: Post "${TOKEN}": `,
    token,
  ],
  [
    `failed to pull and unpack image "${IMAGE}": failed to copy: httpReadSeeker: failed open: failed to do request: Get "${BLOB}": `,
    blob,
  ],
  [`Error response from daemon: Get "https://${HOST}/v2/": `, registry],
  [`Error response from daemon: Get https://${HOST}/v2/shop/web/manifests/1.4.2: Get ${TOKEN}: `, token],
  [`error pulling image configuration: download failed after attempts=6: Get "${BLOB}": `, blob],
  [
    `initializing source docker://${IMAGE}: pinging container registry ${HOST}: Get "https://${HOST}/v2/": `,
    registry,
  ],
  [`initializing source docker://${IMAGE}: Get "${TOKEN}": `, token],
];

const FAULTS: Readonly<Partial<Record<Cause, readonly string[]>>> = {
  'connection-refused': [
    'dial tcp 10.20.30.40:443: connect: connection refused',
    'dial tcp [2001:db8::7]:443: getsockopt: connection refused',
    'dial tcp 10.20.30.40:443: connectex: No connection could be made because the target machine actively refused it.',
    'dial tcp 10.20.30.40:443: connect: operation not permitted',
  ],
  'connection-timeout': [
    'dial tcp 10.20.30.40:443: i/o timeout',
    'dial tcp 10.20.30.40:443: connect: no route to host',
    'dial tcp [2001:db8::7]:443: connect: network is unreachable',
    'dial tcp [2001:db8::7]:443: connect: cannot assign requested address',
    'dial tcp 10.20.30.40:443: connectex: A socket operation was attempted to an unreachable network.',
    'net/http: TLS handshake timeout',
    'net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    'context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    'http2: timeout awaiting response headers',
    'read tcp 10.0.0.5:51234->10.20.30.40:443: read: connection timed out',
  ],
  'connection-broken': [
    'read tcp 10.0.0.5:51234->10.20.30.40:443: read: connection reset by peer',
    'write tcp 10.0.0.5:51234->10.20.30.40:443: write: broken pipe',
    'read tcp 10.0.0.5:51234->10.20.30.40:443: wsarecv: An established connection was aborted by the software in your host machine.',
    'EOF',
    'unexpected EOF',
    'http2: server sent GOAWAY and closed the connection; LastStreamID=19, ErrCode=NO_ERROR, debug=""',
    'stream error: stream ID 7; INTERNAL_ERROR; received from peer',
    'http: server closed idle connection',
    'local error: tls: bad record MAC',
  ],
  'http-https-mismatch': [
    'http: server gave HTTP response to HTTPS client',
    'tls: first record does not look like a TLS handshake',
    'tls: oversized record received with length 20527',
  ],
  'tls-untrusted': [
    'x509: certificate signed by unknown authority',
    'tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "Acme Root CA")',
    `x509: “${HOST}” certificate is not trusted`,
    'x509: a root or intermediate certificate is not authorized to sign for this name: DNS name "x" is not permitted',
  ],
  'tls-expired': [
    'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-02-01T10:00:00Z is after 2026-01-31T23:59:59Z',
    `x509: “${HOST}” certificate is expired`,
  ],
  'tls-hostname': [
    'tls: failed to verify certificate: x509: certificate is valid for a.acme.test, *.b.acme.test, not other.acme.test',
    "x509: cannot validate certificate for 10.20.30.40 because it doesn't contain any IP SANs",
    `x509: “${HOST}” certificate name does not match input`,
  ],
};

suite('a request fails', () => {
  for (const [cause, faults] of Object.entries(FAULTS))
    for (const fault of faults)
      test(`${cause}: ${fault}`, () => {
        for (const [before, host] of PLACES) {
          const said = saidOf(before + fault);
          assert.deepEqual([said.cause, said.host], [cause, host], before);
        }
      });
});

suite('a name does not resolve, whatever ends the line', () => {
  const ENDINGS = [
    'no such host',
    'server misbehaving',
    'i/o timeout',
    'Temporary failure in name resolution',
    'device or resource busy',
    'read udp 10.0.0.5:40123->10.0.0.2:53: read: connection refused',
    'dial udp 10.0.0.2:53: connect: network is unreachable',
    'write udp 10.0.0.5:40123->10.0.0.2:53: write: operation not permitted',
  ];
  for (const ending of ENDINGS)
    for (const server of ['', ' on 10.0.0.2:53', ' on [fd00::a]:53'])
      test(`lookup${server}: ${ending}`, () => {
        for (const [before] of PLACES) {
          const said = saidOf(`${before}dial tcp: lookup some.acme.test${server}: ${ending}`);
          assert.deepEqual([said.cause, said.certainty], ['dns-failure', 'proven'], before);
          assert.match(said.host ?? '', /^some\.acme\.test /u);
        }
      });
});

suite("the node's proxy fails", () => {
  const DIALLED = [
    ['dial tcp 10.9.9.9:3128: connect: connection refused', '10.9.9.9:3128 proxy'],
    ['dial tcp [fd00::9]:3128: i/o timeout', '[fd00::9]:3128 proxy'],
    ['dial tcp: lookup proxy.acme.test on 10.0.0.2:53: no such host', 'proxy.acme.test proxy'],
  ] as const;
  for (const [ending, proxy] of DIALLED)
    test(`proxyconnect tcp: ${ending}`, () => {
      for (const [before] of PLACES) {
        const said = saidOf(`${before}proxyconnect tcp: ${ending}`);
        assert.deepEqual([said.cause, said.host], ['proxy-failure', proxy], before);
      }
    });

  const OTHERWISE = [
    'proxyconnect tcp: EOF',
    'proxyconnect tcp: x509: certificate signed by unknown authority',
    'proxyconnect tcp: tls: first record does not look like a TLS handshake',
    'proxyconnect tcp: net/http: TLS handshake timeout',
    `socks connect tcp 127.0.0.1:1080->${HOST}:443: unknown error general SOCKS server failure`,
    'Proxy Authentication Required',
    'Forbidden',
    'Bad Gateway',
    'Gateway Time-out',
    'Host Not Found',
  ];
  for (const ending of OTHERWISE)
    test(ending, () => {
      for (const [before] of PLACES) assert.equal(saidOf(before + ending).cause, 'proxy-failure', before);
    });
});
