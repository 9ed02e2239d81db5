import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { COMMAND_FORMS, type Flag } from '../../../src/app/cli/command-form.ts';
import { readCommandLine } from '../../../src/app/cli/command-line.ts';
import { EXAMPLES, USAGE } from '../../../src/app/cli/help-texts.ts';
import { CAUSES } from '../../../src/core/diagnosis/cause.ts';
import { shellWords } from '../../../src/core/report/text/command-lines.ts';
import { parseTranscript } from '../../golden/transcript.ts';

const checkout = join(import.meta.dirname, '../../..');
const readme = readFileSync(join(checkout, 'README.md'), 'utf8');
const page = readFileSync(join(checkout, 'docs/cli.md'), 'utf8');

/** Cells of each row of the tables in a piece of Markdown, without their padding. */
function rows(markdown: string): readonly (readonly string[])[] {
  const lines = markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[ -]+\|[ -]+\|$/u.test(line));
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/u)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
}

function section(markdown: string, heading: string): string {
  const start = markdown.indexOf(`\n${heading}\n`);
  assert.notEqual(start, -1, `no ${heading}`);
  const end = markdown.slice(start + heading.length + 2).search(/^#{2,3} /mu);
  return end < 0 ? markdown.slice(start) : markdown.slice(start, start + heading.length + 2 + end);
}

/** Commands of pulldoctor in shell blocks or example lines: what stands between it and the next operator. */
function commandsIn(lines: readonly string[]): readonly (readonly string[])[] {
  return lines
    .flatMap((line) => line.replace(/^\$ /u, '').split(/ (?:\||&&|>|<) |<\(|\)$/u))
    .filter((part) => /^(?:kubectl )?pulldoctor(?: |$)/u.test(part.trim()))
    .map((part) => shellWords(part.trim()).map((word) => word.replaceAll(/^['"]|['"]$/gu, '')))
    .map((words) => (words[0] === 'kubectl' ? words.slice(2) : words.slice(1)));
}

function shellBlocks(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^```(?:console|sh)\n(.*?)^```$/gmsu)].flatMap(([, text]) =>
    (text ?? '').split('\n'),
  );
}

function spelled({ name, short, value }: Flag): string {
  return `\`${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}\``;
}

suite('docs/cli.md', () => {
  for (const { name, summary, flags } of COMMAND_FORMS) {
    test(`says of ${name} what the program knows`, () => {
      const text = section(page, `### ${name}`);
      assert.ok(text.toLowerCase().includes(`\n${summary.toLowerCase()}.\n`), summary);
      assert.deepEqual(
        rows(text).slice(1),
        flags.map((flag) => [spelled(flag), flag.says]),
      );
      for (const usage of USAGE[name]) assert.ok(text.includes(`pulldoctor ${usage}\n`), usage);
    });
  }

  test('has every command, and no other', () => {
    const all = [...page.matchAll(/^### (\S+)$/gmu)].map(([, name]) => name);
    assert.deepEqual(
      all,
      COMMAND_FORMS.map(({ name }) => name),
    );
  });

  test('names every output format', () => {
    const formats = COMMAND_FORMS[0]?.flags.find(({ name }) => name === 'output')?.choices ?? [];
    const named = rows(section(page, '## What is shown'))
      .slice(1)
      .map(([format]) => format);
    assert.deepEqual(
      named,
      formats.map((format) => `\`${format}\``),
    );
  });
});

suite('README.md', () => {
  test('opens with a real conversation, word for word', () => {
    const golden = parseTranscript(readFileSync(join(checkout, 'test/cases/cli/readme.md'), 'utf8'));
    assert.ok(golden.outcome !== undefined && golden.outcome.stdout.length > 0);
    assert.ok(readme.includes(`\`\`\`console\n$ ${golden.command}\n${golden.outcome.stdout}\`\`\`\n`));
  });

  test('lists every command', () => {
    const listed = rows(section(readme, '## Use it')).slice(1);
    assert.deepEqual(
      listed,
      COMMAND_FORMS.map(({ name, summary }) => [`\`${name}\``, summary]),
    );
  });

  test('counts the causes', () => assert.ok(readme.includes(`one of ${CAUSES.length} causes`)));

  test('links to what is there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/gu)].map(([, path]) => path ?? '');
    assert.ok(links.length > 0);
    for (const link of links) assert.ok(existsSync(join(dirname(join(checkout, 'README.md')), link)), link);
  });

  test('tells the same exit codes as docs/cli.md does', () => {
    const codes = (markdown: string): readonly string[] =>
      rows(markdown)
        .map(([code]) => code ?? '')
        .filter((code) => /^\d+$/u.test(code));
    assert.deepEqual(codes(readme), ['0', '1', '2', '3', '70']);
    assert.deepEqual(codes(section(page, '## Exit codes')), [...codes(readme), '130']);
  });
});

suite('every command that is written down', () => {
  const written = new Map([
    ['README.md', shellBlocks(readme)],
    ['docs/cli.md', shellBlocks(page)],
    ...COMMAND_FORMS.map(({ name }) => [`help ${name}`, EXAMPLES[name]] as const),
  ]);
  for (const [where, lines] of written) {
    test(`in ${where} can be typed`, () => {
      const commands = commandsIn(lines);
      if (where !== 'docs/cli.md') assert.ok(commands.length > 0);
      for (const words of commands) assert.ok(readCommandLine(words).command, words.join(' '));
    });
  }

  test('and a wrong one would be noticed', () => {
    const [words] = commandsIn(['$ kubectl get pods | pulldoctor -f - --fomat json']);
    assert.throws(() => readCommandLine(words ?? []), { name: 'UserError' });
  });
});
