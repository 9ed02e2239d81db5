import { join } from 'node:path';
import type { Report, ReportFinding, ReportPull } from '../../../src/core/report/report.ts';
import { tryCommand } from '../cluster/run-command.ts';

const BUNDLE = join(import.meta.dirname, '../../../dist/bin/pulldoctor.cjs');
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

export interface Diagnosis {
  readonly report: Report;
  readonly exitCode: number;
}

/** What `pulldoctor -f - -o json` says of a dump. */
export async function diagnoseDump(dump: string): Promise<Diagnosis> {
  const { code, stdout, stderr } = await tryCommand(process.execPath, [BUNDLE, '-f', '-', '-o', 'json'], {
    input: dump,
  });
  if (code > 1) throw new Error(`pulldoctor ended with ${code}: ${stderr.slice(0, 2000)}`);
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
