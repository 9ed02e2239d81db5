import type { TextOptions } from '../../core/report/text-options.ts';
import type { Charset } from '../../core/report/text/plain-text.ts';
import { UserError } from '../../edge/files/user-error.ts';
import { valueOfFlag, type CommandLine } from './command-line.ts';
import type { Io } from './io.ts';

const LEAST_WIDTH = 40;
/** Prose gets hard to read beyond this, however wide the terminal is; --width goes further. */
const MOST_WIDTH = 100;
const PIPE_WIDTH = 80;

/** How text is to look: flags first, then the environment, then what the terminal says of itself. */
export function pageOptions(line: CommandLine, io: Io): TextOptions {
  return {
    width: widthOf(line, io),
    colour: colourOf(line, io),
    charset: line.switches.has('ascii') ? 'ascii' : charsetOf(io.env),
    program: io.program,
  };
}

function widthOf(line: CommandLine, io: Io): number {
  const asked = valueOfFlag(line, 'width');
  if (asked === undefined) return io.stdout.isTerminal ? fitting(io.stdout.columns) : PIPE_WIDTH;
  const width = /^\d{1,4}$/u.test(asked) ? Number(asked) : 0;
  if (width < LEAST_WIDTH)
    throw new UserError(`--width must be a number from ${LEAST_WIDTH} to 9999, not "${asked}"`);
  return width;
}

/** A terminal of no width (some CI runners say 0) is treated as one that does not say. */
function fitting(columns: number = 0): number {
  if (columns <= 0) return PIPE_WIDTH;
  return Math.min(Math.max(columns, LEAST_WIDTH), MOST_WIDTH);
}

/** https://no-color.org and its opposite FORCE_COLOR; flags outrank both. */
function colourOf(line: CommandLine, { env, stdout }: Io): boolean {
  if (line.switches.has('no-color')) return false;
  if (line.switches.has('color')) return true;
  if (isSet(env['NO_COLOR'])) return false;
  if (isSet(env['FORCE_COLOR'])) return env['FORCE_COLOR'] !== '0';
  return stdout.isTerminal && env['TERM'] !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/**
 * ASCII where the locale (POSIX order: LC_ALL, LC_CTYPE, LANG) names another charset than UTF-8, or the
 * terminal has no such font. No locale at all is common in containers, whose terminals are UTF-8.
 */
export function charsetOf(env: Io['env']): Charset {
  if (env['TERM'] === 'linux' || env['TERM'] === 'dumb') return 'ascii';
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(isSet);
  return locale === undefined || locale.toLowerCase().replaceAll('-', '').includes('utf8')
    ? 'unicode'
    : 'ascii';
}
