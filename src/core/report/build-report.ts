import type { Diagnosis, FailingPull, Finding, Notice, Witness } from '../diagnosis/finding.ts';
import { compareText } from '../diagnosis/text-order.ts';
import { quoteText } from '../diagnosis/pulls/quote-text.ts';
import type { Instant } from '../evidence/observed.ts';
import type { Remedy } from '../remedy/remedy.ts';
import { mapTexts } from './map-texts.ts';
import { reportProbe, reportSuggestion, reportTrial } from './report-probe.ts';
import type { Report, ReportFinding, ReportNotice, ReportPull } from './report.ts';
import { formatTimestamp } from './timestamp.ts';

const SEVERITY_ORDER: Readonly<Record<Finding['severity'], number>> = { error: 0, warning: 1, info: 2 };

/**
 * The report of a diagnosis: the same facts as plain values that any JSON reader understands, with
 * times as text; the worst finding first, then that of most pods, then by name. Users and queries of URLs are struck out of every
 * string, wherever it came from: a message can hold a signed URL, an image string somebody's password.
 *
 * @param remediesOf what to do about a finding (`planRemedies` with the evidence at hand)
 * @param generatedAt when this report is written; `asOf` stays the time of what was seen
 */
export function buildReport(
  diagnosis: Diagnosis,
  remediesOf: (finding: Finding) => readonly Remedy[],
  generatedAt: Instant,
): Report {
  const findings = inOrder(diagnosis.findings).map((one) => reportFinding(one, remediesOf(one)));
  const pulls = findings.reduce((sum, finding) => sum + finding.pulls.length, 0);
  const report: Report = {
    apiVersion: 'pulldoctor.dev/v1alpha1',
    kind: 'Report',
    generatedAt: formatTimestamp(generatedAt),
    asOf: formatTimestamp(diagnosis.asOf),
    looked: diagnosis.looked,
    summary: { findings: findings.length, pulls, notices: diagnosis.notices.length },
    findings,
    notices: diagnosis.notices.map(reportNotice),
    blindSpots: diagnosis.blindSpots,
    ...(diagnosis.probes !== undefined && { probes: diagnosis.probes.map(reportProbe) }),
  };
  return mapTexts(report, quoteText);
}

/** What a reader sorts by, and then what tells two of one name apart in every run. */
interface Rank {
  readonly finding: Finding;
  readonly pods: number;
  readonly names: readonly string[];
}

/** The worst first, then those of most pods, then by name. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings
    .map(rankOf)
    .toSorted(byRank)
    .map(({ finding }) => finding);
}

function rankOf(finding: Finding): Rank {
  const { pulls, images, scope, cause, id } = finding;
  const pods = new Set(pulls.map(({ namespace, pod }) => `${namespace}/${pod}`)).size;
  return { finding, pods, names: [images[0] ?? scope.name, pulls[0]?.namespace ?? '', cause, id] };
}

function byRank(one: Rank, other: Rank): number {
  const { severity, pulls } = one.finding;
  const weight =
    SEVERITY_ORDER[severity] - SEVERITY_ORDER[other.finding.severity] ||
    other.pods - one.pods ||
    other.finding.pulls.length - pulls.length;
  if (weight !== 0) return weight;
  const at = one.names.findIndex((name, index) => name !== other.names[index]);
  return at < 0 ? 0 : compareText(one.names[at] ?? '', other.names[at] ?? '');
}

function reportFinding(finding: Finding, remedies: readonly Remedy[]): ReportFinding {
  return {
    id: finding.id,
    cause: finding.cause,
    ...(finding.reason !== undefined && { reason: finding.reason }),
    certainty: finding.certainty,
    severity: finding.severity,
    rung: finding.rung,
    ...(finding.host !== undefined && { host: finding.host }),
    retry: finding.retry,
    actor: finding.actor,
    scope: finding.scope,
    ...(finding.since !== undefined && { since: formatTimestamp(finding.since) }),
    images: finding.images,
    pulls: finding.pulls.map(reportPull),
    evidence: finding.evidence.map(timed),
    ladder: finding.ladder,
    trials: (finding.trials ?? []).map(reportTrial),
    suggestions: (finding.suggestions ?? []).map(reportSuggestion),
    alternatives: finding.alternatives,
    ...(finding.revisions !== undefined && { revisions: finding.revisions }),
    remedies,
  };
}

/** A pull without what only the diagnosis needs: the verdict is the finding's, the quote its evidence. */
function reportPull(pull: FailingPull): ReportPull {
  const { nextAttempt } = pull;
  return {
    namespace: pull.namespace,
    pod: pull.pod,
    container: pull.container,
    kind: pull.kind,
    image: pull.image,
    ...(pull.node !== undefined && { node: pull.node }),
    owner: pull.owner,
    ...(pull.stuckSince !== undefined && { since: formatTimestamp(pull.stuckSince) }),
    ...(nextAttempt !== undefined && {
      nextAttempt: {
        earliest: formatTimestamp(nextAttempt.earliest),
        latest: formatTimestamp(nextAttempt.latest),
        basis: nextAttempt.basis,
      },
    }),
  };
}

function reportNotice(notice: Notice): ReportNotice {
  return timed(notice);
}

/** The same record with its instant, where it has one, as a timestamp. */
function timed<T extends Witness | Notice>(record: T): Omit<T, 'at'> & { readonly at?: string } {
  const { at, ...rest } = record;
  return at === undefined ? rest : { ...rest, at: formatTimestamp(at) };
}
