import { jsonText } from '../../../core/report/json-text.ts';
import { UserError } from '../../../edge/files/user-error.ts';
import { version } from '../../version.ts';
import { valueOfFlag, type CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';

/** `pulldoctor version`: its own, and with -o json or yaml also what it runs on. */
export async function versionCommand(line: CommandLine, io: Io): Promise<number> {
  if (line.words.length > 0) throw new UserError(`version takes flags only, not "${line.words[0] ?? ''}"`);
  const format = valueOfFlag(line, 'output') ?? 'text';
  const known = { version, node: process.version, platform: `${process.platform}/${process.arch}` };
  if (format === 'json') await io.stdout.write(`${jsonText(known, 2)}\n`);
  else if (format === 'yaml') await io.stdout.write(await (await import('../yaml-text.ts')).yamlText(known));
  else await io.stdout.write(`pulldoctor ${version}\n`);
  return 0;
}
