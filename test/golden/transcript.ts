/**
 * A golden transcript: one Markdown file that holds a whole conversation (input, command, output, exit
 * code), so that a reviewer reads what a user sees. Its parts, in this order:
 *
 *   # Title, then free text: what this shows
 *   ## Input `NAME`                 a fenced block: the file's text; NAME `stdin` is piped in
 *   ## Input `NAME` from `PATH` (pods a, b)    a recorded List instead, cut down to some pods
 *   ## Command                      a fenced block: `$ VARIABLE=value pulldoctor …`; COLUMNS makes it a terminal
 *   ## Output                       what it must print
 *   ## Errors                       what it must print to stderr, when that is anything
 *   ## Exit code N
 *
 * An escape character stands as ␛, so that colours can be read.
 */
export interface Transcript {
  /** Everything up to the command's end, kept as it is when outputs are written anew. */
  readonly head: string;
  readonly inputs: readonly TranscriptInput[];
  readonly command: string;
  readonly outcome?: Outcome;
}

export interface TranscriptInput {
  readonly name: string;
  readonly text?: string;
  /** A recording, relative to the checkout, and the pods that are taken from it (none: all). */
  readonly from?: string;
  readonly pods: readonly string[];
}

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

interface Section {
  readonly heading: string;
  readonly body: string;
  readonly start: number;
}

const HEADING = /^## (.+)$/gmu;

/** Reads a transcript's text. Throws with the section at fault: a transcript that says nothing checks nothing. */
export function parseTranscript(text: string): Transcript {
  const sections = sectionsOf(text);
  const command = sections.find(({ heading }) => heading === 'Command');
  if (command === undefined) throw new Error('no section "## Command"');
  const after = sections.filter(({ start }) => start > command.start);
  const outcome = parseOutcome(after);
  return {
    head: text.slice(0, after[0]?.start ?? text.length).trimEnd(),
    inputs: sections.filter(({ heading }) => heading.startsWith('Input ')).map(parseInput),
    command: fenced(command).replace(/^\$ /u, '').trimEnd(),
    ...(outcome !== undefined && { outcome }),
  };
}

function parseOutcome(sections: readonly Section[]): Outcome | undefined {
  const output = sections.find(({ heading }) => heading === 'Output');
  const errors = sections.find(({ heading }) => heading === 'Errors');
  const exit = sections
    .map(({ heading }) => /^Exit code (\d+)$/u.exec(heading)?.[1])
    .find((code) => code !== undefined);
  if (exit === undefined) return undefined;
  return {
    stdout: output === undefined ? '' : fenced(output),
    stderr: errors === undefined ? '' : fenced(errors),
    exitCode: Number(exit),
  };
}

function parseInput(section: Section): TranscriptInput {
  const found = /^Input `([^`]+)`(?: from `([^`]+)`(?: \(pods ([^)]+)\))?)?$/u.exec(section.heading);
  const [, name, from, pods] = found ?? [];
  if (name === undefined) throw new Error(`cannot read "## ${section.heading}"`);
  if (from === undefined) return { name, text: fenced(section), pods: [] };
  return { name, from, pods: pods?.split(', ') ?? [] };
}

/** Headings inside fenced blocks are text. */
function sectionsOf(text: string): readonly Section[] {
  const blocks = [...text.matchAll(FENCE)].map(
    (block) => [block.index, block.index + block[0].length] as const,
  );
  const headings = [...text.matchAll(HEADING)].filter(
    ({ index }) => !blocks.some(([start, end]) => index > start && index < end),
  );
  return headings.map((heading, at) => ({
    heading: heading[1] ?? '',
    start: heading.index,
    body: text.slice(heading.index + heading[0].length, headings[at + 1]?.index ?? text.length),
  }));
}

const FENCE = /^(`{3,})[a-z]*\n(.*?)^\1$/gmsu;

function fenced({ heading, body }: Section): string {
  const block = [...body.matchAll(FENCE)][0];
  if (block === undefined) throw new Error(`"## ${heading}" holds no fenced block`);
  return (block[2] ?? '').replaceAll('␛', '\u001b');
}

/** The transcript's text with this outcome. */
export function writeTranscript({ head }: Transcript, { stdout, stderr, exitCode }: Outcome): string {
  const parts = [
    head,
    ...(stdout === '' ? [] : [`## Output\n\n${fence(stdout)}`]),
    ...(stderr === '' ? [] : [`## Errors\n\n${fence(stderr)}`]),
    `## Exit code ${exitCode}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function fence(text: string): string {
  const ticks = (text.match(/^`{3,}/gmu) ?? []).reduce(
    (longest, run) => Math.max(longest, run.length + 1),
    3,
  );
  return `${'`'.repeat(ticks)}text\n${text.replaceAll('\u001b', '␛')}${text.endsWith('\n') ? '' : '\n'}${'`'.repeat(ticks)}`;
}
