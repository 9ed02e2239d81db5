import { UserError } from '../../edge/files/user-error.ts';
import { valueOfFlag, type CommandLine } from './command-line.ts';

/** The namespace that was typed, if one was. Throws a UserError for what no namespace can be called (RFC 1123). */
export function namedNamespace(line: CommandLine): string | undefined {
  const name = valueOfFlag(line, 'namespace');
  if (name === undefined || name === '') return undefined;
  if (name.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name)) return name;
  throw new UserError(`"${name.slice(0, 100)}" is no name of a namespace`);
}
