import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A Node found on this machine: its path, and what it says `process.version` is. */
export interface NodeInstallation {
  readonly path: string;
  readonly version: string;
}

/** Where version managers and CI images keep Nodes side by side: folders with one installation in each. */
const COLLECTIONS: readonly (readonly [folder: string, below: string])[] = [
  [join(homedir(), '.nvm/versions/node'), 'bin/node'],
  [join(homedir(), '.local/share/fnm/node-versions'), 'installation/bin/node'],
  [join(homedir(), '.volta/tools/image/node'), 'bin/node'],
  ['/opt/hostedtoolcache/node', 'x64/bin/node'],
];

/** The machine's Nodes by major version, first found first; the one running this is not among them. */
export function nodesOfThisMachine(): ReadonlyMap<number, NodeInstallation> {
  const found = new Map<number, NodeInstallation>();
  for (const path of candidates()) {
    if (!existsSync(path) || realpathSync(path) === realpathSync(process.execPath)) continue;
    const version = execFileSync(path, ['-p', 'process.version'], { encoding: 'utf8' }).trim();
    const major = Number(/^v(\d+)\./.exec(version)?.[1]);
    if (!found.has(major)) found.set(major, { path, version });
  }
  return found;
}

function candidates(): readonly string[] {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'));
  const collected = COLLECTIONS.filter(([folder]) => existsSync(folder)).flatMap(([folder, below]) =>
    readdirSync(folder)
      .sort()
      .map((version) => join(folder, version, below)),
  );
  return [...onPath, ...collected];
}
