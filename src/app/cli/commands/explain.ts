import { wordsOf } from '../../../core/diagnosis/words/words-of-cause.ts';
import { CAUSES, type Cause } from '../../../core/diagnosis/cause.ts';
import type { Circumstances } from '../../../core/diagnosis/verdict.ts';
import { explainMessage } from '../../../core/report/explain-message.ts';
import { jsonText } from '../../../core/report/json-text.ts';
import { renderCause, renderExplanation } from '../../../core/report/render-explanation.ts';
import { UserError } from '../../../edge/files/user-error.ts';
import { valueOfFlag, type CommandLine } from '../command-line.ts';
import { explainBatch } from './explain-batch.ts';
import type { Io } from '../io.ts';
import { nearestWord } from '../../../core/evidence/spelling/nearest-word.ts';
import { pageOptions } from '../page-options.ts';

/** More of one pasted message than this is not read; no runtime writes so much. */
const MOST_CHARACTERS = 8_388_608;

/** `pulldoctor explain`: one message, one cause, or a batch of messages. The exit code is always 0. */
export async function explainCommand(line: CommandLine, io: Io): Promise<number> {
  if (line.switches.has('batch')) {
    refuseBesideBatch(line);
    await explainBatch(io);
    return 0;
  }
  const asked = line.words.join(' ');
  const cause = causeNamed(asked);
  const text = cause === undefined ? await messageText(asked, io) : undefined;
  await io.stdout.write(
    text === undefined ? await describedCause(cause ?? 'unknown', line, io) : await explained(text, line, io),
  );
  return 0;
}

function refuseBesideBatch(line: CommandLine): void {
  const format = valueOfFlag(line, 'output') ?? 'json';
  if (format !== 'json') throw new UserError(`--batch writes NDJSON; -o ${format} does not go with it`);
  if (line.words.length > 0) throw new UserError('--batch reads messages from stdin; it takes no words');
}

/** A lone word that is a cause, or is so near to one that it must have been meant. */
function causeNamed(asked: string): Cause | undefined {
  const cause = CAUSES.find((one) => one === asked);
  if (cause !== undefined || !/^[a-z]+(?:-[a-z]+)*$/u.test(asked)) return cause;
  const begun = CAUSES.filter((one) => one.startsWith(asked));
  const near = begun.length > 0 ? begun : [nearestWord(asked, CAUSES)].filter((one) => one !== undefined);
  if (near.length === 0) return undefined;
  throw new UserError(`no cause is called ${asked}; did you mean ${near.join(' or ')}?`);
}

async function messageText(asked: string, io: Io): Promise<string> {
  if (asked !== '' && asked !== '-') return asked;
  if (asked === '' && io.stdin.isTerminal) {
    throw new UserError(
      `nothing to explain: ${io.program} explain 'MESSAGE', or pipe one in; ${io.program} explain --help`,
    );
  }
  const text = await readAll(io);
  if (text.trim() === '') throw new UserError('nothing to explain: stdin is empty');
  return text;
}

async function readAll(io: Io): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of io.stdin.chunks()) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST_CHARACTERS) return text.slice(0, MOST_CHARACTERS);
  }
  return text + decoder.decode();
}

async function explained(text: string, line: CommandLine, io: Io): Promise<string> {
  const explanation = explainMessage(text, circumstances(line));
  return asDocument(explanation, line, () => renderExplanation(explanation, pageOptions(line, io)));
}

async function describedCause(cause: Cause, line: CommandLine, io: Io): Promise<string> {
  return asDocument({ cause, ...wordsOf(cause) }, line, () => renderCause(cause, pageOptions(line, io)));
}

async function asDocument(value: object, line: CommandLine, asText: () => string): Promise<string> {
  const format = valueOfFlag(line, 'output') ?? 'text';
  if (format === 'json') return `${jsonText(value, 2)}\n`;
  return format === 'yaml' ? (await import('../yaml-text.ts')).yamlText(value) : asText();
}

function circumstances(line: CommandLine): Circumstances {
  const image = valueOfFlag(line, 'image');
  const runtime = valueOfFlag(line, 'runtime');
  const kubelet = valueOfFlag(line, 'kubelet');
  return {
    ...(image !== undefined && { image }),
    ...(runtime !== undefined && { runtime }),
    ...(kubelet !== undefined && { kubelet }),
  };
}
