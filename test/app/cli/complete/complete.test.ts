import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { run } from '../../../../src/app/cli/run.ts';
import { wantedWord } from '../../../../src/app/cli/complete/wanted-word.ts';
import { playedIo } from '../played-io.ts';

async function offered(
  ...words: readonly string[]
): Promise<{ words: readonly string[]; directive: string }> {
  // No kubeconfig anywhere: what only a cluster knows stays away, in silence.
  const played = playedIo({ env: { HOME: '/nowhere' } });
  assert.equal(await run(['__complete', ...words], played.io), 0);
  assert.equal(played.stderr(), '');
  const lines = played.stdout().trimEnd().split('\n');
  const directive = lines.pop() ?? '';
  return { words: lines.map((line) => line.split('\t')[0] ?? ''), directive };
}

suite('__complete', () => {
  test('offers commands with what they do', async () => {
    const played = playedIo({ env: { HOME: '/nowhere' } });
    await run(['__complete', 'expl'], played.io);
    assert.match(played.stdout(), /^explain\tsay what [^\n]+\n:4\n$/);
  });

  for (const [words, expected] of [
    [['--no-p'], ['--no-probe']],
    [['-o', 'ma'], ['markdown']],
    [['--output=ma'], ['--output=markdown']],
    [['explain', 'tls-e'], ['tls-expired']],
    [
      ['version', '-o', ''],
      ['text', 'json', 'yaml'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', 'kubectl'],
    ],
    [['help', 'rb'], ['rbac']],
    [['-n', 'shop', 'coll'], ['collect']],
    [
      ['--secrets', ''],
      ['read', 'never'],
    ],
    // Of rbac it is a switch, and what follows is a word.
    [['rbac', '--secrets', ''], []],
    [['-n', ''], []],
    [['deploy/'], []],
    [['web-1', 'expl'], []],
    [['--', '--no-p'], []],
    [['no\u0007thing'], []],
  ] as const) {
    test(`after ${JSON.stringify(words)}`, async () => {
      const { words: got, directive } = await offered(...words);
      assert.deepEqual(got, expected);
      assert.equal(directive, ':4');
    });
  }

  test('leaves paths to the shell', async () => {
    for (const words of [
      ['-f', ''],
      ['--kubeconfig', '~/'],
      ['collect', '--output-file', ''],
    ])
      assert.deepEqual(await offered(...words), { words: [], directive: ':0' });
  });

  test('takes no words at all', async () => {
    assert.ok((await offered()).words.includes('diagnose'));
  });
});

suite('wantedWord', () => {
  test('knows which words are values', () => {
    const wanted = wantedWord(['-n', 'collect', 'collect', '-A', 'web-1'], 'x');
    assert.ok(wanted.is === 'word');
    assert.deepEqual([wanted.form.name, wanted.named, wanted.words], ['collect', true, ['web-1']]);
  });

  test('takes a value that stands with its flag for read', () => {
    for (const flag of ['-nshop', '-n=shop', '--namespace=shop'])
      assert.equal(wantedWord([flag], '').is, 'word', flag);
    assert.equal(wantedWord(['-n'], '').is, 'value');
  });
});
