import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Makes a folder with the given files (path → content), hands it to a task and removes it.
 * The paths may have slashes in them.
 */
export async function withFolderOf<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  task: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return await task(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
