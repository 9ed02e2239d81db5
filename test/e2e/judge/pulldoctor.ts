import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Report, ReportFinding, ReportPull } from '../../../src/core/report/report.ts';
import { tryCommand } from '../cluster/run-command.ts';

const BUILT = join(import.meta.dirname, '../../../dist/bin');
/** What people are told to save for a full diagnosis. */
const KINDS =
  'pods,events,nodes,serviceaccounts,secrets,deployments,replicasets,statefulsets,daemonsets,jobs,cronjobs';

/** `kubectl get … -A -o json`, as the text it prints. */
export async function dumpCluster(kubectl: readonly [string, ...string[]]): Promise<string> {
  const [command, ...args] = kubectl;
  const { code, stdout, stderr } = await tryCommand(command, [...args, 'get', KINDS, '-A', '-o', 'json']);
  if (code !== 0) throw new Error(`kubectl get: ${stderr.trim()}`);
  return stdout;
}

/** pulldoctor ended otherwise than with a report. */
export class CrashError extends Error {
  readonly dump: string;

  constructor(message: string, dump: string) {
    super(message);
    this.dump = dump;
  }
}

export interface Diagnosis {
  readonly report: Report;
  readonly exitCode: number;
}

/** Keeps the built program as it is now, so that a build in the meantime changes nothing; gives its path. */
export function keepProgram(folder: string): string {
  cpSync(BUILT, folder, { recursive: true });
  return join(folder, 'pulldoctor.cjs');
}

/** What `pulldoctor -f - -o json` says of a dump. */
export async function diagnoseDump(program: string, dump: string): Promise<Diagnosis> {
  const { code, stdout, stderr } = await tryCommand(process.execPath, [program, '-f', '-', '-o', 'json'], {
    input: dump,
    env: { PULLDOCTOR_DEBUG: '1' },
  });
  if (code > 1) throw new CrashError(`pulldoctor ended with ${code}: ${stderr.slice(0, 4000)}`, dump);
  return { report: JSON.parse(stdout) as Report, exitCode: code };
}

/** A pull of one pod, and the finding it stands in. */
export interface FoundPull {
  readonly finding: ReportFinding;
  readonly pull: ReportPull;
}

/** Every pull that is found failing, by `namespace/pod`. */
export function pullsByPod({ findings }: Report): ReadonlyMap<string, readonly FoundPull[]> {
  const found = new Map<string, FoundPull[]>();
  for (const finding of findings)
    for (const pull of finding.pulls) {
      const key = `${pull.namespace}/${pull.pod}`;
      found.set(key, [...(found.get(key) ?? []), { finding, pull }]);
    }
  return found;
}
