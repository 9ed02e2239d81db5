import { wordsOf } from '../../diagnosis/words/words-of-cause.ts';
import type { Alternative } from '../../diagnosis/verdict.ts';
import type { RevisionChange } from '../../diagnosis/finding.ts';
import { REASON_WORDS } from '../reason-words.ts';
import { isAskedByName, meaningOf } from '../cause-sentences.ts';
import type { ReportFinding } from '../report.ts';
import { trialWords } from '../trial-words.ts';
import { parseTimestamp } from '../timestamp.ts';
import { piece, type Line } from './piece.ts';
import { plainText } from './plain-text.ts';
import { prosePieces } from './prose.ts';
import { BODY_INDENT, hanging, labelled, paragraph, type Sheet } from './sheet.ts';
import { shortenText } from './shorten-text.ts';
import { agoWords } from './time-words.ts';

type Evidence = ReportFinding['evidence'][number];

/** Columns of a witness's name and the blanks after it. */
const WITNESS_WIDTH = 9;
/** Lines that a quoted message may take before its middle is left out. */
const QUOTE_LINES = 4;
const MOST_ALTERNATIVES = 3;

/** The block that proves the cause: what it means, the deeper why, then each witness's words. */
export function whyLines(finding: ReportFinding, sheet: Sheet): readonly Line[] {
  return labelled('Why', [
    ...paragraph(sheet, BODY_INDENT, prosePieces(meaningOf(finding), sheet)),
    ...reasonLines(finding, sheet),
    ...finding.evidence.flatMap((one) => witnessLines(one, sheet)),
    ...scopeLines(finding, sheet),
    ...(finding.revisions ?? []).flatMap((one) => revisionLines(one, sheet)),
    ...trialLines(finding, sheet),
    ...alternativeLines(finding.alternatives, sheet),
  ]);
}

function reasonLines(finding: ReportFinding, sheet: Sheet): readonly Line[] {
  if (finding.reason === undefined) return [];
  return row('reason', plainText(REASON_WORDS[finding.reason], sheet.charset), sheet);
}

function scopeLines(finding: ReportFinding, sheet: Sheet): readonly Line[] {
  const { why } = finding.scope;
  const said = why === undefined || finding.evidence.some(({ says }) => says.includes(why));
  return said ? [] : row('scope', why, sheet);
}

/** A witness's words, their middle left out when they are long, unless everything is asked for. */
function witnessLines(evidence: Evidence, sheet: Sheet): readonly Line[] {
  const when = evidence.at === undefined ? '' : `${agoWords(parseTimestamp(evidence.at), sheet.asOf)}: `;
  const against = evidence.supports ? '' : 'speaks against it: ';
  const most = (sheet.width - BODY_INDENT - WITNESS_WIDTH) * QUOTE_LINES - 8;
  const says = sheet.wide ? evidence.says : shortenText(evidence.says, most, ` ${sheet.glyphs.ellipsis} `);
  return row(evidence.witness, `${when}${against}${says}`, sheet);
}

/** A named line of proof. */
function row(name: string, says: string, sheet: Sheet): readonly Line[] {
  const indent = BODY_INDENT + WITNESS_WIDTH;
  const head: Line = [piece(' '.repeat(BODY_INDENT)), piece(name.padEnd(WITNESS_WIDTH), 'quiet')];
  return hanging(sheet, head, indent, [piece(says)]);
}

/** One credential is told by the witness that tried it; of several each has its own answer. */
function trialLines(finding: ReportFinding, sheet: Sheet): readonly Line[] {
  const { trials } = finding;
  const tried = trials.filter(({ outcome }) => outcome !== 'not-tried');
  if (tried.length < 2 && !sheet.wide) return [];
  const asker = isAskedByName(finding) ? 'name' : 'pod';
  return trials.flatMap((one) => row('tried', trialWords(one, asker), sheet));
}

function revisionLines(change: RevisionChange, sheet: Sheet): readonly Line[] {
  const { serving, failing, changes } = change;
  const what = changes.map(({ container, from, to }) => `${container}: ${from} ${sheet.glyphs.arrow} ${to}`);
  const from = `${revisionName(serving)} still serves (${serving.ready} ready)`;
  return row('rollout', `${from}; ${revisionName(failing)} changed ${what.join(', ') || 'no image'}`, sheet);
}

function revisionName(revision: { readonly name: string; readonly revision?: number }): string {
  return revision.revision === undefined ? revision.name : `revision ${revision.revision}`;
}

/** Other honest readings, and what would settle which one holds. */
function alternativeLines(alternatives: readonly Alternative[], sheet: Sheet): readonly Line[] {
  const shown = sheet.wide ? alternatives : alternatives.slice(0, MOST_ALTERNATIVES);
  return shown.flatMap((one) => row('or maybe', alternativeWords(one, sheet), sheet));
}

function alternativeWords(one: Alternative, sheet: Sheet): string {
  return `${plainText(wordsOf(one.cause).title, sheet.charset)}: ${one.why}; settled by ${one.settledBy}`;
}
