import { spawn, type ChildProcess } from 'node:child_process';

/** One run of a plugin. */
export interface PluginRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether it gets this process's standard input. */
  readonly interactive: boolean;
  /** Milliseconds; 0 is none. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Told what it prints on stderr; left out, it prints there itself. */
  readonly stderr?: (text: string) => void;
}

/** What it printed, or why it printed nothing that could be used: the end of a sentence about it. */
export type PluginOutcome =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly says: string; readonly missing: boolean };

/** No credential is this long. */
const LONGEST_OUTPUT = 1 << 20;
/** Milliseconds between asking a plugin to end and ending it. */
const GRACE = 500;

/** Runs a plugin to its end, or to the end of its time. Never throws. */
export function runPlugin(run: PluginRun): Promise<PluginOutcome> {
  return new Promise((resolve) => {
    const child = start(run);
    if ('failure' in child) return resolve(child.failure);
    const chunks: Buffer[] = [];
    let size = 0;
    let ended: PluginOutcome | undefined;
    const end = (says: string): void => {
      ended ??= failed(says);
      endChild(child);
      resolve(ended);
    };
    const timer = run.timeout > 0 ? setTimeout(end, run.timeout, tooSlow(run)) : undefined;
    const onAbort = (): void => end('was no longer waited for');
    run.signal.addEventListener('abort', onAbort, { once: true });
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > LONGEST_OUTPUT) end('printed far more than a credential');
      else chunks.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => run.stderr?.(chunk.toString('utf8')));
    const finish = (outcome: PluginOutcome): void => {
      clearTimeout(timer);
      run.signal.removeEventListener('abort', onAbort);
      resolve(ended ?? outcome);
    };
    child.once('error', (error) => finish(notStarted(error)));
    child.once('close', (code, signal) => {
      finish(code === 0 ? { ok: true, stdout: Buffer.concat(chunks).toString('utf8') } : fell(code, signal));
    });
  });
}

function start(run: PluginRun): ChildProcess | { readonly failure: PluginOutcome } {
  try {
    return spawn(run.command, run.args, {
      env: run.env,
      stdio: [run.interactive ? 'inherit' : 'ignore', 'pipe', run.stderr === undefined ? 'inherit' : 'pipe'],
      windowsHide: true,
    });
  } catch (error) {
    // A NUL in a word of the command, say.
    return { failure: notStarted(error) };
  }
}

function failed(says: string): PluginOutcome {
  return { ok: false, says, missing: false };
}

function tooSlow({ timeout, interactive }: PluginRun): string {
  const waiting = interactive ? ' (it may have been waiting for you to log in)' : '';
  return `gave no credentials within ${timeout / 1000} s${waiting}; --request-timeout gives it longer`;
}

function notStarted(error: unknown): PluginOutcome {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return { ok: false, says: 'is not installed, or not on PATH', missing: true };
  if (code === 'EACCES') return failed('cannot be run: the file is not executable for you');
  return failed(`cannot be run${code === '' ? '' : ` (${code})`}`);
}

function fell(code: number | null, signal: string | null): PluginOutcome {
  const how = code === null ? `was ended by ${signal ?? 'a signal'}` : `failed with exit code ${code}`;
  return failed(`${how}; what it said of it stands above`);
}

/** Ends a plugin that is not wanted any more. What it started may live on, but holds nothing of ours up. */
function endChild(child: ChildProcess): void {
  child.kill();
  child.stdout?.destroy();
  child.stderr?.destroy();
  setTimeout(() => child.kill('SIGKILL'), GRACE).unref();
  child.unref();
}
