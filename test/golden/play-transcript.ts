import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../src/app/cli/run.ts';
import { shellWords } from '../../src/core/report/text/command-lines.ts';
import { playedIo, type Stage } from '../app/cli/played-io.ts';
import type { Outcome, Transcript, TranscriptInput } from './transcript.ts';

const checkout = join(import.meta.dirname, '../..');

/** Runs a transcript's command in this process, in a folder that holds its inputs. */
export async function playTranscript(transcript: Transcript): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-case-'));
  const before = process.cwd();
  try {
    for (const input of transcript.inputs) {
      mkdirSync(dirname(join(folder, input.name)), { recursive: true });
      writeFileSync(join(folder, input.name), textOf(input));
    }
    process.chdir(folder);
    const { args, stage } = readCommand(transcript);
    const played = playedIo(stage);
    const exitCode = await run(args, played.io);
    return { stdout: played.stdout(), stderr: played.stderr(), exitCode };
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
}

function readCommand({ command, inputs }: Transcript): {
  readonly args: readonly string[];
  readonly stage: Stage;
} {
  const words = shellWords(command.replaceAll(/ \\\n\s*/gu, ' ')).map(unquoted);
  const first = words.findIndex((word) => !/^[A-Z_]+=/u.test(word));
  const env: Record<string, string> = Object.fromEntries(words.slice(0, first).map(assignment));
  const [program, ...args] = words.slice(first);
  const piped = inputs.find(({ name }) => name === 'stdin');
  const plugin = program === 'kubectl' && args[0] === 'pulldoctor';
  if (program !== 'pulldoctor' && !plugin) throw new Error(`the command is not pulldoctor but ${program}`);
  const { COLUMNS: columns, ...others } = env;
  return {
    args: plugin ? args.slice(1) : args,
    stage: {
      env: others,
      ...(columns !== undefined && { terminal: Number(columns) }),
      ...(piped !== undefined && { stdin: textOf(piped) }),
      ...(plugin && { program: 'kubectl pulldoctor' }),
    },
  };
}

function assignment(word: string): readonly [string, string] {
  const sign = word.indexOf('=');
  return [word.slice(0, sign), word.slice(sign + 1)];
}

function textOf(input: TranscriptInput): string {
  if (input.from === undefined) return input.text ?? '';
  const list = JSON.parse(readFileSync(join(checkout, input.from), 'utf8')) as {
    readonly items: readonly Item[];
  };
  const items = list.items.filter((item) => input.pods.length === 0 || input.pods.includes(podOf(item)));
  if (items.length === 0) throw new Error(`${input.from} holds none of the pods ${input.pods.join(', ')}`);
  return JSON.stringify({ ...list, items });
}

interface Item {
  readonly metadata: { readonly name: string };
  readonly involvedObject?: { readonly name: string };
}

/** The pod that an object of a recording is, or that an event of it speaks of. */
function podOf(item: Item): string {
  return item.involvedObject?.name ?? item.metadata.name;
}

/** What a shell makes of a word: quotes go, what they held stays. */
function unquoted(word: string): string {
  let text = '';
  let quote = '';
  for (let at = 0; at < word.length; at += 1) {
    const character = word.charAt(at);
    if (character === '\\' && quote !== "'") {
      at += 1;
      text += word.charAt(at);
    } else if (quote === character) quote = '';
    else if (quote === '' && (character === "'" || character === '"')) quote = character;
    else text += character;
  }
  return text;
}
