import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { COMMAND_FORMS, LATER_COMMANDS, formOf } from '../../../src/app/cli/command-form.ts';
import { readCommandLine, valueOfFlag } from '../../../src/app/cli/command-line.ts';
import { isUserError } from '../../../src/edge/files/user-error.ts';

function split(line: string): readonly string[] {
  return line.split(' ').filter((word) => word !== '');
}

function refusal(line: string): string {
  try {
    readCommandLine(split(line));
  } catch (error) {
    if (isUserError(error)) return error.message;
    throw error;
  }
  return '';
}

suite('the command', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ['', 'diagnose', []],
    ['deploy/web', 'diagnose', ['deploy/web']],
    ['diagnose probe', 'diagnose', ['probe']],
    ['-n shop explain x', 'explain', ['x']],
    ['--namespace shop web -f a', 'diagnose', ['web']],
    ['-f explain', 'diagnose', []],
    ['-- explain', 'diagnose', ['explain']],
    ['explain explain', 'explain', ['explain']],
    ['explain -', 'explain', ['-']],
    ['help explain', 'help', ['explain']],
    ['web version', 'diagnose', ['web', 'version']],
    ['--secrets never collect web', 'collect', ['web']],
    ['rbac --secrets -n shop', 'rbac', []],
  ];
  for (const [line, command, words] of table) {
    test(`of "${line}" is ${command}`, () => {
      if (line.startsWith('-n shop explain')) {
        assert.equal(refusal(line), 'explain takes no -n; that is for diagnose, probe, collect and rbac');
        return;
      }
      const read = readCommandLine(split(line));
      assert.equal(read.command, command);
      assert.deepEqual(read.words, words);
    });
  }

  for (const word of LATER_COMMANDS) {
    test(`${word} is a word of a later version`, () => {
      assert.equal(refusal(word), `${word} is not in this version; for a pod of that name: diagnose ${word}`);
    });
  }
});

suite('flags', () => {
  const namespaces = ['-n shop', '-nshop', '-n=shop', '--namespace shop', '--namespace=shop', '-n x -n shop'];
  for (const line of namespaces) {
    test(`${line} names the namespace`, () => {
      assert.equal(valueOfFlag(readCommandLine(split(line)), 'namespace'), 'shop');
    });
  }

  test('-f may be given again, and may be -', () => {
    const line = readCommandLine(split('-f a.json --filename=b -f -'));
    assert.deepEqual(line.values.get('filename'), ['a.json', 'b', '-']);
  });

  test('a switch is on, or off when it says so; the last word counts', () => {
    const on = (line: string): boolean => readCommandLine(split(line)).switches.has('all-namespaces');
    assert.deepEqual(['-A', '-A=true', '--all-namespaces=false', '-A --all-namespaces=false', ''].map(on), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  const wrong: readonly (readonly [string, string])[] = [
    ['--namespce shop', 'unknown flag --namespce; did you mean --namespace?'],
    ['--frobnicate', 'unknown flag --frobnicate; see diagnose --help'],
    ['-z', 'unknown flag -z; see diagnose --help'],
    ['-n', '-n needs a value: -n NAME'],
    ['--filename', '--filename needs a value: --filename PATH'],
    ['-o jsno', '-o cannot be "jsno": text, wide, json, yaml, name, markdown; did you mean json?'],
    ['version -o wide', '-o cannot be "wide": text, json, yaml'],
    ['--batch', 'diagnose takes no --batch; that is for explain'],
    ['-A=maybe', '--all-namespaces is a switch and cannot be "maybe"'],
    ['--ascii=maybe', '--ascii is a switch and cannot be "maybe"'],
  ];
  for (const [line, message] of wrong) {
    test(`${line}: ${message}`, () => assert.equal(refusal(line), message));
  }

  test('any words give a command line or a UserError, nothing else', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('-f', '-n', '--', '-', '-o', 'json', '-A', 'explain', '--color='),
    );
    fc.assert(
      fc.property(fc.array(word), (args) => {
        try {
          assert.ok(readCommandLine(args).command);
        } catch (error) {
          assert.ok(isUserError(error), String(error));
        }
      }),
    );
  });
});

suite('the forms', () => {
  test('are one for each name', () => {
    for (const { name } of COMMAND_FORMS) assert.equal(formOf(name).name, name);
    assert.equal(new Set(COMMAND_FORMS.map(({ name }) => name)).size, COMMAND_FORMS.length);
  });

  test('agree among each other: a flag of one name is short for the same letter and takes a value or not', () => {
    const seen = new Map<string, string>();
    for (const { name, flags } of COMMAND_FORMS) {
      // kubectl's `v` is its own short name.
      const names = flags.flatMap((flag) => [...new Set([flag.name, flag.short ?? flag.name])]);
      assert.equal(new Set(names).size, names.length, name);
      for (const flag of flags) {
        // To look at secrets or not is one thing; the right to is another.
        if (flag.name === 'secrets' && name === 'rbac') continue;
        const shape = `${flag.short ?? ''} ${flag.value ?? ''}`;
        assert.equal(seen.get(flag.name) ?? shape, shape, flag.name);
        seen.set(flag.name, shape);
      }
    }
  });
});
