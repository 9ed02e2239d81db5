import { UserError } from '../../edge/files/user-error.ts';
import { valueOfFlag, type CommandLine } from './command-line.ts';

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** The longest wait that a timer of Node can keep: 24 days. */
const LONGEST = 2 ** 31 - 1;

/**
 * A duration as kubectl reads it (ParseTimeout of client-go): whole seconds without a unit, or Go's way of
 * writing one: `5s`, `1m30s`, `1.5h`. Out: milliseconds, 0 for 0; undefined for anything else.
 */
export function parseDuration(text: string): number | undefined {
  if (/^\d{1,7}$/u.test(text)) return Math.min(Number(text) * 1000, LONGEST);
  const part = /(\d{1,9}(?:\.\d{1,9})?)(ns|us|µs|ms|s|m|h)/uy;
  let milliseconds = 0;
  for (;;) {
    const [, number = '', unit = ''] = part.exec(text) ?? [];
    if (number === '') return undefined;
    milliseconds += Number(number) * (UNITS[unit] ?? 0);
    if (part.lastIndex === text.length) return Math.min(Math.ceil(milliseconds), LONGEST);
  }
}

/** The milliseconds of a flag that takes a duration. Throws a UserError for what is none. */
export function durationOfFlag(line: CommandLine, name: string): number | undefined {
  const text = valueOfFlag(line, name);
  if (text === undefined) return undefined;
  const duration = parseDuration(text);
  if (duration === undefined) {
    throw new UserError(`--${name} must be a duration such as 5s, 1m30s or 0 (none), not "${text}"`);
  }
  return duration;
}
