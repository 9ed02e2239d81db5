import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readCommandLine } from '../../../src/app/cli/command-line.ts';
import { pageOptions } from '../../../src/app/cli/page-options.ts';
import { playedIo } from './played-io.ts';

interface Stage {
  readonly flags?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: number | 'unknown';
}

function page({ flags = '', env = {}, terminal }: Stage): ReturnType<typeof pageOptions> {
  const line = readCommandLine(flags.split(' ').filter((word) => word !== ''));
  return pageOptions(line, playedIo({ env, ...(terminal !== undefined && { terminal }) }).io);
}

suite('the width', () => {
  const table: readonly (readonly [Stage, number])[] = [
    [{}, 80],
    [{ terminal: 120 }, 100],
    [{ terminal: 64 }, 64],
    [{ terminal: 20 }, 40],
    [{ terminal: 0 }, 80],
    [{ terminal: 'unknown' }, 80],
    [{ terminal: 64, flags: '--width 150' }, 150],
    [{ flags: '--width=40' }, 40],
  ];
  for (const [stage, width] of table) {
    test(`${JSON.stringify(stage)} is ${width}`, () => assert.equal(page(stage).width, width));
  }
  for (const asked of ['39', '0', '-5', 'wide', '1e9', '99999', '']) {
    test(`cannot be "${asked}"`, () => {
      assert.throws(() => page({ flags: `--width=${asked}` }), {
        name: 'UserError',
        message: /^--width must be a number/,
      });
    });
  }
});

suite('colour', () => {
  const table: readonly (readonly [Stage, boolean])[] = [
    [{}, false],
    [{ terminal: 80 }, true],
    [{ terminal: 80, env: { TERM: 'dumb' } }, false],
    [{ terminal: 80, env: { NO_COLOR: '1' } }, false],
    [{ terminal: 80, env: { NO_COLOR: '' } }, true],
    [{ env: { FORCE_COLOR: '1' } }, true],
    [{ terminal: 80, env: { FORCE_COLOR: '0' } }, false],
    [{ env: { FORCE_COLOR: '1', NO_COLOR: '1' } }, false],
    [{ flags: '--color', env: { NO_COLOR: '1' } }, true],
    [{ flags: '--no-color', terminal: 80 }, false],
  ];
  for (const [stage, colour] of table) {
    test(`${JSON.stringify(stage)} is ${colour}`, () => assert.equal(page(stage).colour, colour));
  }
});

suite('the charset', () => {
  const table: readonly (readonly [Stage, 'unicode' | 'ascii'])[] = [
    [{}, 'unicode'],
    [{ env: { LANG: 'en_GB.UTF-8' } }, 'unicode'],
    [{ env: { LANG: 'C.utf8' } }, 'unicode'],
    [{ env: { LANG: 'C' } }, 'ascii'],
    [{ env: { LANG: 'de_DE.ISO-8859-1' } }, 'ascii'],
    [{ env: { LC_ALL: 'POSIX', LANG: 'en_GB.UTF-8' } }, 'ascii'],
    [{ env: { LC_ALL: '', LC_CTYPE: 'en_GB.UTF-8', LANG: 'C' } }, 'unicode'],
    [{ env: { TERM: 'linux', LANG: 'en_GB.UTF-8' } }, 'ascii'],
    [{ flags: '--ascii', env: { LANG: 'en_GB.UTF-8' } }, 'ascii'],
  ];
  for (const [stage, charset] of table) {
    test(`${JSON.stringify(stage)} is ${charset}`, () => assert.equal(page(stage).charset, charset));
  }
});
