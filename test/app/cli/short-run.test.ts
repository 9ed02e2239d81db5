import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import v8 from 'node:v8';
import { Script } from 'node:vm';
import { COMMAND_FORMS } from '../../../src/app/cli/command-form.ts';
import { isShortRun, OTHER_COMMANDS, setOptimizing } from '../../../src/app/cli/short-run.ts';

function flags(): string {
  return new Script('').createCachedData().toString('hex', 12, 16);
}

suite('a short run', () => {
  test('is the diagnosis of a cluster', () => {
    for (const line of ['', '-n shop', '-A', 'deploy/web -n shop --no-probe', 'diagnose web -o json', '-q'])
      assert.equal(isShortRun(line.split(' '), '24.1.0'), true, line);
    for (const line of [
      '-f dump.json',
      '-fdump.json',
      '--filename=x',
      '-w',
      '-Aw',
      '--watch',
      'explain x',
      'version',
    ])
      assert.equal(isShortRun(line.split(' '), '24.1.0'), false, line);
  });

  test('is none in a Node that has not been tried', () => {
    assert.equal(isShortRun([], '20.12.0'), true);
    assert.equal(isShortRun([], '25.0.0'), false);
    assert.equal(isShortRun([], process.versions.node), true, 'try it, and raise the number');
  });

  test('is no other command', () => {
    for (const { name } of COMMAND_FORMS) assert.equal(OTHER_COMMANDS.has(name), name !== 'diagnose', name);
  });

  test('leaves V8 as it was', () => {
    const before = flags();
    setOptimizing(v8, false);
    const during = flags();
    setOptimizing(v8, true);
    assert.notEqual(during, before);
    assert.equal(flags(), before);
  });
});
