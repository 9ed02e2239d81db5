import { version } from '../version.ts';

/** The exit code of a bug in pulldoctor; never 1, which means findings. */
export const CRASHED = 70;

/**
 * What is said of a bug: one line with what a report of it needs. Never the error's message: it can quote
 * what was being read, and that may hold a secret. Where it happened is added when somebody asks for it.
 *
 * @param debug whether PULLDOCTOR_DEBUG is set
 */
export function crashReport(error: unknown, debug: boolean): string {
  const name = error instanceof Error ? error.name : typeof error;
  const system = `Node ${process.version}, ${process.platform} ${process.arch}`;
  const first = `pulldoctor: a bug in pulldoctor (${name}; ${system}; pulldoctor ${version}).`;
  if (!debug)
    return `${first} Please report it with the command; PULLDOCTOR_DEBUG=1 adds where it happened.\n`;
  return `${first} Please report:\n${framesOf(error).join('\n')}\n`;
}

function framesOf(error: unknown): readonly string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return lines.filter((line) => /^ +at .*:\d+:\d+\)?$/u.test(line));
}
