import { diagnoseImages } from '../../../core/diagnosis/probing/diagnose-image.ts';
import { planAskedRemedies } from '../../../core/remedy/plan-asked-remedies.ts';
import { buildReport } from '../../../core/report/build-report.ts';
import { exitCodeOf } from '../../../core/report/exit-code.ts';
import type { CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { pageOptions } from '../page-options.ts';
import { askedWith } from '../probing/asked-with.ts';
import { askRegistries } from '../probing/ask-registries.ts';
import { probeQuestion } from '../probing/probe-question.ts';
import { rendered } from '../rendered-report.ts';

/** `pulldoctor probe IMAGE`: the registry's word alone, in the same report and with the same exit codes. */
export async function probeCommand(line: CommandLine, io: Io): Promise<number> {
  const page = pageOptions(line, io);
  const question = await probeQuestion(line, io);
  const probes = await askRegistries(question.requests, line, io);
  const now = io.now();
  const shown = diagnoseImages(probes, { ...question, now });
  const diagnosis = { ...shown, blindSpots: [...question.blindSpots, ...shown.blindSpots] };
  const asked = askedWith(line);
  const report = buildReport(diagnosis, (finding) => planAskedRemedies(finding, asked), now);
  await io.stdout.write(await rendered(report, line, page, undefined));
  return exitCodeOf(report);
}
