import type { Diagnosis } from '../../../core/diagnosis/finding.ts';
import { diagnose } from '../../../core/diagnosis/diagnose.ts';
import { nextLooks } from '../../../core/diagnosis/looks/next-looks.ts';
import type { Target } from '../../../core/diagnosis/targets.ts';
import type { ClusterEvidence, CollectedScope } from '../../../core/evidence/evidence.ts';
import { planRemedies } from '../../../core/remedy/plan-remedies.ts';
import { buildReport } from '../../../core/report/build-report.ts';
import { exitCodeOf } from '../../../core/report/exit-code.ts';
import { isUserError } from '../../../edge/files/user-error.ts';
import type { CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import type { Judged } from '../judged.ts';
import { lookFurther } from '../look-further.ts';
import { pageOptions } from '../page-options.ts';
import { asksRegistries } from '../probing/asks-registries.ts';
import { rendered } from '../rendered-report.ts';
import { readTargets } from '../targets.ts';

/** `pulldoctor`: reads, judges, says. Exit code: what the report means (see core/report/exit-code.ts). */
export async function diagnoseCommand(line: CommandLine, io: Io): Promise<number> {
  if (!line.values.has('filename') && line.switches.has('watch'))
    return (await import('./watch-live.ts')).watchLive(line, io);
  const targets = readTargets(line.words);
  // The page is read before the cluster, so that no wrong flag is found after a minute of reading.
  const page = pageOptions(line, io);
  asksRegistries(line, true);
  const { evidence, diagnosis, namespace } = await readAndJudge(line, targets, io);
  const report = buildReport(diagnosis, (finding) => planRemedies(finding, evidence), io.now());
  if (!line.switches.has('quiet')) await io.stdout.write(await rendered(report, line, page, namespace));
  const exitCode = exitCodeOf(report);
  if (exitCode === 3) await (await import('../hint-at-command.ts')).hintAtCommand(line, io);
  return exitCode;
}

async function readAndJudge(line: CommandLine, targets: readonly Target[], io: Io): Promise<Judged> {
  if (line.values.has('filename'))
    return (await import('../judge-files.ts')).judgeFiles(line, targets, io, judgeIn);
  try {
    return await judgeCluster(line, targets, io);
  } catch (error) {
    if (isUserError(error)) await (await import('../hint-at-command.ts')).hintAtCommand(line, io);
    throw error;
  }
}

function judgeIn({ namespace, targets }: CollectedScope): (evidence: ClusterEvidence) => Diagnosis {
  const scope = namespace === undefined ? {} : { namespace };
  return (evidence) => diagnose(evidence, { ...scope, ...(targets.length > 0 && { targets }) });
}

/** Looking is a loop: what a first judgement leaves open says what is worth a further look. */
async function judgeCluster(line: CommandLine, targets: readonly Target[], io: Io): Promise<Judged> {
  const { readCluster } = await import('../read-cluster.ts');
  const { reading, namespace, client } = await readCluster(line, targets, io, nextLooks);
  const judge = judgeIn({ targets, ...(namespace !== undefined && { namespace }) });
  const first = judge(reading.evidence);
  if (first.findings.length === 0) return { evidence: reading.evidence, diagnosis: first, namespace };
  // The connection is left to the end of the program, as kubectl does: to close it politely takes a millisecond.
  const evidence = await lookFurther({ reading, diagnosis: first, judge, line, client, namespace }, io);
  const diagnosis = evidence === reading.evidence ? first : judge(evidence);
  return { evidence, diagnosis, namespace };
}
