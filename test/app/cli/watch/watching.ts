import type { Io } from '../../../../src/app/cli/io.ts';
import { readCommandLine } from '../../../../src/app/cli/command-line.ts';
import { watchLive } from '../../../../src/app/cli/commands/watch-live.ts';
import { PACE, type WatchPace } from '../../../../src/app/cli/watch/watch-loop.ts';
import type { LiveProgram } from '../live-program.ts';
import type { Stage } from '../played-io.ts';

export const QUICK: WatchPace = { ...PACE, rest: 0 };

/** A wait for what never comes ends the test, and not the patience of whoever runs it. */
const PATIENCE = 8_000;

/** A watch that goes on in this process; whoever starts one interrupts it. */
export interface Watching {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when the output has grown to hold this; the text itself is kept, screens over one another. */
  readonly shows: (text: string | RegExp) => Promise<void>;
  readonly interrupt: () => void;
  readonly code: Promise<number>;
}

/** Where a watch writes: rows as well as columns count. */
export interface WatchStage extends Stage {
  readonly rows?: number;
}

/** Starts `pulldoctor -n shop -w`, with what else is to stand on the command line; `-A` in place of the namespace. */
export function startWatching(
  live: LiveProgram,
  args: readonly string[],
  stage: WatchStage = {},
  pace: WatchPace = QUICK,
): Watching {
  const played = live.played(stage);
  const waiting = new Set<() => void>();
  let interrupt: (() => void) | undefined;
  const io: Io = {
    ...played.io,
    now: () => Date.now(),
    stdout: {
      ...played.io.stdout,
      ...(stage.rows !== undefined && { rows: stage.rows }),
      write: async (text) => {
        await played.io.stdout.write(text);
        for (const look of waiting) look();
      },
    },
    onInterrupt: (stop) => {
      interrupt = stop;
      return () => undefined;
    },
  };
  const scope = args.includes('-A') ? [] : ['-n', 'shop'];
  const code = watchLive(readCommandLine([...scope, '-w', ...args]), io, pace);
  const written = (): string => `${played.stdout()}${played.stderr()}`;
  const shows = (text: string | RegExp): Promise<void> => {
    const shown = new Promise<void>((resolve, reject) => {
      const isShown = (): boolean =>
        typeof text === 'string' ? played.stdout().includes(text) : text.test(played.stdout());
      const look = (): void => {
        if (!isShown()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      code.then(() => !isShown() && reject(new Error(`it ended with ${written()}`)), reject);
    });
    return inTime(shown, () => `${String(text)} was not shown, but ${written()}`);
  };
  return {
    stdout: played.stdout,
    stderr: played.stderr,
    shows,
    interrupt: () => interrupt?.(),
    get code() {
      return inTime(code, () => `it went on, with ${written()}`);
    },
  };
}

/** Watches for as long as `use` takes, whatever becomes of it: a watch that goes on keeps the tests from ending. */
export async function whileWatching(
  live: LiveProgram,
  args: readonly string[],
  stage: WatchStage,
  use: (watching: Watching) => Promise<void>,
  pace?: WatchPace,
): Promise<void> {
  const watching = startWatching(live, args, stage, pace);
  try {
    await use(watching);
  } finally {
    watching.interrupt();
    await watching.code;
  }
}

/** The same promise, or a failure in the words of `late` when that takes too long. */
export async function inTime<T>(
  promise: Promise<T>,
  late: () => string,
  patience: number = PATIENCE,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const impatience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${patience} ms later: ${late()}`)), patience);
  });
  try {
    return await Promise.race([promise, impatience]);
  } finally {
    clearTimeout(timer);
  }
}
