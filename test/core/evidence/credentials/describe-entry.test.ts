import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type {
  LoginFault,
  RegistryEntryEvidence,
} from '../../../../src/core/evidence/credentials/registry-entry.ts';
import { describeEntries } from '../../../../src/core/evidence/credentials/describe-entry.ts';
import { readDockerConfig } from '../../../../src/core/evidence/credentials/docker-config.ts';

const HOUR = 3_600_000;
const WRITTEN = Date.parse('2026-11-20T10:00:00Z');

function entry(fields: object, config: object = {}, writtenAt?: number): RegistryEntryEvidence {
  const text = JSON.stringify({ auths: { 'registry.example.com': fields }, ...config });
  const [one] = describeEntries(readDockerConfig(text, 'dockerconfigjson'), writtenAt);
  assert.ok(one !== undefined);
  return one;
}

function login(user: string, password: string, writtenAt?: number): RegistryEntryEvidence {
  return entry({ username: user, password }, {}, writtenAt);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'RS256' }), part(claims), 'c2ln'].join('.');
}

suite('what is kept of an entry', () => {
  test('user and length, no more', () => {
    assert.deepEqual(entry({ auth: base64('ci:horse-battery') }), {
      key: 'registry.example.com',
      user: 'ci',
      passwordLength: 13,
      empty: false,
      dropped: [],
      faults: [],
    });
  });

  const empty: readonly (readonly [fields: object, config: object, dropped: readonly string[]])[] = [
    [{}, {}, []],
    [{ auth: '', username: '' }, {}, []],
    [{ email: 'ci@example.com' }, {}, []],
    [{ identitytoken: 'x' }, {}, ['identitytoken']],
    [{ registrytoken: 'x', IdentityToken: 'y' }, {}, ['registrytoken', 'identitytoken']],
    [{ identitytoken: '' }, {}, []],
    [{}, { credsStore: 'desktop' }, ['credsStore']],
    [{}, { credHelpers: { 'registry.example.com': 'gcloud' } }, ['credHelpers']],
    [{}, { credHelpers: { 'gcr.io': 'gcloud' }, credsStore: '' }, []],
  ];
  for (const [fields, config, dropped] of empty) {
    test(`empty: ${JSON.stringify({ fields, config })}`, () => {
      const read = entry(fields, config);
      assert.deepEqual([read.empty, read.dropped, read.faults], [true, dropped, []]);
    });
  }

  const shown: readonly (readonly [user: string, shown: boolean])[] = [
    ['ci', true],
    ['robot$shop+puller', true],
    ['acme+puller', true],
    ['gitlab+deploy-token-123456', true],
    ['00000000-0000-0000-0000-000000000000', true],
    ['puller@project-123456.iam.gserviceaccount.com', true],
    ['SomebodyWithALongName', true],
    [`ghp_${'a1B2'.repeat(9)}`, false],
    ['glpat-abcdefghijklmnopqrst', false],
    [jwt({}), false],
    ['0123456789abcdef0123456789abcdef', false],
    [base64('a user name and then some 1'), false],
    ['x'.repeat(200), false],
  ];
  for (const [user, is] of shown) {
    test(`${user.slice(0, 40)} is ${is ? '' : 'not '}shown as a user`, () => {
      assert.equal(login(user, 'x').user, is ? user : undefined);
    });
  }

  test('a user that is the password too is not shown', () => {
    assert.equal(login('correct-horse', 'correct-horse').user, undefined);
  });
});

suite('the look of a login', () => {
  const looks: readonly (readonly [user: string, password: string, faults: readonly LoginFault[]])[] = [
    ['ci', 'horse', []],
    ['ci', 'horse battery', []],
    ['ci', 'horse\n', ['trailing-newline']],
    ['ci', 'horse\r\n', ['trailing-newline']],
    ['ci', ' horse', ['surrounding-space']],
    ['ci', 'horse\t', ['surrounding-space']],
    ['ci', ' horse\n', ['trailing-newline', 'surrounding-space']],
    ['ci ', 'horse', ['surrounding-space']],
    ['ci', '"horse"', ['quotes']],
    ['ci', "'horse'\n", ['trailing-newline', 'quotes']],
    ['ci', '"horse', []],
    ['ci', '"', []],
    ['ci', base64('horse-battery'), ['double-base64']],
    ['ci', base64('horse\n'), ['double-base64']],
    ['ci', base64('horse-battery').slice(0, -2), []],
    ['ci', base64('\u0001\u0002\u0003binary\u0080'), []],
    ['ci', 'Sommer2026aa', []],
    ['ci', 'abcdefgh', []],
    ['AWS', base64('{"payload":"…"}'.replace('…', 'x')), []],
    ['_json_key_base64', base64('{"type":"service_account"}'), []],
    ['_json_key', '{"type":"service_account"}', []],
    ['_json_key', '{"type":', ['not-a-json-key']],
    ['_json_key', base64('{"type":"service_account"}'), ['double-base64', 'not-a-json-key']],
    ['_json_key_base64', '{"type":"service_account"}', ['not-a-json-key']],
    ['ci', '${TOKEN}', ['placeholder']],
    ['ci', '$REGISTRY_PASSWORD', ['placeholder']],
    ['ci', '$(cat token)', ['placeholder']],
    ['ci', '{{ .Values.token }}', ['placeholder']],
    ['ci', '<YOUR TOKEN>', ['placeholder']],
    ['ci', '$ecret-1', []],
    ['ci', 'pa$$word', []],
    ['ci', '<3 kubernetes>', []],
    ['', 'horse', ['no-user']],
    ['ci', '', ['no-password']],
  ];
  for (const [user, password, faults] of looks) {
    test(`${JSON.stringify([user, password])}: ${faults.join(', ') || 'well'}`, () => {
      assert.deepEqual(login(user, password).faults, faults);
    });
  }

  const spoiled: readonly (readonly [fields: object, faults: readonly LoginFault[]])[] = [
    [{ auth: '%%%' }, ['auth-not-base64']],
    [{ auth: base64('token') }, ['auth-without-colon']],
    [{ auth: base64(base64('ci:horse12')) }, ['auth-without-colon', 'double-base64']],
    [{ username: 5 }, ['wrong-json-type']],
    [{ auth: Buffer.from([0x63, 0x69, 0x3a, 0x80, 0x81]).toString('base64') }, ['not-utf8']],
  ];
  for (const [fields, faults] of spoiled) {
    test(JSON.stringify(fields), () => assert.deepEqual(entry(fields).faults, faults));
  }
});

suite('the times of a token', () => {
  test('a JSON web token says when it ends', () => {
    const token = jwt({ iat: 1_795_000_000, exp: 1_795_003_600, sub: 'canary' });
    const read = login('ci', token);
    assert.deepEqual(
      [read.kind, read.issuedAt, read.expiresAt, read.lifetime],
      ['jwt', 1_795_000_000_000, 1_795_003_600_000, undefined],
    );
    assert.ok(!JSON.stringify(read).includes('canary'));
  });

  test("ACR's token outweighs the age of the secret", () => {
    const read = login('00000000-0000-0000-0000-000000000000', jwt({ exp: 1_795_003_600 }), WRITTEN);
    assert.deepEqual(
      [read.kind, read.expiresAt, read.lifetime],
      ['acr-refresh', 1_795_003_600_000, 3 * HOUR],
    );
  });

  test("ECR's token says so in its base64", () => {
    const token = base64(
      JSON.stringify({ payload: 'x', version: '2', type: 'DATA_KEY', expiration: 1_795_003_600 }),
    );
    const read = login('AWS', token, WRITTEN);
    assert.deepEqual([read.kind, read.expiresAt, read.lifetime], ['ecr', 1_795_003_600_000, 12 * HOUR]);
  });

  test('else the secret is no younger than what is in it', () => {
    assert.equal(login('AWS', 'opaque', WRITTEN).expiresAt, WRITTEN + 12 * HOUR);
    assert.equal(login('oauth2accesstoken', 'ya29.x', WRITTEN).expiresAt, WRITTEN + HOUR);
    assert.equal(login('AWS', 'opaque').expiresAt, undefined, 'nobody knows when it was written');
  });

  const kinds: readonly (readonly [user: string, password: string, kind: string | undefined])[] = [
    ['ci', 'horse', undefined],
    ['_json_key', '{}', 'gcr-json-key'],
    ['ci', 'ghp_abc', 'pat'],
    ['ci', 'dckr_pat_abc', 'pat'],
    ['x-access-token', 'ghs_abc', 'ci-job'],
    ['gitlab-ci-token', 'abc', 'ci-job'],
    ['ci', 'eyJ.x', undefined],
  ];
  for (const [user, password, kind] of kinds) {
    test(`${user} ${password}`, () => assert.equal(login(user, password).kind, kind));
  }

  for (const claims of ['{', '[]', '{"exp":"soon"}', '{"exp":0}', '{"exp":1e300}', 'null', '\u{fffd}']) {
    test(`claims that say nothing: ${claims}`, () => {
      const read = login('ci', `eyJhbGciOiJub25lIn0.${Buffer.from(claims).toString('base64url')}.x`);
      assert.deepEqual([read.kind, read.expiresAt], ['jwt', undefined]);
    });
  }
});
