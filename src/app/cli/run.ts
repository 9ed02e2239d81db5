import { plainText } from '../../core/report/text/plain-text.ts';
import { isUserError } from '../../edge/files/user-error.ts';
import type { Command } from './command.ts';
import type { CommandName } from './command-form.ts';
import { readCommandLine, type CommandLine } from './command-line.ts';
import { CRASHED, crashReport } from './crash-report.ts';
import type { Io } from './io.ts';

const WRONG_REQUEST = 2;

/**
 * Each command is a bundle of its own, loaded when it is typed: with all of them in one file even `version`
 * waited 15 ms longer.
 */
const COMMANDS: Readonly<Record<CommandName, (line: CommandLine) => Promise<Command>>> = {
  diagnose: diagnoseCommand,
  explain: async () => (await import('./commands/explain.ts')).explainCommand,
  probe: async () => (await import('./commands/probe.ts')).probeCommand,
  collect: async () => (await import('./commands/collect.ts')).collectCommand,
  rbac: async () => (await import('./commands/rbac.ts')).rbacCommand,
  version: async () => (await import('./commands/version.ts')).versionCommand,
  completion: async () => (await import('./commands/completion.ts')).completionCommand,
  help: async () => (await import('./commands/help.ts')).helpCommand,
};

/**
 * The program: arguments after its name in, exit code out, everything else through `io`. Never throws:
 * a wrong request is one line and 2, a bug is one line and 70.
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    // Not a command: what a shell asks while a line is typed.
    if (args[0] === '__complete')
      return await (await import('./complete/complete.ts')).complete(args.slice(1), io);
    const line = readCommandLine(plainFlags(args));
    const asksHelp = line.switches.has('help');
    const command = await COMMANDS[asksHelp ? 'help' : line.command](line);
    return await command(asksHelp ? { ...line, words: line.named ? [line.command] : [] } : line, io);
  } catch (error) {
    if (isUserError(error)) return refuse(error.message, io);
    await io.stderr.write(crashReport(error, (io.env['PULLDOCTOR_DEBUG'] ?? '') !== ''));
    return CRASHED;
  }
}

/** Of saved objects, of a cluster, or of a cluster that is watched: they have little in common but the judgement. */
async function diagnoseCommand({ values, switches }: CommandLine): Promise<Command> {
  if (values.has('filename')) return (await import('./commands/diagnose-files.ts')).diagnoseFiles;
  if (switches.has('watch')) return (await import('./commands/watch-live.ts')).watchLive;
  return (await import('./commands/diagnose-cluster.ts')).diagnoseCluster;
}

/** `--version` is a habit from other programs; here it is a command, as in kubectl. */
function plainFlags(args: readonly string[]): readonly string[] {
  return args.length === 1 && (args[0] === '--version' || args[0] === '-V') ? ['version'] : args;
}

/** One line whatever the message quotes: it may hold what was typed or what a file is called. */
async function refuse(message: string, io: Io): Promise<number> {
  await io.stderr.write(`error: ${plainText(message, 'unicode')}\n`);
  return WRONG_REQUEST;
}
