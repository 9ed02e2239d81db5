import fc from 'fast-check';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { decodeBase64 } from '../../../../src/core/evidence/objects/base64.ts';
import { parseRegistryKeys } from '../../../../src/core/evidence/objects/docker-config.ts';
import { parseSecret } from '../../../../src/core/evidence/objects/parse-secret.ts';
import { parseServiceAccount } from '../../../../src/core/evidence/objects/parse-service-account.ts';
import type { SecretEvidence } from '../../../../src/core/evidence/objects/secret.ts';

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

const ENTRY = { username: CANARY, password: CANARY, auth: base64(`${CANARY}:${CANARY}`), email: CANARY };
const AUTHS = { auths: { 'registry.example.com': ENTRY, 'https://index.docker.io/v1/': ENTRY } };
const HOSTS = ['registry.example.com', 'https://index.docker.io/v1/'];

suite('parseSecret', () => {
  test('a pull secret: its registries and nothing else', () => {
    const secret = parsed({
      type: 'kubernetes.io/dockerconfigjson',
      metadata: {
        name: 'regcred',
        namespace: 'shop',
        uid: 's-1',
        creationTimestamp: '2026-11-20T10:00:00Z',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': CANARY },
      },
      data: { '.dockerconfigjson': base64(AUTHS) },
    });
    assert.deepEqual(secret, {
      namespace: 'shop',
      name: 'regcred',
      uid: 's-1',
      type: 'kubernetes.io/dockerconfigjson',
      createdAt: Date.parse('2026-11-20T10:00:00Z'),
      dataKeys: ['.dockerconfigjson'],
      registryKeys: { seen: true, value: HOSTS },
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
    test(what, () => assert.deepEqual(parsed(secret).registryKeys, { seen: true, value: keys }));
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
      assert.deepEqual(parsed(secret).registryKeys, {
        seen: false,
        blind: { what: 'registries of secret shop/regcred', why },
      });
    });
  }

  test('a secret without a type is Opaque, as in the API', () => assert.equal(parsed({}).type, 'Opaque'));
});

suite('parseRegistryKeys', () => {
  const keys: readonly (readonly [key: string, shown: string])[] = [
    ['registry.example.com/team', 'registry.example.com/team'],
    [`https://ci:${CANARY}@registry.example.com/v2/`, 'https://registry.example.com/v2/'],
    [`ci:${CANARY}@registry.example.com`, 'registry.example.com'],
    [`https://a@b:${CANARY}@registry.example.com`, 'https://registry.example.com'],
    ['registry.example.com/a@b', 'registry.example.com/a@b'],
    ['*.example.com', '*.example.com'],
  ];
  for (const [key, shown] of keys) {
    test(key, () => assert.deepEqual(parseRegistryKeys(JSON.stringify({ [key]: {} }), true), [shown]));
  }
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
