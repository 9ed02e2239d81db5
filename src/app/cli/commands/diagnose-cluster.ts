import { nextLooks } from '../../../core/diagnosis/looks/next-looks.ts';
import type { Target } from '../../../core/diagnosis/targets.ts';
import { isUserError } from '../../../edge/files/user-error.ts';
import type { CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { judgeIn, type Judged } from '../judged.ts';
import { lookFurther } from '../look-further.ts';
import { pageOptions } from '../page-options.ts';
import { asksRegistries } from '../probing/asks-registries.ts';
import { readCluster } from '../read-cluster.ts';
import { sayDiagnosis } from '../say-diagnosis.ts';
import { readTargets } from '../targets.ts';

/** `pulldoctor`: reads a live cluster, judges, says. Out: the exit code. */
export async function diagnoseCluster(line: CommandLine, io: Io): Promise<number> {
  const targets = readTargets(line.words);
  // The page is read before the cluster, so that no wrong flag is found after a minute of reading.
  const page = pageOptions(line, io);
  asksRegistries(line, true);
  return sayDiagnosis(await judgedOrHinted(line, targets, io), page, line, io);
}

async function judgedOrHinted(line: CommandLine, targets: readonly Target[], io: Io): Promise<Judged> {
  try {
    return await judgeCluster(line, targets, io);
  } catch (error) {
    if (isUserError(error)) await (await import('../hint-at-command.ts')).hintAtCommand(line, io);
    throw error;
  }
}

/** Looking is a loop: what a first judgement leaves open says what is worth a further look. */
async function judgeCluster(line: CommandLine, targets: readonly Target[], io: Io): Promise<Judged> {
  const { reading, namespace, client } = await readCluster(line, targets, io, nextLooks);
  const judge = judgeIn({ targets, ...(namespace !== undefined && { namespace }) });
  const first = judge(reading.evidence);
  if (first.findings.length === 0) return { evidence: reading.evidence, diagnosis: first, namespace };
  // The connection is left to the end of the program, as kubectl does: to close it politely takes a millisecond.
  const evidence = await lookFurther({ reading, diagnosis: first, judge, line, client, namespace }, io);
  const diagnosis = evidence === reading.evidence ? first : judge(evidence);
  return { evidence, diagnosis, namespace };
}
