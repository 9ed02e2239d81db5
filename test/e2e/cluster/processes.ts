import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a process is given to end by itself before it is killed, in milliseconds. */
const GRACE = 5_000;

interface Running {
  readonly name: string;
  readonly child: ChildProcess;
  readonly log: string;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A process that should run has ended: nothing is worth waiting for any more. */
export class EndedError extends Error {}

/** The long-running processes of one lane: started with a log file each, ended by their ids. */
export class Processes {
  readonly #logs: string;
  readonly #running: Running[] = [];

  constructor(logs: string) {
    mkdirSync(logs, { recursive: true });
    this.#logs = logs;
  }

  /** File that a process of this name writes to. */
  logOf(name: string): string {
    return join(this.#logs, `${name}.log`);
  }

  /** Starts a process; its output goes to `<logs>/<name>.log`. */
  start(name: string, command: string, args: readonly string[], options: StartOptions = {}): void {
    const log = this.logOf(name);
    const out = openSync(log, 'a');
    const child = spawn(command, args, {
      stdio: ['ignore', out, out],
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    closeSync(out);
    // A command that cannot be started at all is seen by `assertAlive`.
    child.on('error', () => undefined);
    this.#running.push({ name, child, log });
  }

  /** Throws when a process has ended that should run, with the end of its log. */
  assertAlive(): void {
    for (const { name, child, log } of this.#running) {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
        throw new EndedError(
          `${name} ended (${child.exitCode ?? child.signalCode ?? 'not started'}):\n${lastLines(log)}`,
        );
    }
  }

  /** Ends the named process (or all, newest first) and waits until it is gone. */
  async stop(name?: string): Promise<void> {
    const chosen = this.#running.filter((one) => name === undefined || one.name === name).toReversed();
    for (const one of chosen) this.#running.splice(this.#running.indexOf(one), 1);
    await Promise.all(chosen.map(({ child }) => end(child)));
  }
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = sleep(GRACE, 'late', { ref: false });
  if ((await Promise.race([gone, late])) !== 'late') return;
  child.kill('SIGKILL');
  await gone;
}

/** Waits until `condition` gives a value; throws with `what` when the deadline (milliseconds) passes. */
export async function until<T>(
  what: string,
  deadline: number,
  condition: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const end = Date.now() + deadline;
  let last: unknown;
  do {
    try {
      const value = await condition();
      if (value !== undefined) return value;
    } catch (error) {
      if (error instanceof EndedError) throw error;
      last = error;
    }
    await sleep(200);
  } while (Date.now() < end);
  const why = last instanceof Error ? `: ${last.message}` : '';
  throw new Error(`waited ${deadline / 1000} s for ${what}${why}`);
}
