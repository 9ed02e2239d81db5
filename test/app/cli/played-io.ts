import type { Io, Sink } from '../../../src/app/cli/io.ts';

/** The moment at which a played program runs: after everything in the samples and recordings. */
export const NOW: number = Date.UTC(2026, 10, 21, 12, 0, 0);

export interface Stage {
  readonly stdin?: string | Uint8Array | AsyncIterable<Uint8Array>;
  readonly env?: Readonly<Record<string, string>>;
  /** Columns of the terminal; without it output goes to a pipe. */
  readonly terminal?: number | 'unknown';
  readonly program?: string;
  /** Writes that the reader takes before it goes away. */
  readonly closesAfter?: number;
}

export interface Played {
  readonly io: Io;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly writes: () => number;
}

/** A world in which a command can be run: what it reads is given, what it writes is kept. */
export function playedIo(stage: Stage = {}): Played {
  const out: string[] = [];
  const err: string[] = [];
  const { terminal } = stage;
  const io: Io = {
    stdin: { isTerminal: stage.stdin === undefined, chunks: () => chunksOf(stage.stdin ?? '') },
    stdout: {
      ...keeping(out, stage.closesAfter ?? Infinity),
      isTerminal: terminal !== undefined,
      ...(typeof terminal === 'number' && { columns: terminal }),
    },
    stderr: { ...keeping(err, Infinity), isTerminal: terminal !== undefined },
    env: stage.env ?? {},
    now: () => NOW,
    program: stage.program ?? 'pulldoctor',
  };
  return { io, stdout: () => out.join(''), stderr: () => err.join(''), writes: () => out.length };
}

function keeping(kept: string[], closesAfter: number): Pick<Sink, 'write' | 'closed'> {
  return {
    write: (text) => {
      if (kept.length < closesAfter) kept.push(text);
      return Promise.resolve();
    },
    closed: () => kept.length >= closesAfter,
  };
}

async function* chunksOf(stdin: NonNullable<Stage['stdin']>): AsyncIterable<Uint8Array> {
  if (typeof stdin === 'string') yield new TextEncoder().encode(stdin);
  else if (stdin instanceof Uint8Array) yield stdin;
  else yield* stdin;
}
