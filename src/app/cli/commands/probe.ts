import { diagnoseImages } from '../../../core/diagnosis/probing/diagnose-image.ts';
import type { ClusterEvidence } from '../../../core/evidence/evidence.ts';
import type { Instant } from '../../../core/evidence/observed.ts';
import { planRemedies } from '../../../core/remedy/plan-remedies.ts';
import { buildReport } from '../../../core/report/build-report.ts';
import { exitCodeOf } from '../../../core/report/exit-code.ts';
import type { CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { pageOptions } from '../page-options.ts';
import { askRegistries } from '../probing/ask-registries.ts';
import { probeQuestion } from '../probing/probe-question.ts';
import { rendered } from './diagnose.ts';

/** `pulldoctor probe IMAGE`: the registry's word alone, in the same report and with the same exit codes. */
export async function probeCommand(line: CommandLine, io: Io): Promise<number> {
  const page = pageOptions(line, io);
  const question = await probeQuestion(line, io);
  const probes = await askRegistries(question.requests, line, io);
  const now = io.now();
  const asked = diagnoseImages(probes, { ...question, now });
  const diagnosis = { ...asked, blindSpots: [...question.blindSpots, ...asked.blindSpots] };
  const evidence = { ...noCluster(now), probes };
  const report = buildReport(diagnosis, (finding) => planRemedies(finding, evidence), now);
  await io.stdout.write(await rendered(report, line, page, undefined));
  return exitCodeOf(report);
}

function noCluster(asOf: Instant): ClusterEvidence {
  return {
    asOf,
    source: 'cluster',
    pods: [],
    events: [],
    nodes: [],
    workloads: [],
    serviceAccounts: [],
    secrets: [],
    looked: [],
    blindSpots: [],
  };
}
