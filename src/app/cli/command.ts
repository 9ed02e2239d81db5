import type { CommandLine } from './command-line.ts';
import type { Io } from './io.ts';

/** What a command does. Out: the exit code. Throws a UserError when the request cannot be carried out. */
export type Command = (line: CommandLine, io: Io) => Promise<number>;
