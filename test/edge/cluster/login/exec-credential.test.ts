import fc from 'fast-check';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { EXEC_VERSIONS, readExecCredential } from '../../../../src/edge/cluster/login/exec-credential.ts';

const [V1 = '', V1BETA1 = ''] = EXEC_VERSIONS;
const SECRET = 'a-horse-that-nobody-may-see';
const PEM = `-----BEGIN CERTIFICATE-----\n${SECRET}\n-----END CERTIFICATE-----`;

function credential(fields: object): string {
  return JSON.stringify({ kind: 'ExecCredential', apiVersion: V1, ...fields });
}

function withStatus(status: object): string {
  return credential({ status });
}

function fault(printed: string): string {
  const reading = readExecCredential(printed, V1);
  return reading.ok ? 'none' : reading.says;
}

suite('what a plugin printed, where it is no credential, is told by the field that is wrong', () => {
  const rows: readonly (readonly [what: string, printed: string, says: string])[] = [
    ['nothing', ' \n', 'printed nothing where an ExecCredential was to come'],
    ['no JSON', SECRET, 'printed something that is no JSON, not an ExecCredential'],
    ['a text', `"${SECRET}"`, 'printed JSON without a kind, not an ExecCredential'],
    ['null', 'null', 'printed JSON without a kind, not an ExecCredential'],
    ['no kind', '{}', 'printed JSON without a kind, not an ExecCredential'],
    ['something else', '{"kind":"Pod"}', 'printed a Pod, not an ExecCredential'],
    [
      'another version',
      credential({ apiVersion: V1BETA1, status: { token: SECRET } }),
      `is configured to use "${V1}", but printed "${V1BETA1}"`,
    ],
    ['no status', credential({}), 'printed an ExecCredential without a status'],
    ['null for a status', credential({ status: null }), 'printed an ExecCredential without a status'],
    [
      'a list for a status',
      credential({ status: [SECRET] }),
      'printed an ExecCredential whose status is no object',
    ],
    [
      'an empty status',
      withStatus({ token: '' }),
      'gave neither a token nor a certificate with its key: its status has no token, clientCertificateData or clientKeyData',
    ],
    ['a number for a token', withStatus({ token: 7 }), 'gave a status.token that is no text'],
    [
      'an object for a key',
      withStatus({ token: SECRET, clientKeyData: {} }),
      'gave a status.clientKeyData that is no text',
    ],
    ...['\n', '\r\nX-Other: 1', '\u0000', '\u007f', 'ж'].map(
      (character) =>
        [
          `a token with ${JSON.stringify(character)} in it`,
          withStatus({ token: `${SECRET}${character}${SECRET}` }),
          'gave a token (status.token) with a character that no header can carry',
        ] as const,
    ),
    [
      'a key alone',
      withStatus({ clientKeyData: SECRET }),
      'gave a clientKeyData without a clientCertificateData',
    ],
    [
      'a certificate alone',
      withStatus({ token: SECRET, clientCertificateData: SECRET }),
      'gave a clientCertificateData without a clientKeyData',
    ],
    [
      'a certificate that is none',
      withStatus({ clientCertificateData: SECRET, clientKeyData: PEM }),
      'gave a clientCertificateData that is not in PEM form',
    ],
    [
      'a key that is none',
      withStatus({ clientCertificateData: PEM, clientKeyData: SECRET }),
      'gave a clientKeyData that is not in PEM form',
    ],
    [
      'a time that is none',
      withStatus({ token: SECRET, expirationTimestamp: 'soon' }),
      'gave an expirationTimestamp that is no time',
    ],
  ];
  for (const [what, printed, says] of rows) test(what, () => assert.equal(fault(printed), says));

  test('and nothing that it printed in secret is said', () => {
    for (const [, printed] of rows) assert.ok(!fault(printed).includes(SECRET), printed);
  });
});

test('spaces around a token, and null for what is not given, are forgiven as by client-go', () => {
  const reading = readExecCredential(
    withStatus({ token: ' abc\n', clientKeyData: null, expirationTimestamp: null }),
    V1,
  );
  assert.deepEqual(reading, { ok: true, credential: { authorization: 'Bearer abc' } });
});

test('any JSON gives a credential or one line about it', () => {
  const any = fc.property(fc.json(), fc.json(), (status, whole) => {
    for (const printed of [`{"kind":"ExecCredential","apiVersion":"${V1}","status":${status}}`, whole])
      assert.match(fault(printed), /^[^\n]+$/u);
  });
  fc.assert(any, { numRuns: 200 });
});
