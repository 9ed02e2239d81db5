import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { EvidenceAssembly } from '../../core/evidence/objects/assemble-evidence.ts';
import type { ClusterEvidence } from '../../core/evidence/evidence.ts';
import type { Instant } from '../../core/evidence/observed.ts';
import type { Bytes } from './bytes.ts';
import { fileBytes } from './file-bytes.ts';
import { objectFiles } from './object-file.ts';
import { readFileOf, readSource, type SourceReading } from './read-source.ts';
import { UserError } from './user-error.ts';
import { withSmallYoungGeneration } from './young-generation.ts';

export interface GatherOptions {
  /** What the path `-` stands for. */
  readonly stdin?: Bytes;
  /** The namespace of objects that do not name theirs: `default` when left out. */
  readonly namespace?: string;
  /** The clock for a dump that bears no time at all: the machine's when left out. */
  readonly now?: Instant;
  /** Sees every Secret as it was saved, with its values where they were. */
  readonly onSecret?: (json: unknown) => void;
}

/**
 * Reads saved objects: files, folders and archives in any of the forms that kubectl, support bundles and
 * must-gather write, `-` for standard input. No network, no kubeconfig.
 * Throws a {@link UserError} when a path cannot be read or nothing in any of them is of use; what is
 * missing or broken beside things of use is a blind spot of the evidence.
 */
export async function gatherFromFiles(
  paths: readonly string[],
  options: GatherOptions = {},
): Promise<ClusterEvidence> {
  const assembly = new EvidenceAssembly({
    source: 'files',
    now: options.now ?? Date.now(),
    ...(options.namespace !== undefined && { namespace: options.namespace }),
    ...(options.onSecret !== undefined && { onSecret: options.onSecret }),
  });
  const readings = await withSmallYoungGeneration(() => readPaths(paths, options.stdin, assembly));
  if (readings.length === 0) throw new UserError('no file to read is named');
  const useless = readings.filter(({ usable }) => !usable);
  if (useless.length === readings.length) throw new UserError(useless.map(inWords).join('; '));
  for (const { path, trouble } of useless) {
    assembly.addBlindSpot({ what: path, why: trouble ?? 'it is of no use', hidesTarget: true });
  }
  return assembly.finish();
}

type PathReading = SourceReading & { readonly path: string };

function inWords({ path, trouble }: PathReading): string {
  return `${path}: ${trouble ?? 'it is of no use'}`;
}

async function readPaths(
  paths: readonly string[],
  stdin: Bytes | undefined,
  assembly: EvidenceAssembly,
): Promise<readonly PathReading[]> {
  const readings: PathReading[] = [];
  for (const path of paths) {
    const name = path === '-' ? 'standard input' : path;
    try {
      readings.push({ path: name, ...(await readPath(path, stdin, assembly)) });
    } catch (error) {
      throw unreadable(name, error);
    }
  }
  return readings;
}

async function readPath(
  path: string,
  stdin: Bytes | undefined,
  assembly: EvidenceAssembly,
): Promise<SourceReading> {
  if (path === '-') {
    if (stdin === undefined) throw new UserError('standard input: there is none');
    return readSource('standard input', stdin, assembly);
  }
  const status = await stat(path);
  return status.isDirectory() ? readFolder(path, assembly) : readSource(path, fileBytes(path), assembly);
}

async function readFolder(folder: string, assembly: EvidenceAssembly): Promise<SourceReading> {
  const readable = objectFiles(await filesIn(folder, assembly));
  let usable = false;
  for (const file of readable) {
    const reading = await readFileIn(file, assembly);
    usable ||= reading.usable;
  }
  return usable
    ? { usable }
    : { usable, trouble: `the folder holds no Kubernetes objects (${readable.length} files looked at)` };
}

/** The files in a folder and all those in it, in order. Links to folders are not followed. */
async function filesIn(folder: string, assembly: EvidenceAssembly): Promise<readonly string[]> {
  const files: string[] = [];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    try {
      for (const entry of await readdir(next, { withFileTypes: true })) {
        const path = join(next, entry.name).split(sep).join('/');
        (entry.isDirectory() ? folders : files).push(path);
      }
    } catch (error) {
      if (next === folder) throw error;
      assembly.addBlindSpot({ what: next, why: systemWords(error), hidesTarget: true });
    }
  }
  return files.toSorted();
}

/** One file among many: that it cannot be read is a blind spot. */
async function readFileIn(file: string, assembly: EvidenceAssembly): Promise<SourceReading> {
  try {
    const status = await stat(file);
    return status.isFile() ? await readFileOf(file, fileBytes(file), assembly) : { usable: false };
  } catch (error) {
    assembly.addBlindSpot({ what: file, why: systemWords(error), hidesTarget: true });
    return { usable: false };
  }
}

function unreadable(name: string, error: unknown): Error {
  const isSystems = error instanceof Error && 'syscall' in error;
  return isSystems ? new UserError(`${name}: ${systemWords(error)}`) : (error as Error);
}

/** The system's word for what went wrong, in plain English for what happens every day. */
function systemWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ENOTDIR: 'no such file or folder',
    ENAMETOOLONG: 'no such file or folder (the name is too long)',
  };
  return words[code] ?? `cannot be read (${code})`;
}
