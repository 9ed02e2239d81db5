import type { CommandLine } from './command-line.ts';

/** The same command line, by which no registry is asked. */
export function withoutProbes(line: CommandLine): CommandLine {
  const switches = [...line.switches].filter((name) => name !== 'probe');
  return { ...line, switches: new Set([...switches, 'no-probe']) };
}
