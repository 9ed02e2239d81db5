import type { Circumstances } from '../../../core/diagnosis/verdict.ts';
import { explainMessage } from '../../../core/report/explain-message.ts';
import { jsonText } from '../../../core/report/json-text.ts';
import type { Io } from '../io.ts';

/** A longer line than this is answered with an error instead of being held in memory. */
const LONGEST_LINE = 4_194_304;

/**
 * NDJSON from stdin to stdout: one answer per line that is not blank, in the same order. What is read is
 * answered before more is read, and writing waits for the reader, so that memory stays bounded.
 */
export async function explainBatch(io: Io): Promise<void> {
  const lines = new LineReader();
  const decoder = new TextDecoder();
  for await (const chunk of io.stdin.chunks()) {
    await answer(lines.push(decoder.decode(chunk, { stream: true })), io);
    if (io.stdout.closed()) return;
  }
  await answer([...lines.push(decoder.decode()), ...lines.end()], io);
}

async function answer(lines: readonly NumberedLine[], io: Io): Promise<void> {
  if (lines.length > 0)
    await io.stdout.write(lines.map((line) => `${jsonText(explainLine(line), 0)}\n`).join(''));
}

interface NumberedLine {
  /** From 1, blank lines counted, as editors count. */
  readonly number: number;
  /** Undefined when the line was too long to keep. */
  readonly text: string | undefined;
}

function explainLine({ number, text }: NumberedLine): object {
  if (text === undefined) return { error: `longer than ${LONGEST_LINE} characters`, line: number };
  const request = parsed(text);
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    return { error: 'not a JSON object', line: number };
  }
  const fields = request as Readonly<Record<string, unknown>>;
  const id = fields['id'] === undefined ? {} : { id: fields['id'] };
  const message = fields['message'];
  if (typeof message !== 'string') return { ...id, error: 'message is not a string', line: number };
  return { ...id, ...explainMessage(message, circumstances(fields)) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Only what is a string counts; `"image": null` is the same as none. */
function circumstances(fields: Readonly<Record<string, unknown>>): Circumstances {
  const given = ['image', 'runtime', 'kubelet'].filter(
    (name) => typeof fields[name] === 'string' && fields[name] !== '',
  );
  return Object.fromEntries(given.map((name) => [name, fields[name]]));
}

/** Cuts text that comes in pieces into lines; keeps at most one unfinished line. */
class LineReader {
  #rest = '';
  #tooLong = false;
  #number = 0;

  push(text: string): readonly NumberedLine[] {
    const [first = '', ...others] = text.split('\n');
    const lines: NumberedLine[] = [];
    this.#keep(first);
    for (const next of others) {
      lines.push(...this.#finish());
      this.#keep(next);
    }
    return lines;
  }

  end(): readonly NumberedLine[] {
    return this.#finish();
  }

  #keep(text: string): void {
    this.#tooLong ||= this.#rest.length + text.length > LONGEST_LINE;
    this.#rest = this.#tooLong ? '' : this.#rest + text;
  }

  #finish(): readonly NumberedLine[] {
    const text = this.#tooLong ? undefined : this.#rest;
    this.#number += 1;
    this.#rest = '';
    this.#tooLong = false;
    return text?.trim() === '' ? [] : [{ number: this.#number, text }];
  }
}
