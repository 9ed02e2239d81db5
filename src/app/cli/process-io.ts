import { basename } from 'node:path';
import type { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { UserError } from '../../edge/files/user-error.ts';
import type { Io, Sink } from './io.ts';

/** The real world. `process.stdin` is touched only when it is read: opening it costs, and keeps Node alive. */
export function processIo(): Io {
  return {
    stdin: { isTerminal: isatty(0), chunks: () => process.stdin },
    stdout: streamSink(process.stdout),
    stderr: streamSink(process.stderr),
    env: process.env,
    now: () => Date.now(),
    program: programName(process.argv[1] ?? ''),
    onInterrupt,
  };
}

const INTERRUPTED = 130;
/** What asks a process to end: Ctrl-C, a closed terminal, a supervisor. */
const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** launch.ts ends the program at Ctrl-C as long as nobody else listens. Whoever asks twice means it. */
function onInterrupt(stop: () => void): () => void {
  let interrupted = false;
  const interrupt = (): void => {
    if (interrupted) process.exit(INTERRUPTED);
    interrupted = true;
    stop();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return () => {
    for (const signal of SIGNALS) process.off(signal, interrupt);
    if (interrupted) process.exit(INTERRUPTED);
  };
}

/** kubectl runs a plugin by its file's name; the reader typed it as kubectl's own word. */
export function programName(path: string): string {
  return basename(path).startsWith('kubectl-pulldoctor') ? 'kubectl pulldoctor' : 'pulldoctor';
}

/**
 * A stream as a sink. A reader that went away (EPIPE) is no error: what it read was enough for it.
 * Anything else that stops the output, such as a full disk, is reported to the writer.
 */
export function streamSink(
  stream: Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number },
): Sink {
  let gone = false;
  // Each write learns of its own failure; without a listener the stream would throw it as well.
  stream.on('error', () => {
    gone = true;
  });
  const write = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      if (gone) return resolve();
      stream.write(text, (error) => {
        if (error === undefined || error === null || codeOf(error) === 'EPIPE') resolve();
        else reject(new UserError(`cannot write the output: ${codeOf(error)}`));
      });
    });
  return {
    isTerminal: stream.isTTY === true,
    ...(stream.columns !== undefined && { columns: stream.columns }),
    ...(stream.rows !== undefined && { rows: stream.rows }),
    write,
    closed: () => gone,
  };
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
