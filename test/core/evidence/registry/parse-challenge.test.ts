import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { challengeFacts, parseChallenges } from '../../../../src/core/evidence/registry/parse-challenge.ts';

/** Challenges as `scheme {name: value}`, to be compared at a glance. */
function read(...headers: readonly string[]): readonly unknown[] {
  return parseChallenges(headers).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
}

suite('challenges', () => {
  const cases: readonly (readonly [string, readonly string[], readonly unknown[]])[] = [
    ['nothing', [], []],
    ['an empty header, as Harbor sends it', [''], []],
    ['a scheme alone', ['Negotiate'], [['negotiate', {}]]],
    ['Basic', ['Basic realm="Registry"'], [['basic', { realm: 'Registry' }]]],
    [
      'Bearer as registries write it',
      ['Bearer realm="https://auth.example.com/token",service="reg",scope="repository:a/b:pull,push"'],
      [
        [
          'bearer',
          { realm: 'https://auth.example.com/token', service: 'reg', scope: 'repository:a/b:pull,push' },
        ],
      ],
    ],
    [
      'two in one header',
      ['Bearer realm="r", error="insufficient_scope", Basic realm="b"'],
      [
        ['bearer', { realm: 'r', error: 'insufficient_scope' }],
        ['basic', { realm: 'b' }],
      ],
    ],
    [
      'one in each header',
      ['Basic realm=b', 'Bearer realm=r'],
      [
        ['basic', { realm: 'b' }],
        ['bearer', { realm: 'r' }],
      ],
    ],
    [
      'a token in place of parameters',
      ['Negotiate YWJj==, Basic realm="b"'],
      [
        ['negotiate', {}],
        ['basic', { realm: 'b' }],
      ],
    ],
    ['names in any case', ['BEARER Realm="r",SERVICE=s'], [['bearer', { realm: 'r', service: 's' }]]],
    ['escaped quotes', ['Basic realm="say \\"hello\\\\"'], [['basic', { realm: 'say "hello\\' }]]],
    ['spaces around the equals sign', ['Basic realm = "b"'], [['basic', { realm: 'b' }]]],
    [
      'no comma between parameters',
      ['Bearer realm="r" service="s"'],
      [['bearer', { realm: 'r', service: 's' }]],
    ],
    [
      'a quote that never ends',
      ['Basic realm="b, Bearer realm="r'],
      [
        ['basic', { realm: 'b, Bearer realm=' }],
        ['r', {}],
      ],
    ],
    ['commas without anything between', [',, ,Basic realm="b",,'], [['basic', { realm: 'b' }]]],
    ['the first of a name counts', ['Basic realm="a",realm="b"'], [['basic', { realm: 'a' }]]],
    ['what is no token is passed over', ['"x", Basic realm="b"'], [['basic', { realm: 'b' }]]],
  ];
  for (const [name, headers, expected] of cases) {
    test(name, () => assert.deepEqual(read(...headers), expected));
  }

  test('facts tell the realm without a query, a fragment or a user in it', () => {
    const header =
      'Bearer realm="https://ci:pw@auth.example.com/token?account=ci",service="s",error="invalid_token"';
    assert.deepEqual(parseChallenges([header]).map(challengeFacts), [
      { scheme: 'bearer', realm: 'https://auth.example.com/token', service: 's', error: 'invalid_token' },
    ]);
    assert.deepEqual(
      parseChallenges(['Bearer realm="https://auth.example.com/t#secret"']).map(challengeFacts),
      [{ scheme: 'bearer', realm: 'https://auth.example.com/t' }],
    );
  });

  test('any header gives a few challenges', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 5 }), (headers) => {
        const challenges = parseChallenges(headers);
        assert.ok(challenges.length <= 8);
        for (const challenge of challenges) {
          assert.ok(challenge.parameters.size <= 16);
          assert.equal(challenge.scheme, challenge.scheme.toLowerCase());
          challengeFacts(challenge);
        }
      }),
    );
  });

  test('parameters that were written are read', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/u);
    const parameters = fc.dictionary(word, fc.string({ maxLength: 30 }), { minKeys: 1, maxKeys: 8 });
    fc.assert(
      fc.property(word, parameters, (scheme, written) => {
        const text = Object.entries(written)
          .map(([name, value]) => `${name}="${value.replaceAll(/["\\]/gu, String.raw`\$&`)}"`)
          .join(', ');
        assert.deepEqual(read(`${scheme} ${text}`), [[scheme, { ...written }]]);
      }),
    );
  });

  test('a bomb of challenges is read in no time', () => {
    const bombs = [
      'a '.repeat(500_000),
      'Bearer ' + 'x=,'.repeat(300_000),
      `Basic realm="${'\\"'.repeat(400_000)}`,
      'A=' + '='.repeat(500_000),
      `Negotiate ${'a'.repeat(500_000)} b`,
      ','.repeat(1_000_000),
    ];
    const start = performance.now();
    for (const bomb of bombs) parseChallenges([bomb]);
    assert.ok(performance.now() - start < 500);
  });
});
