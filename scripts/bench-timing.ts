import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';

// Whole processes, timed in turn with a peer (A B A B …). Ratios are taken pair by pair, so that a machine that
// slows down slows both.

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Seconds. */
export interface Timing {
  readonly cpu: number;
  readonly wall: number;
}

export interface Comparison {
  readonly ours: Timing;
  readonly theirs: Timing;
  /** Medians of the pairs' ratios. */
  readonly ratio: Timing;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Whether it can be started at all. */
export function isHere(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/**
 * Runs a command to its end. Node tells nothing of a child's processor time, so the shell does: the one thing
 * that is on every machine with a `time` to the millisecond. An exit code above 3 is a failure.
 */
export async function timed({ program, args, env }: Command): Promise<Timing> {
  const script = 'TIMEFORMAT="%3U %3S %3R"; time "$@" >/dev/null 2>&1; exit $?';
  const child = spawn('bash', ['-c', script, 'bash', program, ...args], {
    env: { ...env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (piece: Buffer) => (told += piece.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === null || code > 3)
    throw new Error(`${program} ${args.join(' ')} ended with ${code ?? 'a signal'}`);
  const [user = Number.NaN, system = Number.NaN, wall = Number.NaN] = told.trim().split(' ').map(Number);
  return { cpu: user + system, wall };
}

/** Both once for nothing, then in turn. */
export async function compare(ours: Command, theirs: Command, rounds: number): Promise<Comparison> {
  await timed(ours);
  await timed(theirs);
  const pairs: (readonly [Timing, Timing])[] = [];
  for (let round = 0; round < rounds; round += 1) pairs.push([await timed(ours), await timed(theirs)]);
  const of = (pick: (pair: readonly [Timing, Timing]) => number): number => median(pairs.map(pick));
  return {
    ours: { cpu: of(([a]) => a.cpu), wall: of(([a]) => a.wall) },
    theirs: { cpu: of(([, b]) => b.cpu), wall: of(([, b]) => b.wall) },
    ratio: { cpu: of(([a, b]) => a.cpu / b.cpu), wall: of(([a, b]) => a.wall / b.wall) },
  };
}

/** Peak resident memory of a run in MiB; 0 where the system does not tell. */
export async function peakMemory({ program, args, env }: Command): Promise<number> {
  const child = spawn(program, args, { env, stdio: 'ignore' });
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, highWater(child.pid))), 5);
  await once(child, 'exit');
  clearInterval(watch);
  return peak;
}

/** VmHWM is the process's own high-water mark; it is gone with the process, so it is read all along. */
function highWater(pid: number | undefined): number {
  const file = `/proc/${pid ?? 0}/status`;
  if (!existsSync(file)) return 0;
  try {
    return Number(/VmHWM:\s+(\d+)/u.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
