import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { suite, test } from 'node:test';
import { playTranscript } from './golden/play-transcript.ts';
import { parseTranscript, writeTranscript } from './golden/transcript.ts';

// Every test/cases/<cause or cli>/<name>.md is played and compared. After a change that is meant,
// `UPDATE_GOLDENS=1 npm test` writes them anew: read the diff as the user who will see it.

const cases = join(import.meta.dirname, 'cases');
const update = (process.env['UPDATE_GOLDENS'] ?? '') !== '';
const files = readdirSync(cases, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.md'),
);

suite('golden transcripts', () => {
  test('are there', () => assert.ok(files.length > 0));

  for (const file of files.toSorted()) {
    test(relative('.', file), async () => {
      const path = join(cases, file);
      const transcript = parseTranscript(readFileSync(path, 'utf8'));
      const outcome = await playTranscript(transcript);
      if (update) writeFileSync(path, writeTranscript(transcript, outcome));
      else assert.deepEqual(outcome, transcript.outcome);
    });
  }
});
