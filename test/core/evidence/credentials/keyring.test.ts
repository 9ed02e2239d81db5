import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { inspect } from 'node:util';
import {
  inheritedPullSecrets,
  pullSecretsOf,
} from '../../../../src/core/evidence/credentials/inherited-secrets.ts';
import { lookupLogins } from '../../../../src/core/evidence/credentials/keyring.ts';
import { parsePullSecret, readLogins } from '../../../../src/core/evidence/credentials/parse-pull-secret.ts';
import type { PullSecret } from '../../../../src/core/evidence/credentials/pull-secret.ts';
import { shownKey } from '../../../../src/core/evidence/credentials/shown-key.ts';
import { isReference, parseImageReference } from '../../../../src/core/evidence/image/image-reference.ts';
import { account, pod } from '../../diagnosis/builders.ts';

const CANARY = 'canary-7f3a';

function pullSecret(name: string, config: unknown, more: object = {}): PullSecret {
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  const secret = parsePullSecret({
    metadata: { name, namespace: 'shop' },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': Buffer.from(text).toString('base64') },
    ...more,
  });
  assert.ok(secret !== undefined);
  return secret;
}

const LOGIN = { username: 'ci', password: CANARY };

suite('a pull secret', () => {
  test('has its logins sealed', () => {
    const secret = pullSecret('regcred', { auths: { 'registry.example.com': LOGIN } });
    assert.equal(secret.entries[0]?.login.password.reveal(), CANARY);
    assert.equal(secret.entries[0]?.login.password.length, CANARY.length);
    for (const shown of [
      JSON.stringify(secret),
      inspect(secret, { depth: 9, showHidden: true }),
      String(secret.entries[0]?.login.password),
    ]) {
      assert.ok(!shown.includes(CANARY), shown);
    }
  });

  test('without a name is none', () => assert.equal(parsePullSecret({ type: 'Opaque' }), undefined));

  test('of a manifest has its content in the open', () => {
    const plain = { stringData: { '.dockerconfigjson': JSON.stringify({ auths: { a: LOGIN } }) } };
    assert.equal(pullSecret('regcred', '{}', plain).entries[0]?.login.username, 'ci');
  });

  test('whose data was not read has no logins', () => {
    assert.deepEqual(pullSecret('regcred', '', { data: undefined }), {
      namespace: 'shop',
      name: 'regcred',
      entries: [],
    });
  });

  test("a machine's config.json is read alike", () => {
    const text = JSON.stringify({ auths: { 'ghcr.io': {} }, credsStore: 'desktop' });
    const [entry] = readLogins(text, 'dockerconfigjson').entries;
    assert.deepEqual([entry?.key, entry?.login.username, entry?.login.password.length], ['ghcr.io', '', 0]);
  });

  test('may be nested as deep as Go goes, and no deeper', () => {
    const nested = (depth: number): string => `{"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    assert.equal(pullSecret('regcred', nested(9999)).malformed, undefined);
    assert.equal(pullSecret('regcred', nested(10_000)).malformed, 'it is not JSON');
  });
});

suite('the keyring', () => {
  test('says where each login is from', () => {
    const secrets = [
      pullSecret('one', { auths: { 'https://registry.example.com/v2/': LOGIN } }),
      pullSecret('two', { auths: { 'registry.example.com/shop': { ...LOGIN, username: 'shop' } } }),
    ];
    const found = lookupLogins(secrets, 'registry.example.com/shop/web:1');
    assert.ok(found.kind === 'logins');
    assert.deepEqual(
      found.logins.map(({ secret, key, login }) => [secret.namespace, secret.name, key, login.username]),
      [
        ['shop', 'two', 'registry.example.com/shop', 'shop'],
        ['shop', 'one', 'https://registry.example.com/v2/', 'ci'],
      ],
    );
  });

  test('takes a reference that was read before', () => {
    const image = parseImageReference('registry.example.com/shop/web');
    assert.ok(isReference(image));
    const found = lookupLogins([pullSecret('one', { auths: { 'registry.example.com': LOGIN } })], image);
    assert.equal(found.kind === 'logins' && found.logins.length, 1);
  });

  test('has nothing for what is no image', () => {
    const secrets = [pullSecret('one', { auths: { '*': LOGIN, 'index.docker.io': LOGIN } })];
    assert.deepEqual(lookupLogins(secrets, 'NotAn image'), { kind: 'logins', logins: [] });
  });

  test('is spoiled by one secret, and says by which', () => {
    const secrets = [
      pullSecret('good', { auths: { 'registry.example.com': LOGIN } }),
      pullSecret('bad', { auths: { [`ci:${CANARY}@other`]: { auth: `%${CANARY}` } } }),
    ];
    assert.deepEqual(lookupLogins(secrets, 'registry.example.com/shop/web'), {
      kind: 'malformed',
      secret: 'bad',
      why: 'in the entry for other `auth` is not base64',
    });
  });
});

suite('which secrets', () => {
  test("a pod's own, and none of a static pod's", () => {
    assert.deepEqual(pullSecretsOf(pod({ imagePullSecrets: ['a', 'b'] })), ['a', 'b']);
    assert.deepEqual(pullSecretsOf(pod({ imagePullSecrets: ['a'], mirror: true })), []);
  });

  test("a new pod's: those of the service account only where it has none", () => {
    const named = account({ imagePullSecrets: ['theirs'] });
    assert.deepEqual(inheritedPullSecrets([], named), ['theirs']);
    assert.deepEqual(inheritedPullSecrets(['mine'], named), ['mine']);
    assert.deepEqual(inheritedPullSecrets([], undefined), []);
  });
});

suite('a key as it is shown', () => {
  const keys: readonly (readonly [key: string, shown: string])[] = [
    ['registry.example.com/team', 'registry.example.com/team'],
    [`https://ci:${CANARY}@registry.example.com/v2/`, 'https://registry.example.com/v2/'],
    [`ci:${CANARY}@registry.example.com`, 'registry.example.com'],
    [`https://a@b:${CANARY}@registry.example.com`, 'https://registry.example.com'],
    [`https://ci:${CANARY}/x@registry.example.com`, 'https://<user>@registry.example.com'],
    [`ci:${CANARY}#@registry.example.com`, '<user>@registry.example.com'],
    [`ci:${CANARY}%zz@registry.example.com`, '<user>@registry.example.com'],
    [`registry.example.com/?token=${CANARY}`, 'registry.example.com/'],
    [`registry.example.com/#${CANARY}`, 'registry.example.com/'],
    ['registry.example.com/a@b', 'registry.example.com/a@b'],
    [`oci://ci:${CANARY}@registry.example.com`, 'oci://<user>@registry.example.com'],
    [`oci://${CANARY}@registry.example.com`, 'oci://<user>@registry.example.com'],
    [`registry.example.com/ci:${CANARY}/x@y`, 'registry.example.com/<user>@y'],
    ['*.example.com', '*.example.com'],
    ['', ''],
  ];
  for (const [key, shown] of keys) {
    test(key, () => assert.equal(shownKey(key), shown));
  }
});
