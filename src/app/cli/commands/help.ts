import { UserError } from '../../../edge/files/user-error.ts';
import { COMMAND_FORMS, type CommandForm, type Flag, type FlagGroup } from '../command-form.ts';
import type { CommandLine } from '../command-line.ts';
import { EXAMPLES, USAGE } from '../help-texts.ts';
import type { Io } from '../io.ts';
import { didYouMean } from '../near-miss.ts';

/** `pulldoctor help [COMMAND]` and `--help` at every level. */
export async function helpCommand(line: CommandLine, io: Io): Promise<number> {
  const [topic] = line.words;
  const form = COMMAND_FORMS.find(({ name }) => name === topic);
  if (topic !== undefined && form === undefined) {
    const names = COMMAND_FORMS.map(({ name }) => name);
    throw new UserError(
      `no command is called ${topic}${didYouMean(topic, names) || `: ${names.join(', ')}`}`,
    );
  }
  await io.stdout.write(form === undefined ? overview(io.program) : helpOf(form, io.program));
  return 0;
}

function overview(program: string): string {
  const diagnose = COMMAND_FORMS[0];
  return [
    'Finds out why a Kubernetes pod cannot pull its image, proves it, and says what to do.',
    ...section(
      'Usage',
      USAGE.diagnose.map((usage) => `${program} ${usage}`),
    ),
    ...section('Commands', columns(COMMAND_FORMS.map(({ name, summary }) => [name, summary]))),
    ...(diagnose === undefined ? [] : flagSection(undefined, diagnose.flags)),
    `  and those for clusters, registries and the page: ${program} diagnose --help`,
    ...section(
      'Examples',
      EXAMPLES.diagnose.map((line) => calledAs(line, program)),
    ),
    ...section('Exit codes', [
      '0  nothing fails (explain: always)',
      '1  findings',
      '2  wrong request or unreadable input',
      '3  something that was asked for could not be judged',
      '70 a bug in pulldoctor',
    ]),
    '',
    `More about a command: ${program} COMMAND --help`,
    '',
  ].join('\n');
}

function helpOf(form: CommandForm, program: string): string {
  return [
    `${form.summary.charAt(0).toUpperCase()}${form.summary.slice(1)}.`,
    ...section(
      'Usage',
      USAGE[form.name].map((usage) => `${program} ${usage}`),
    ),
    ...GROUPS.flatMap((group) => flagSection(group, form.flags)),
    ...section(
      'Examples',
      EXAMPLES[form.name].map((line) => calledAs(line, program)),
    ),
    '',
  ].join('\n');
}

const GROUPS: readonly (FlagGroup | undefined)[] = [
  undefined,
  'Registry flags',
  'Cluster flags',
  'Page flags',
];

function flagSection(group: FlagGroup | undefined, flags: readonly Flag[]): readonly string[] {
  return section(
    group ?? 'Flags',
    columns(flags.filter((flag) => flag.group === group).map((flag) => flagRow(flag))),
  );
}

/** Examples are written with the plain name; a kubectl plugin is called by kubectl. File names stay. */
function calledAs(line: string, program: string): string {
  return line.replaceAll(/(?<=^|[ (|])pulldoctor(?= )/gu, program);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`.trimEnd())];
}

/** `-f, --filename PATH` and what it says. */
function flagRow(flag: Flag): readonly [string, string] {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
  return [`${short}--${flag.name}${flag.value === undefined ? '' : ` ${flag.value}`}`, flag.says];
}

const TEXT_WIDTH = 78;

/** Two columns, the second wrapped under itself. */
function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const left = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.flatMap(([name, says]) =>
    wrapWords(says, TEXT_WIDTH - left).map((text, at) => (at === 0 ? name : '').padEnd(left) + text),
  );
}

function wrapWords(text: string, width: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
