import { chmod, writeFile } from 'node:fs/promises';
import { UserError } from './user-error.ts';

/** Writes a file that only its owner may read, in place of one of that name. Throws a UserError. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  try {
    // The mode counts for a new file only.
    await writeFile(path, '', { mode: 0o600 });
    await chmod(path, 0o600);
    await writeFile(path, text, { mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UserError(`${path}: cannot be written (${code})`);
  }
}
