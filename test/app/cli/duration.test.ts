import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readCommandLine } from '../../../src/app/cli/command-line.ts';
import { durationOfFlag, parseDuration } from '../../../src/app/cli/duration.ts';

suite('a duration', () => {
  const table: readonly (readonly [string, number | undefined])[] = [
    ['0', 0],
    ['5', 5000],
    ['5s', 5000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['250ms', 250],
    ['1us', 1],
    ['0s', 0],
    ['9999999h', 2 ** 31 - 1],
    ['', undefined],
    ['5x', undefined],
    ['s', undefined],
    ['5 s', undefined],
    ['-5s', undefined],
    ['1m30', undefined],
    ['0x10', undefined],
    ['1e3', undefined],
    ['5s\n', undefined],
  ];
  for (const [text, milliseconds] of table) {
    test(JSON.stringify(text), () => assert.equal(parseDuration(text), milliseconds));
  }

  test('of a flag, and the error of a wrong one', () => {
    const line = (text: string) => readCommandLine(['--request-timeout', text]);
    assert.equal(durationOfFlag(line('1m'), 'request-timeout'), 60_000);
    assert.equal(durationOfFlag(readCommandLine([]), 'request-timeout'), undefined);
    assert.throws(() => durationOfFlag(line('soon'), 'request-timeout'), {
      name: 'UserError',
      message: '--request-timeout must be a duration such as 5s, 1m30s or 0 (none), not "soon"',
    });
  });
});
