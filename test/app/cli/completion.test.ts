import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { COMMAND_FORMS } from '../../../src/app/cli/command-form.ts';
import { run } from '../../../src/app/cli/run.ts';
import { playedIo } from './played-io.ts';

async function script(shell: string): Promise<string> {
  const played = playedIo();
  assert.equal(await run(['completion', shell], played.io), 0);
  return played.stdout();
}

function has(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

suite('completion', () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    test(`for ${shell} names every command and flag`, async () => {
      const text = await script(shell);
      for (const { name, flags } of COMMAND_FORMS) {
        assert.ok(text.includes(name), name);
        for (const flag of flags)
          assert.ok(text.includes(shell === 'fish' ? `-l ${flag.name}` : `--${flag.name}`), flag.name);
      }
    });

    test(
      `for ${shell} is a script that ${shell} reads`,
      { skip: !has(shell) && `no ${shell} here` },
      async () => {
        const read = spawnSync(shell, ['-n'], { input: await script(shell), encoding: 'utf8' });
        assert.equal(read.stderr, '');
        assert.equal(read.status, 0);
      },
    );
  }

  test(
    'in bash offers commands, flags, formats and causes',
    { skip: !has('bash') && 'no bash here' },
    async () => {
      const source = await script('bash');
      const offers = (...words: readonly string[]): readonly string[] => {
        const typed = ['pulldoctor', ...words].map((word) => `'${word}'`).join(' ');
        const ask = `${source}\nCOMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _pulldoctor; printf '%s\\n' "\${COMPREPLY[@]}"`;
        return spawnSync('bash', ['-c', ask], { encoding: 'utf8' }).stdout.trimEnd().split('\n');
      };
      assert.deepEqual(offers('expl'), ['explain']);
      assert.deepEqual(offers('--no-'), ['--no-probe', '--no-color']);
      assert.deepEqual(offers('-o', 'ma'), ['markdown']);
      assert.deepEqual(offers('explain', 'tls-e'), ['tls-expired']);
      assert.deepEqual(offers('version', '-o', ''), ['text', 'json', 'yaml']);
    },
  );

  test('asks for a shell it knows', async () => {
    for (const [words, message] of [
      [['completion'], 'error: name one shell: completion bash|zsh|fish|kubectl\n'],
      [
        ['completion', 'bsh'],
        'error: name one shell: completion bash|zsh|fish|kubectl; did you mean bash?\n',
      ],
    ] as const) {
      const played = playedIo();
      assert.equal(await run(words, played.io), 2);
      assert.equal(played.stderr(), message);
    }
  });
});
