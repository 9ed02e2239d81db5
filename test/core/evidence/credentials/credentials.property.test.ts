import fc from 'fast-check';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { inspect } from 'node:util';
import { globMatches } from '../../../../src/core/evidence/credentials/host-glob.ts';
import { lookupLogins, matchKeys } from '../../../../src/core/evidence/credentials/keyring.ts';
import { parsePullSecret } from '../../../../src/core/evidence/credentials/parse-pull-secret.ts';
import { cleanRegistryKey } from '../../../../src/core/evidence/credentials/registry-key.ts';
import { shownKey } from '../../../../src/core/evidence/credentials/shown-key.ts';
import { parseSecret } from '../../../../src/core/evidence/objects/parse-secret.ts';

const CANARY = 'canary7f3a';

const host = fc.constantFrom(
  'registry.example.com',
  'index.docker.io',
  '*.example.com',
  'reg*',
  '[a-z].io',
  '',
);
const key = fc
  .tuple(
    fc.constantFrom('', 'https://', 'http://', 'ftp://'),
    fc.constantFrom(
      '',
      'ci@',
      `ci:${CANARY}@`,
      `ci:${CANARY}/@`,
      `ci:${CANARY}#@`,
      `ci:${CANARY}?@`,
      `a@${CANARY}@`,
    ),
    fc.oneof(host, fc.string({ maxLength: 8 })),
    fc.constantFrom('', ':5000', '/', '/v1/', '/v2/team', `?${CANARY}`, `#${CANARY}`, '/%zz'),
  )
  .map((parts) => parts.join(''));

const encoded = Buffer.from(`ci:${CANARY}`).toString('base64');
const text = fc.constantFrom(
  CANARY,
  `${CANARY}\n`,
  `"${CANARY}"`,
  encoded,
  `%${CANARY}`,
  `eyJ.${CANARY}.x`,
  `ghp_${CANARY}`,
);
const field = fc.oneof(text, fc.constant(5), fc.constant(null), fc.constant([CANARY]));
const entry = fc.oneof(
  fc.record(
    {
      username: fc.oneof(fc.constant('ci'), fc.constant('AWS'), fc.constant(7)),
      password: field,
      auth: field,
      identitytoken: field,
    },
    { requiredKeys: [] },
  ),
  field,
);
const config = fc.oneof(
  fc.record(
    {
      auths: fc.oneof(fc.dictionary(key, entry, { maxKeys: 4 }), field),
      credsStore: field,
      HttpHeaders: fc.oneof(field, fc.dictionary(text, text)),
    },
    { requiredKeys: [] },
  ),
  fc.dictionary(key, entry, { maxKeys: 3 }),
  field,
);
const value = fc.oneof(
  config.map((one) => JSON.stringify(one)),
  config.map((one) => JSON.stringify(one).slice(1)),
  fc.string(),
);
const secret = fc
  .tuple(
    fc.constantFrom('kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg', 'Opaque'),
    fc.constantFrom('.dockerconfigjson', '.dockercfg', 'config.json'),
    value,
  )
  .map(([type, key, value]) => ({
    kind: 'Secret',
    metadata: { name: 'regcred', namespace: 'shop' },
    type,
    data: { [key]: Buffer.from(value).toString('base64') },
  }));

suite('whatever is in a secret', () => {
  test('no value of it leaves the readers but under seal', () => {
    fc.assert(
      fc.property(secret, (json) => {
        const pullSecret = parsePullSecret(json);
        assert.ok(pullSecret !== undefined);
        const found = lookupLogins([pullSecret], 'registry.example.com/team/app');
        for (const read of [parseSecret(json), pullSecret, found]) {
          const shown = JSON.stringify(read) + inspect(read, { depth: 9, showHidden: true });
          assert.ok(!shown.includes(CANARY), shown);
          assert.ok(!shown.includes(encoded), shown);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('the two readers agree on its entries and on what spoils it', () => {
    fc.assert(
      fc.property(secret, (json) => {
        const [evidence, pullSecret] = [parseSecret(json), parsePullSecret(json)];
        assert.equal(evidence?.malformed, pullSecret?.malformed);
        if (pullSecret === undefined || pullSecret.entries.length === 0) return;
        assert.ok(evidence?.entries.seen === true);
        assert.deepEqual(
          evidence.entries.value.map((one) => [one.key, one.passwordLength]),
          pullSecret.entries.map((one) => [one.key, one.login.password.length]),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('anything at all gives an answer', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (json, image) => {
        const read = parsePullSecret(json);
        lookupLogins(read === undefined ? [] : [read], image);
        parseSecret(json);
      }),
    );
  });
});

/** Two slashes in a row at the head of a path, or letters that only tags and logins have. */
const NEVER = /^[^/]*\/(?:\/|.*[@:])/su;

suite('whatever a key is', () => {
  test('it is shown so that it matches what it matched', () => {
    fc.assert(
      fc.property(fc.oneof(key, fc.string({ unit: 'binary' })), (written) => {
        const [shown, cleaned] = [cleanRegistryKey(shownKey(written)), cleanRegistryKey(written)];
        // No repository has such a path, so that it may be shown shorter.
        if (NEVER.test(cleaned ?? '')) {
          assert.match(shown ?? '/@', NEVER);
          return;
        }
        assert.equal(shown, cleaned);
        assert.equal(shownKey(shownKey(written)), shownKey(written));
      }),
      { numRuns: 1000 },
    );
  });

  test('a pattern matches what it was made from', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', '1'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(name, fc.nat(12), fc.nat(12), (name, one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        assert.ok(globMatches(`${name.slice(0, from)}*${name.slice(to)}`, name));
        assert.ok(globMatches([...name].map(() => '?').join(''), name));
        assert.ok(!globMatches(`${name}?`, name));
      }),
    );
  });

  const bombs: readonly (readonly [what: string, key: string, repository: string])[] = [
    ['stars', `${'*a'.repeat(200_000)}b`, `${'a'.repeat(250)}.io/app`],
    ['stars against a long host', `${'*a'.repeat(50_000)}b`, `${'a'.repeat(500_000)}/app`],
    ['one star and a long tail', `*${'a'.repeat(500_000)}b`, `${'a'.repeat(1_000_000)}/app`],
    ['classes', '[a-z]'.repeat(100_000), `${'a'.repeat(250)}.io/app`],
    ['an open bracket', '['.repeat(500_000), 'registry.example.com/app'],
    ['dots', '.'.repeat(500_000), 'registry.example.com/app'],
    ['percents', '%41'.repeat(300_000), 'registry.example.com/app'],
    ['percents in the path', `registry.example.com/${'%41'.repeat(300_000)}`, 'registry.example.com/app'],
    ['at signs', '@'.repeat(500_000), 'registry.example.com/app'],
    ['colons', `[${':'.repeat(500_000)}]`, 'registry.example.com/app'],
    ['slashes', '/'.repeat(500_000), 'registry.example.com/app'],
    ['white space', ' '.repeat(500_000), 'registry.example.com/app'],
  ];
  for (const [what, key, repository] of bombs) {
    test(`a bomb of ${what} costs its length`, () => {
      const began = performance.now();
      assert.equal(matchKeys([{ key }, { key: shownKey(key) }], repository).length, 0);
      assert.ok(performance.now() - began < 1000, `${Math.round(performance.now() - began)} ms`);
    });
  }

  test('a hundred thousand entries are one lookup', () => {
    const items = Array.from({ length: 100_000 }, (_, i) => ({ key: `h${i}.example.com` }));
    const began = performance.now();
    assert.deepEqual(matchKeys(items, 'h77.example.com/app'), [{ key: 'h77.example.com' }]);
    assert.ok(performance.now() - began < 2000, `${Math.round(performance.now() - began)} ms`);
  });
});
