import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { scanProgress } from '../../../src/app/cli/scan-progress.ts';
import { playedIo } from './played-io.ts';

function played(terminal: boolean): {
  say: (at: number, text: string) => void;
  clear: () => void;
  stderr: () => string;
} {
  const { io, stderr } = playedIo(terminal ? { terminal: 80 } : {});
  let now = 0;
  const progress = scanProgress({ stderr: io.stderr, now: () => now });
  return {
    say: (at, text) => {
      now = at;
      progress.say(text);
    },
    clear: () => progress.clear(),
    stderr,
  };
}

suite('the progress of a scan', () => {
  test('is not told of a short one', () => {
    const { say, clear, stderr } = played(true);
    say(0, 'a');
    say(999, 'b');
    clear();
    assert.equal(stderr(), '');
  });

  test('is told in one line that goes away, and not too often', () => {
    const { say, clear, stderr } = played(true);
    for (const [at, text] of [
      [1000, 'a'],
      [1100, 'b'],
      [1200, 'c'],
    ] as const)
      say(at, text);
    clear();
    assert.equal(stderr(), '\r\u001b[Ka\r\u001b[Kc\r\u001b[K');
  });

  test('is not told to a pipe', () => {
    const { say, clear, stderr } = played(false);
    say(5000, 'a');
    clear();
    assert.equal(stderr(), '');
  });
});
