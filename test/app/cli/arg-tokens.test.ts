import fc from 'fast-check';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseArgs } from 'node:util';
import { argTokens, type ArgToken } from '../../../src/app/cli/arg-tokens.ts';
import type { Flag } from '../../../src/app/cli/command-form.ts';

const FLAGS: readonly Flag[] = [
  { name: 'namespace', short: 'n', value: 'NAME', says: '' },
  { name: 'filename', short: 'f', value: 'PATH', says: '' },
  { name: 'all', short: 'A', says: '' },
  { name: 'quiet', short: 'q', says: '' },
  { name: 'context', value: 'NAME', says: '' },
  { name: 'watch', says: '' },
];

/** What Node's own parser makes of it, in our words. */
function byNode(args: readonly string[]): readonly ArgToken[] {
  const options = Object.fromEntries(
    FLAGS.map(({ name, short, value }) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) } as const,
    ]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens.flatMap((token): readonly ArgToken[] => {
    if (token.kind === 'positional') return [{ is: 'word', value: token.value, index: token.index }];
    if (token.kind !== 'option') return [{ is: 'dashes' }];
    const { name, rawName: typed, value } = token;
    return [{ is: 'flag', name, typed, ...(value !== undefined && { value }) }];
  });
}

const ARG = fc.oneof(
  fc.constantFrom(
    '-n',
    '-f',
    '-A',
    '-q',
    '-Aq',
    '-Anshop',
    '-nshop',
    '-An',
    '--all',
    '--watch',
    '--',
    '-',
    '',
  ),
  fc.constantFrom(
    '--namespace',
    '--namespace=a=b',
    '--context',
    '--context=',
    '--nope',
    '--nope=1',
    '--all=no',
  ),
  fc.constantFrom('pod/web', 'explain', '--=x', '--=', '---', '-z', '-Az', '-zn', '--__proto__', '-é'),
  // An equals sign after a letter is kubectl's, and Node's parser does not know it; a dash there ends the flags for it.
  fc.string({ maxLength: 6 }).filter((text) => !/^-[^-].*[=-]/su.test(text)),
);

suite('a command line taken apart', () => {
  test('as Node does it', () => {
    fc.assert(
      fc.property(fc.array(ARG, { maxLength: 6 }), (args) => {
        assert.deepEqual(argTokens(args, FLAGS), byNode(args));
      }),
      { numRuns: 3000 },
    );
  });

  test('an equals sign after a letter belongs to neither name nor value, as in kubectl', () => {
    const shop = { is: 'flag', name: 'namespace', typed: '--namespace', value: 'shop' };
    assert.deepEqual(argTokens(['-n=shop'], FLAGS), [shop]);
    assert.deepEqual(argTokens(['-An=shop'], FLAGS), [{ is: 'flag', name: 'all', typed: '-A' }, shop]);
    assert.deepEqual(argTokens(['-A=false'], FLAGS), [
      { is: 'flag', name: 'all', typed: '--all', value: 'false' },
    ]);
    assert.deepEqual(argTokens(['-n='], FLAGS), [{ ...shop, value: '' }]);
  });
});
