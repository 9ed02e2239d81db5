import fc from 'fast-check';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { decodeBase64 } from '../../../../src/core/evidence/objects/base64.ts';
import { parseSecret } from '../../../../src/core/evidence/objects/parse-secret.ts';
import { parseServiceAccount } from '../../../../src/core/evidence/objects/parse-service-account.ts';
import { registryKeysOf, type SecretEvidence } from '../../../../src/core/evidence/objects/secret.ts';

const CANARY = 'canary-7f3a';

function base64(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64');
}

function parsed(secret: object): SecretEvidence {
  const read = parseSecret({ metadata: { name: 'regcred', namespace: 'shop', uid: 's-1' }, ...secret });
  assert.ok(read);
  assert.ok(!JSON.stringify(read).includes(CANARY), 'a value has left the reader');
  return read;
}

const ENTRY = { username: 'ci', password: CANARY, auth: base64(`ci:${CANARY}`), email: CANARY };
const AUTHS = { auths: { 'registry.example.com': ENTRY, 'https://index.docker.io/v1/': ENTRY } };
const HOSTS = ['registry.example.com', 'https://index.docker.io/v1/'];
const TYPED = { type: 'kubernetes.io/dockerconfigjson' };

suite('parseSecret', () => {
  test('a pull secret: its registries, users and the look of its passwords', () => {
    const secret = parsed({
      ...TYPED,
      metadata: {
        name: 'regcred',
        namespace: 'shop',
        uid: 's-1',
        creationTimestamp: '2026-11-20T10:00:00Z',
        managedFields: [
          {
            manager: 'kubectl-create',
            time: '2026-11-20T10:00:00Z',
            fieldsV1: { 'f:data': {}, 'f:type': {} },
          },
          { manager: 'renewer', time: '2026-11-20T22:00:00Z', fieldsV1: { 'f:data': {} } },
          { manager: 'labels', time: '2026-11-21T10:00:00Z', fieldsV1: { 'f:metadata': {} } },
        ],
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': CANARY },
      },
      data: { '.dockerconfigjson': base64(AUTHS) },
    });
    const entry = { user: 'ci', passwordLength: CANARY.length, empty: false, dropped: [], faults: [] };
    assert.deepEqual(secret, {
      namespace: 'shop',
      name: 'regcred',
      uid: 's-1',
      type: 'kubernetes.io/dockerconfigjson',
      createdAt: Date.parse('2026-11-20T10:00:00Z'),
      writtenAt: Date.parse('2026-11-20T22:00:00Z'),
      dataKeys: ['.dockerconfigjson'],
      entries: { seen: true, value: HOSTS.map((key) => ({ key, ...entry })) },
    });
  });

  const readable: readonly (readonly [what: string, secret: object, keys: readonly string[]])[] = [
    ['the old form', { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': base64(AUTHS.auths) } }, HOSTS],
    ['a manifest with stringData', { stringData: { '.dockerconfigjson': JSON.stringify(AUTHS) } }, HOSTS],
    [
      'the right content under a wrong type',
      { type: 'Opaque', data: { '.dockerconfigjson': base64(AUTHS) } },
      HOSTS,
    ],
    ['no docker config at all', { type: 'Opaque', data: { password: base64(CANARY) } }, []],
    ['the file without auths', { data: { '.dockerconfigjson': base64(AUTHS.auths) } }, []],
    ['auths of a wrong type', { data: { '.dockerconfigjson': base64({ auths: CANARY }) } }, []],
    [
      'auths in capitals, which Go takes',
      { data: { '.dockerconfigjson': base64({ AUTHS: AUTHS.auths }) } },
      HOSTS,
    ],
    ['an empty secret', { data: {} }, []],
  ];
  for (const [what, secret, keys] of readable) {
    test(what, () => {
      const read = parsed(secret);
      assert.equal(read.entries.seen, true);
      assert.deepEqual(registryKeysOf(read), keys);
    });
  }

  const unreadable: readonly (readonly [what: string, secret: object, why: string])[] = [
    ['saved without data', { type: 'kubernetes.io/dockerconfigjson' }, 'its data was not saved'],
    [
      'blotted out by must-gather',
      { data: { '.dockerconfigjson': base64('213 bytes long') } },
      '.dockerconfigjson was left out when the secret was saved',
    ],
    [
      'blotted out by hand',
      { data: { '.dockerconfigjson': '' } },
      '.dockerconfigjson was left out when the secret was saved',
    ],
    ['not base64', { data: { '.dockerconfigjson': `***${CANARY}***` } }, '.dockerconfigjson is not base64'],
    [
      'not JSON',
      { data: { '.dockerconfigjson': base64(`{${CANARY}`) } },
      '.dockerconfigjson is not a JSON object',
    ],
    [
      'JSON, but no object',
      { data: { '.dockerconfigjson': base64([CANARY]) } },
      '.dockerconfigjson is not a JSON object',
    ],
  ];
  for (const [what, secret, why] of unreadable) {
    test(`cannot be read: ${what}`, () => {
      assert.deepEqual(parsed(secret).entries, {
        seen: false,
        blind: { what: 'registries of secret shop/regcred', why },
      });
    });
  }

  const spoiling: readonly (readonly [what: string, config: unknown, why: string])[] = [
    ['no JSON', `{"auths":${CANARY}`, 'it is not JSON'],
    ['a list', [CANARY], 'it is not a JSON object'],
    ['auths that are a text', { auths: CANARY }, '`auths` is not an object'],
    [
      'headers that are no texts',
      { HttpHeaders: { [CANARY]: 1 } },
      '`HttpHeaders` is not an object of texts',
    ],
    ['an entry that is a text', { auths: { a: CANARY } }, 'in the entry for a there is no object'],
    ['a number', { auths: { a: { password: 5 } } }, 'in the entry for a `password` is not a text'],
    ['a broken auth', { auths: { a: { auth: `%${CANARY}` } } }, 'in the entry for a `auth` is not base64'],
    [
      'a token for auth',
      { auths: { [`u:${CANARY}@a`]: { auth: base64(CANARY) } } },
      'in the entry for a `auth` is base64, but not of user:password',
    ],
  ];
  for (const [what, config, why] of spoiling) {
    test(`spoils the keyring: ${what}`, () => {
      const data = { '.dockerconfigjson': base64(config) };
      assert.equal(parsed({ ...TYPED, data }).malformed, why);
      assert.equal(parsed({ type: 'Opaque', data }).malformed, undefined, 'the kubelet does not read it');
    });
  }

  test('a secret without a type is Opaque, as in the API; its metadata alone does not tell', () => {
    assert.equal(parsed({ data: {} }).type, 'Opaque');
    assert.equal(parsed({}).type, '');
  });
});

suite('decodeBase64', () => {
  test('reads all that Node writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(decodeBase64(Buffer.from(text).toString('base64')), Buffer.from(text).toString());
      }),
    );
  });

  test('bytes that are no UTF-8 become U+FFFD', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const decoded = decodeBase64(Buffer.from(bytes).toString('base64'));
        assert.ok(decoded !== undefined);
        const valid = Buffer.from(bytes).toString();
        if (!valid.includes('\u{fffd}')) assert.equal(decoded, valid);
        else assert.ok(decoded.includes('\u{fffd}'));
      }),
    );
  });

  test('line breaks are skipped, as Go does', () => assert.equal(decodeBase64('YWJj\r\nZGVm\n'), 'abcdef'));

  for (const text of ['YQ', 'YQ=', 'YQ===', 'Y', 'YQ==YQ==', '=', 'Y Q=', 'YQ-_', '*']) {
    test(`not base64: ${text}`, () => assert.equal(decodeBase64(text), undefined));
  }

  test('without padding, where that is asked for', () => {
    assert.equal(decodeBase64('YWJjZA', 'forbidden'), 'abcd');
    assert.equal(decodeBase64('YWJjZA==', 'forbidden'), undefined);
    assert.equal(decodeBase64('YWJjZ', 'forbidden'), undefined);
  });

  test('1 MB in a moment', () => {
    const began = performance.now();
    assert.equal(decodeBase64(Buffer.alloc(1 << 20, 'a').toString('base64'))?.length, 1 << 20);
    assert.ok(performance.now() - began < 2000);
  });
});

suite('parseServiceAccount', () => {
  test('names and cloud identity, no token', () => {
    const account = parseServiceAccount({
      metadata: {
        name: 'deployer',
        namespace: 'shop',
        annotations: {
          'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/pull',
          'iam.gke.io/gcp-service-account': 7,
          note: CANARY,
        },
      },
      secrets: [{ name: `deployer-token-${CANARY}` }],
      imagePullSecrets: [{ name: 'regcred' }, {}],
    });
    assert.deepEqual(account, {
      namespace: 'shop',
      name: 'deployer',
      imagePullSecrets: ['regcred'],
      cloudIdentity: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/pull' },
    });
  });

  test('what has no name is none', () => assert.equal(parseServiceAccount({ metadata: {} }), undefined));
});
