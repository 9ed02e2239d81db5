import { readFileSync } from 'node:fs';
import { UserError } from '../../files/user-error.ts';

/** The text of a file that a kubeconfig or a flag names; a UserError says what it was to be. */
export function readNamedFile(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
    const why: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such file',
      EACCES: 'you may not read it',
      EISDIR: 'it is a folder',
    };
    throw new UserError(`${path}: ${what} cannot be read: ${why[code] ?? code}`);
  }
}

/** A `-data` field: base64 of PEM. What is no base64 comes out as something that is no PEM either. */
export function pemOf(data: string): string {
  return Buffer.from(data, 'base64').toString('utf8');
}
