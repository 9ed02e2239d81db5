import { wordsOf } from '../diagnosis/words/words-of-cause.ts';
import type { Asker } from '../diagnosis/probing/credential-words.ts';
import type { Remedy } from '../remedy/remedy.ts';
import { isAskedByName, meaningOf, waitingOf } from './cause-sentences.ts';
import {
  ACTOR_WORDS,
  comingAttempts,
  containersWords,
  failingPodCount,
  namespacesWords,
  nodesWords,
  ownersWords,
  podCount,
} from './finding-words.ts';
import { codeBlock, codeSpan, markdownProse } from './markdown-code.ts';
import { countOf } from './quantity-words.ts';
import { REASON_WORDS } from './reason-words.ts';
import type { Report, ReportFinding, ReportProbe, Trial } from './report.ts';
import { suggestionWords } from './suggestion-words.ts';
import { stepName } from './text/ladder-lines.ts';
import { plainValue } from './text/plain-text.ts';
import { dateWords } from './text/time-words.ts';
import { parseTimestamp } from './timestamp.ts';
import { trialWords } from './trial-words.ts';
import type { Instant } from '../evidence/observed.ts';

/**
 * A report for a ticket or a pull request, as GitHub-flavoured Markdown ended by a newline. Whatever
 * came from the cluster stands in code, so that it can neither format, link nor mention anybody.
 */
export function renderMarkdown(report: Report): string {
  const plain = plainValue(report, 'unicode');
  const parts = [
    `## Image pulls: ${countOf(plain.findings.length, 'finding')}`,
    lookedSentence(plain),
    ...plain.findings.flatMap((finding) => findingSection(finding, parseTimestamp(plain.asOf))),
    ...(plain.probes ?? []).filter(({ outcome }) => outcome === 'works').flatMap(probeSection),
    ...listSection(
      'Worth knowing',
      plain.notices.map(
        ({ kind, namespace, object, says }) =>
          `${kind}: ${codeSpan(`${namespace}/${object}`)}: ${markdownProse(says)}`,
      ),
    ),
    ...listSection(
      'Not seen',
      plain.blindSpots
        .filter(({ nicety }) => nicety !== true)
        .map(({ what, why, grant }) =>
          [what, why, ...(grant === undefined ? [] : [grant])].map(codeSpan).join(': '),
        ),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function trialItems(trials: readonly Trial[], asker: Asker): readonly string[] {
  return trials.map((trial) => codeSpan(trialWords(trial, asker)));
}

/** An image that was asked about by name and can be pulled. */
function probeSection({ image, platforms, ladder, trials, facts, digest }: ReportProbe): readonly string[] {
  const forWhat = platforms.length === 0 ? '' : `, for ${platforms.join(', ')}`;
  return [
    `### it is there: ${codeSpan(image)}${forWhat}`,
    ...(digest === undefined ? [] : [codeSpan(digest)]),
    ladderLine(ladder),
    ...listSection('Worth knowing', facts.map(codeSpan)),
    ...listSection('Tried', trialItems(trials, 'name')),
  ];
}

function lookedSentence(report: Report): string {
  if (report.probes !== undefined)
    return `${countOf(report.probes.length, 'image')} asked about, as of ${dateWords(parseTimestamp(report.asOf))}.`;
  const { pods, namespaces } = report.looked;
  const scope = `${countOf(pods, 'pod')} in ${countOf(namespaces, 'namespace')}`;
  return `${failingPodCount(report)} of ${scope} cannot pull, as of ${dateWords(parseTimestamp(report.asOf))}.`;
}

function findingSection(finding: ReportFinding, asOf: Instant): readonly string[] {
  const words = wordsOf(finding.cause);
  return [
    `### ${words.title}: ${finding.images.slice(0, 1).map(codeSpan).join('')}${finding.images.length > 1 ? ` and ${countOf(finding.images.length - 1, 'more image')}` : ''}`,
    factsTable(finding),
    meaningOf(finding),
    bulletList(finding.evidence.map(({ witness, says }) => `**${witness}**: ${codeSpan(says)}`)),
    ladderLine(finding.ladder),
    ...listSection('Tried', trialItems(finding.trials, isAskedByName(finding) ? 'name' : 'pod')),
    ...listSection(
      'Near',
      finding.suggestions.map((one) => `${codeSpan(one.image)}: ${codeSpan(suggestionWords(one, asOf))}`),
    ),
    ...listSection(
      'Could also be',
      finding.alternatives.map(
        (one) =>
          `${wordsOf(one.cause).title}: ${markdownProse(one.why)}; settled by ${markdownProse(one.settledBy)}`,
      ),
    ),
    ...remedySection(finding.remedies),
    `**Next:** ${waitingOf(finding)}${nextSentence(finding)}`,
  ].filter((part) => part !== '');
}

function factsTable(finding: ReportFinding): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Cause', `\`${finding.cause}\` (${finding.certainty})`],
    ['Reason', finding.reason === undefined ? '' : `\`${finding.reason}\`: ${REASON_WORDS[finding.reason]}`],
    ...(isAskedByName(finding) ? [] : placeRows(finding)),
    [
      'Scope',
      codeSpan(
        [finding.scope.kind, finding.scope.name, finding.scope.why ?? '']
          .filter((part) => part !== '')
          .join(': '),
      ),
    ],
    ['Retry', `${finding.retry}; ${ACTOR_WORDS[finding.actor]}`],
  ];
  const shown = rows
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `| ${name} | ${value.replaceAll('|', '\\|')} |`);
  return ['| | |', '| --- | --- |', ...shown].join('\n');
}

function placeRows(finding: ReportFinding): readonly (readonly [string, string])[] {
  const pods = countOf(podCount(finding.pulls), 'pod');
  const whom = [ownersWords(finding, 5), namespacesWords(finding), pods].join(', ');
  const where = [containersWords(finding), nodesWords(finding)].filter((part) => part !== '').join(', ');
  return [
    ['Affected', codeSpan(whom)],
    ['Where', codeSpan(where)],
  ];
}

function ladderLine(ladder: ReportFinding['ladder']): string {
  const sign = { ok: '✓', broken: '✗', unknown: '·' };
  return ladder.map((step) => `${stepName(step)} ${sign[step.state]}`).join(' → ');
}

function remedySection(remedies: readonly Remedy[]): readonly string[] {
  return remedies.flatMap((remedy, at) => remedyParts(remedy, at === 0 ? 'Fix' : 'Or'));
}

function remedyParts(remedy: Remedy, label: string): readonly string[] {
  const { safety, commands, note } = remedy;
  return [
    `**${label}:** ${markdownProse(remedy.title)} (${safety})`,
    ...(commands.length === 0 ? [] : [codeBlock(commands, 'sh')]),
    ...(note === undefined ? [] : [markdownProse(note)]),
  ];
}

function nextSentence(finding: ReportFinding): string {
  const { first } = comingAttempts(finding);
  if (first === undefined) return '';
  return ` Next attempt between ${dateWords(parseTimestamp(first.earliest))} and ${dateWords(parseTimestamp(first.latest))}.`;
}

function listSection(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`**${title}**`, bulletList(items)];
}

function bulletList(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
