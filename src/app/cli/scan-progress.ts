import type { Io } from './io.ts';

/** A look that is over sooner needs no word. */
const QUIET = 1000;
/** Between two words, so that the terminal is not what takes the time. */
const PACE = 200;
const CLEAR_LINE = '\r\u001b[K';

/** How far a long look has come, in one line of stderr that goes away; nothing where stderr is no terminal. */
export interface ScanProgress {
  readonly say: (text: string) => void;
  readonly clear: () => void;
}

export function scanProgress({ stderr, now }: Pick<Io, 'stderr' | 'now'>): ScanProgress {
  const begun = now();
  let last = -Infinity;
  return {
    say: (text) => {
      const at = now();
      if (!stderr.isTerminal || at - begun < QUIET || at - last < PACE) return;
      last = at;
      void stderr.write(CLEAR_LINE + text);
    },
    clear: () => {
      if (last > -Infinity) void stderr.write(CLEAR_LINE);
    },
  };
}
