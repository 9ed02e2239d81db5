import type { Finding } from '../../core/diagnosis/finding.ts';
import { planRemedies } from '../../core/remedy/plan-remedies.ts';
import type { Remedy } from '../../core/remedy/remedy.ts';
import { buildReport } from '../../core/report/build-report.ts';
import { exitCodeOf } from '../../core/report/exit-code.ts';
import type { CommandLine } from './command-line.ts';
import type { Io } from './io.ts';
import type { Judged } from './judged.ts';
import type { pageOptions } from './page-options.ts';
import { rendered } from './rendered-report.ts';

/** Says what was found and what to do. Exit code: what the report means (see core/report/exit-code.ts). */
export async function sayDiagnosis(
  { evidence, diagnosis, namespace }: Judged,
  page: ReturnType<typeof pageOptions>,
  line: CommandLine,
  io: Io,
): Promise<number> {
  const remediesOf = (finding: Finding): readonly Remedy[] => planRemedies(finding, evidence);
  const report = buildReport(diagnosis, remediesOf, io.now());
  if (!line.switches.has('quiet')) await io.stdout.write(await rendered(report, line, page, namespace));
  const exitCode = exitCodeOf(report);
  if (exitCode === 3) await (await import('./hint-at-command.ts')).hintAtCommand(line, io);
  return exitCode;
}
