import { countOf } from '../../../core/report/quantity-words.ts';
import type { Report } from '../../../core/report/report.ts';
import { glyphsOf } from '../../../core/report/text/glyphs.ts';
import type { Charset } from '../../../core/report/text/plain-text.ts';
import type { Io } from '../io.ts';
import { reportKey } from './report-key.ts';

/** Where a watch shows its reports. */
export interface WatchScreen {
  /**
   * Takes a report and its rendering, which ends in a line feed. `meanwhile` is for screens that redraw: the look
   * goes on, with so many registries that have still to answer.
   */
  readonly show: (report: Report, text: string, meanwhile?: number) => Promise<void>;
  /** Whether a page is replaced by the next: its times are then brought up to date, and half of it is shown. */
  readonly redraws: boolean;
}

const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
/** Clears what is on the screen; what was scrolled away stays. */
const CLEAR_SCREEN = '\u001b[2J';
const ROWS = 24;

/** One report in place of the other, without flicker: each line is written over the one before. */
export function terminalScreen({ stdout }: Io, program: string, charset: Charset): WatchScreen {
  const { dot, ellipsis } = glyphsOf(charset);
  let begun = false;
  return {
    redraws: true,
    show: async (report, text, meanwhile) => {
      const head = `${program} --watch ${dot} ${clock(report)} ${dot} Ctrl-C ends it`;
      // In place of an empty line, so that the page stands still when it goes.
      const state = meanwhile === undefined ? '' : `${meanwhileWords(meanwhile)}${ellipsis}`;
      const lines = fitting([head, state, ...text.trimEnd().split('\n')], stdout.rows ?? ROWS);
      const start = begun ? HOME : CLEAR_SCREEN + HOME;
      begun = true;
      await stdout.write(start + lines.map((line) => `${line}${CLEAR_LINE}\n`).join('') + CLEAR_BELOW);
    },
  };
}

function meanwhileWords(registries: number): string {
  return registries === 0 ? 'looking further' : `asking ${countOf(registries, 'registry', 'registries')}`;
}

/** A taller page would scroll, and the next one be written over its end. The last row holds the cursor. */
function fitting(lines: readonly string[], rows: number): readonly string[] {
  const most = Math.max(rows, 5) - 1;
  if (lines.length <= most) return lines;
  const left = lines.length - most + 1;
  return [...lines.slice(0, most - 1), `(${left} more lines: enlarge the terminal, or name one pod)`];
}

/** A new report below the last one, when it says something new. */
export function appendingScreen({ stdout }: Io): WatchScreen {
  return whenChanged((report, text) => stdout.write(`--- ${clock(report)} ---\n${text}\n`));
}

/** A new document below the last one, when it says something new. */
export function yamlScreen({ stdout }: Io): WatchScreen {
  return whenChanged((_, text) => stdout.write(`---\n${text}`));
}

/** The names again, when the report says something new. */
export function nameScreen({ stdout }: Io): WatchScreen {
  return whenChanged((_, text) => stdout.write(text));
}

/** One report a line, when it says something new. */
export function jsonScreen({ stdout }: Io): WatchScreen {
  return whenChanged((report) => stdout.write(`${JSON.stringify(report)}\n`));
}

function whenChanged(write: (report: Report, text: string) => Promise<void>): WatchScreen {
  let shown: string | undefined;
  return {
    redraws: false,
    show: async (report, text) => {
      const key = reportKey(report);
      if (key === shown) return;
      shown = key;
      await write(report, text);
    },
  };
}

function clock({ generatedAt }: Report): string {
  return `${generatedAt.slice(0, 19).replace('T', ' ')} UTC`;
}
