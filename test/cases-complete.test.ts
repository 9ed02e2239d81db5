import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { CATALOGUE } from '../src/core/diagnosis/catalogue.ts';
import { CAUSES } from '../src/core/diagnosis/cause.ts';

// A cause is not done before a person can read what it looks like, what only looks like it, and what is
// left of it where little may be seen. The transcripts themselves are played by cases.test.ts.

const cases = join(import.meta.dirname, 'cases');

/** `✗ tag not found · likely …` of a transcript's output, without sign and certainty. */
function headline(cause: string, name: string): string {
  const path = join(cases, cause, `${name}.md`);
  assert.ok(existsSync(path), `${cause} has no ${name}.md`);
  const output = readFileSync(path, 'utf8').split('## Output')[1] ?? '';
  const line = output.split('\n').find((one) => one.includes(' · ')) ?? '';
  return (line.split(' · ')[0] ?? '').slice(2).trim();
}

suite('cases per cause', () => {
  for (const cause of CAUSES) {
    const { title } = CATALOGUE[cause];
    test(`${cause}: found in full sight`, () => assert.equal(headline(cause, 'positive'), title));
    test(`${cause}: found with little in sight`, () => assert.equal(headline(cause, 'blind'), title));
    test(`${cause}: not found in what only looks like it`, () => {
      const other = headline(cause, 'negative');
      assert.notEqual(other, '');
      assert.notEqual(other, title);
    });
  }

  test('no folder without a cause', () => {
    const folders = readdirSync(cases).filter((name) => name !== 'cli');
    assert.deepEqual(
      folders.filter((name) => !CAUSES.some((cause) => cause === name)),
      [],
    );
  });
});
