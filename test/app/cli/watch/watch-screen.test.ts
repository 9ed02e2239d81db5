import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { terminalScreen } from '../../../../src/app/cli/watch/watch-screen.ts';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import { buildReport } from '../../../../src/core/report/build-report.ts';
import * as make from '../../../core/diagnosis/builders.ts';
import { playedIo } from '../played-io.ts';

const REPORT = buildReport(diagnose(make.evidence()), () => [], make.NOON);

/** The lines of the page for each of these. */
async function pages(
  charset: 'unicode' | 'ascii',
  ...meanwhile: (number | undefined)[]
): Promise<string[][]> {
  const { io, stdout } = playedIo({ terminal: 80 });
  const screen = terminalScreen(io, 'pulldoctor', charset);
  for (const registries of meanwhile) await screen.show(REPORT, 'the report\n', registries);
  return stdout()
    .split('\u001b[H')
    .slice(1)
    .map((page) => page.replaceAll('\u001b[K', '').split('\n').slice(0, 3));
}

suite('the page of a watch', () => {
  test('says under its head what is still to come, and stands still when it has come', async () => {
    const head = 'pulldoctor --watch · 2026-01-15 12:00:00 UTC · Ctrl-C ends it';
    assert.deepEqual(await pages('unicode', 0, 3, 1, undefined), [
      [head, 'looking further…', 'the report'],
      [head, 'asking 3 registries…', 'the report'],
      [head, 'asking 1 registry…', 'the report'],
      [head, '', 'the report'],
    ]);
  });

  test('is ASCII where it has to be', async () => {
    assert.deepEqual(await pages('ascii', 3), [
      [
        'pulldoctor --watch - 2026-01-15 12:00:00 UTC - Ctrl-C ends it',
        'asking 3 registries...',
        'the report',
      ],
    ]);
  });
});
