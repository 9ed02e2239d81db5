import { waitingOf } from '../cause-sentences.ts';
import { ACTOR_WORDS, comingAttempts, type NextAttempt } from '../finding-words.ts';
import { countOf } from '../quantity-words.ts';
import type { ReportFinding } from '../report.ts';
import { parseTimestamp } from '../timestamp.ts';
import { piece, type Line } from './piece.ts';
import { prosePieces } from './prose.ts';
import { BODY_INDENT, labelled, paragraph, type Sheet } from './sheet.ts';
import { clockWords, spanWords } from './time-words.ts';

/** When the kubelet tries again, whether waiting helps, and who has to act. */
export function nextLines(finding: ReportFinding, sheet: Sheet): readonly Line[] {
  const waiting = waitingOf(finding);
  const said = [attemptWords(finding, sheet), waiting].filter((part) => part !== '').join(' ');
  const verdict = ` (${retryWords(finding)}${ACTOR_WORDS[finding.actor]})`;
  return labelled(
    'Next',
    paragraph(sheet, BODY_INDENT, [...prosePieces(said, sheet), piece(verdict, 'quiet')]),
  );
}

function retryWords(finding: ReportFinding): string {
  return finding.retry === 'unknown' ? '' : `${finding.retry}; `;
}

/** The earliest of the attempts to come, with its window; empty when nothing is known of any. */
function attemptWords(finding: ReportFinding, sheet: Sheet): string {
  const { count, first } = comingAttempts(finding);
  if (first === undefined) return '';
  const who =
    count === 1 ? 'The kubelet tries again' : `The first of ${countOf(count, 'pull')} is tried again`;
  const basis = sheet.wide ? ` (${first.basis})` : '';
  return `${who} ${windowWords(first, sheet)}${basis}.`;
}

function windowWords(attempt: NextAttempt, sheet: Sheet): string {
  const earliest = parseTimestamp(attempt.earliest);
  const latest = parseTimestamp(attempt.latest);
  const until = clockWords(latest, sheet.asOf);
  if (latest <= sheet.asOf) return `at any moment (due since ${until} UTC)`;
  if (earliest <= sheet.asOf) return `by ${until} UTC, ${distanceWords(latest, sheet)}`;
  const from = clockWords(earliest, sheet.asOf);
  const window = from === until ? `at ${from}` : `between ${from} and ${until}`;
  return `${window} UTC, ${distanceWords(earliest, sheet)}`;
}

/** For saved objects `in 2 min` would be wrong by the time they are read. */
function distanceWords(at: number, sheet: Sheet): string {
  const span = spanWords(at - sheet.asOf);
  return sheet.past ? `${span} after these objects were saved` : `in ${span}`;
}
