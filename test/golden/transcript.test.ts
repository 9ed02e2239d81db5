import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseTranscript, writeTranscript } from './transcript.ts';

const HEAD = `# A title

Words about it.

## Input \`dump.yaml\`

\`\`\`yaml
kind: List
## not a heading
\`\`\`

## Input \`other.json\` from \`test/recordings/x.json\` (pods a, b)

## Command

\`\`\`console
$ LANG=C pulldoctor -f dump.yaml
\`\`\``;

const OUTCOME = { stdout: 'line\n\u001b[1mbold\u001b[0m\n```\n', stderr: 'error: no\n', exitCode: 2 };

suite('a transcript', () => {
  test('is read into inputs and a command', () => {
    const read = parseTranscript(HEAD);
    assert.deepEqual(read.inputs, [
      { name: 'dump.yaml', text: 'kind: List\n## not a heading\n', pods: [] },
      { name: 'other.json', from: 'test/recordings/x.json', pods: ['a', 'b'] },
    ]);
    assert.equal(read.command, 'LANG=C pulldoctor -f dump.yaml');
    assert.equal(read.outcome, undefined);
  });

  test('written with an outcome is read back the same', () => {
    const written = writeTranscript(parseTranscript(HEAD), OUTCOME);
    assert.deepEqual(parseTranscript(written).outcome, OUTCOME);
    assert.equal(writeTranscript(parseTranscript(written), OUTCOME), written);
    assert.ok(written.startsWith(HEAD) && !written.includes('\u001b'));
  });

  test('keeps an empty output apart from none', () => {
    const quiet = { stdout: '', stderr: '', exitCode: 0 };
    assert.deepEqual(parseTranscript(writeTranscript(parseTranscript(HEAD), quiet)).outcome, quiet);
  });

  test('without a command, or with a heading nobody can read, is refused', () => {
    assert.throws(() => parseTranscript('# x\n'), /no section "## Command"/u);
    assert.throws(
      () => parseTranscript(HEAD.replace('Input `dump', 'Input dump')),
      /cannot read "## Input dump/u,
    );
    assert.throws(() => parseTranscript(HEAD.replace('```console', 'console')), /fenced block/u);
  });
});
