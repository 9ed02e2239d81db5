import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { shellLine, shellQuote } from '../../../src/core/remedy/shell-quote.ts';
import { readShellLine } from './shell-words.ts';

const HOSTILE = [
  "x'; rm -rf /",
  '$(id)',
  '`id`',
  '${HOME}',
  'a b',
  'a\nb',
  'a\tb',
  String.raw`back\slash`,
  '"',
  "''",
  '',
  '*',
  '~',
  '~/x',
  '=cmd',
  '!history',
  '#no comment',
  '<TAG>',
  'a;b',
  'a&b',
  'a|b',
  '-n',
  '\u202Egnp.exe',
  '\u001B[31mred',
  'zero\u200Bwidth',
  'line\u2028separator',
  'über/日本語:🙂',
  "$'x'",
  "it's\n'quoted'\\",
] as const;

suite('shellQuote', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['registry.example.com:5000/shop/web:v1.0.1', 'registry.example.com:5000/shop/web:v1.0.1'],
    ['app=quay.io/x@sha256:ab', 'app=quay.io/x@sha256:ab'],
    ['', "''"],
    ['=cmd', "'=cmd'"],
    ["x'; rm -rf /", String.raw`'x'\''; rm -rf /'`],
    ['<TAG>', "'<TAG>'"],
    ['web\n', String.raw`$'web\n'`],
    ["it's\t\\", String.raw`$'it\'s\t\\'`],
    ['\u202Ex', String.raw`$'\xE2\x80\xAEx'`],
    ['\0', String.raw`$'\xEF\xBF\xBD'`],
    ['\uD800', String.raw`$'\xEF\xBF\xBD'`],
  ];
  for (const [word, quoted] of cases) {
    test(quoted, () => assert.equal(shellQuote(word), quoted));
  }

  test('bash gets every word as it was', () => {
    const script = `printf '%s\\0' ${shellLine(...HOSTILE)}`;
    const words = execFileSync('bash', ['-c', script], { env: { LC_ALL: 'C' } })
      .toString('utf8')
      .split('\0');
    assert.deepEqual(words, [...HOSTILE, '']);
  });

  test('any words come back, on one line', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), (words) => {
        const line = shellLine(...words);
        assert.doesNotMatch(line, /[\p{Cc}\p{Cs}\p{Zl}]/u);
        assert.deepEqual(readShellLine(line).commands, [
          words.map((word) => Buffer.from(word.replaceAll('\0', '\uFFFD')).toString()),
        ]);
      }),
    );
  });
});

suite('the reader of the tests is strict', () => {
  for (const line of [
    'a; b',
    'a & b',
    'a $(b)',
    'a `b`',
    'a $B',
    "a 'b",
    'a "$(rm -rf /)"',
    'a *',
    'a\nb',
    "a 'b\nc'",
    'a (b)',
    '{ a; }',
    'a #b',
  ]) {
    test(JSON.stringify(line), () => assert.throws(() => readShellLine(line)));
  }

  test('it takes apart what remedies use', () => {
    assert.deepEqual(readShellLine(`a 'b c' | d > ./e && f < /dev/null`).commands, [
      ['a', 'b c'],
      ['d'],
      ['f'],
    ]);
    const login = 'x --p="$(aws ecr get-login-password --region eu-west-1)"';
    assert.deepEqual(readShellLine(login).commands, [
      ['x', '--p=$(aws ecr get-login-password --region eu-west-1)'],
    ]);
  });
});
