import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Report, ReportFinding, ReportPull } from '../../../src/core/report/report.ts';
import { tryCommand, type CommandResult } from '../cluster/run-command.ts';

const BUILT = join(import.meta.dirname, '../../../dist/bin');
/** What people are told to save for a full diagnosis. */
const KINDS =
  'pods,events,nodes,serviceaccounts,secrets,deployments,replicasets,statefulsets,daemonsets,jobs,cronjobs';
/** Exit codes of a bug, and of a program that was not started or killed. */
const CRASHED = 70;
/** No call of pulldoctor may take longer, in milliseconds: one that hangs is a fault and not the lane's end. */
const LONGEST = 60_000;

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
  readonly stderr: string;
}

/** Keeps the built program as it is now, so that a build in the meantime changes nothing; gives its path. */
export function keepProgram(folder: string): string {
  cpSync(BUILT, folder, { recursive: true });
  return join(folder, 'pulldoctor.cjs');
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs pulldoctor to its end, whatever that is. */
export function runPulldoctor(
  program: string,
  args: readonly string[],
  { env = {}, input }: RunOptions = {},
): Promise<CommandResult> {
  return tryCommand(process.execPath, [program, ...args], {
    env: { PULLDOCTOR_DEBUG: '1', ...env },
    timeout: LONGEST,
    ...(input === undefined ? {} : { input }),
  });
}

/** What `pulldoctor … -o json` says; throws where it gives no report. `input` is kept for whoever looks into it. */
export async function diagnose(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Diagnosis> {
  const { code, stdout, stderr } = await runPulldoctor(program, [...args, '-o', 'json'], options);
  const report = code >= CRASHED ? undefined : parseReport(stdout);
  if (report === undefined)
    throw new CrashError(
      `pulldoctor ${args.join(' ')} ended with ${code}: ${stderr.slice(0, 4000)}`,
      options.input ?? stdout,
    );
  return { report, exitCode: code, stderr };
}

function parseReport(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}

/** What `pulldoctor -f - -o json` says of a dump. */
export function diagnoseDump(program: string, dump: string): Promise<Diagnosis> {
  return diagnose(program, ['-f', '-'], { input: dump });
}

/** A pull of one pod, and the finding it stands in. */
export interface FoundPull {
  readonly finding: ReportFinding;
  readonly pull: ReportPull;
}

/** Pulls by `namespace/pod`. */
export type FoundPulls = ReadonlyMap<string, readonly FoundPull[]>;

/** Containers and their causes, as one text to compare. */
export function causesOf(found: readonly FoundPull[]): string {
  return found
    .map(({ finding, pull }) => `${pull.container}: ${finding.cause}`)
    .toSorted()
    .join(', ');
}

/** Every pull that is found failing. */
export function pullsByPod({ findings }: Report): FoundPulls {
  const found = new Map<string, FoundPull[]>();
  for (const finding of findings)
    for (const pull of finding.pulls) {
      const key = `${pull.namespace}/${pull.pod}`;
      found.set(key, [...(found.get(key) ?? []), { finding, pull }]);
    }
  return found;
}
