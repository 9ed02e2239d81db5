import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

const CGROUPS = '/sys/fs/cgroup';
/** How long the lane has to end its processes after a signal, in milliseconds. */
const GRACE = 20_000;

/**
 * The first process of the lane's process namespace. It collects what is orphaned there; when it ends,
 * or is killed, the kernel ends everything else that was started inside.
 */
const INIT = `
"$@" & lane=$!
trap 'kill -TERM "$lane" 2>/dev/null' INT TERM
while :; do wait "$lane"; code=$?; kill -0 "$lane" 2>/dev/null || exit "$code"; done
`;

/**
 * Runs a command as root of its own network, mount, host name and process namespaces, and waits for it.
 * The kernel ends the namespaces' processes with this one, also when it is killed.
 */
export function enterNamespaces(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig',
      'KILL',
      'unshare',
      '--net',
      '--mount',
      '--uts',
      '--ipc',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      '--propagation',
      'private',
      'bash',
      '-c',
      INIT,
      'init',
      command,
      ...args,
    ],
    // A group of its own, so that Ctrl-C reaches this process alone, which passes it on.
    { stdio: ['ignore', 'inherit', 'inherit'], detached: true },
  );
  const stop = (): void => {
    signalChild(child.pid);
    setTimeout(() => child.kill('SIGKILL'), GRACE).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  return new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** `unshare` waits for its child and passes no signals on: its child is told directly. */
function signalChild(pid: number | undefined): void {
  if (pid === undefined) return;
  for (const child of childrenOf(pid)) process.kill(child, 'SIGTERM');
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

/** Removes what lanes left that were killed: cgroups named after a process that is gone. */
export function removeStaleCgroups(prefix: string): void {
  const hierarchies = existsSync(CGROUPS) ? ['', ...readdirSync(CGROUPS)] : [];
  for (const hierarchy of hierarchies)
    for (const name of foldersIn(join(CGROUPS, hierarchy))) {
      const [, process] = new RegExp(`^${prefix}(\\d+)$`, 'u').exec(name) ?? [];
      if (process !== undefined && !existsSync(`/proc/${process}`))
        removeTree(join(CGROUPS, hierarchy, name));
    }
}

function foldersIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** Removes the lane's cgroups from every hierarchy; they are empty once its processes are gone. */
export function removeCgroups(name: string): void {
  const unified = existsSync(join(CGROUPS, 'cgroup.controllers'));
  for (const hierarchy of unified ? [''] : readdirSync(CGROUPS)) removeTree(join(CGROUPS, hierarchy, name));
}

function removeTree(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeTree(join(folder, entry.name));
  try {
    rmdirSync(folder);
  } catch {
    // A process that is just ending still holds it: the next run uses another name.
  }
}
