import { ACTOR_WORDS, namespacesWords, ownersWords, podCount, rungWords } from '../finding-words.ts';
import { isAskedByName } from '../cause-sentences.ts';
import { countOf } from '../quantity-words.ts';
import type { ReportFinding } from '../report.ts';
import { brokenRungLines } from './ladder-lines.ts';
import { piece, type Line } from './piece.ts';
import { prosePieces } from './prose.ts';
import { hanging, paragraph, type Sheet } from './sheet.ts';
import { cutText, shortenText } from './shorten-text.ts';
import { objectWords, titleLines } from './subject-line.ts';
import { textWidth } from './text-width.ts';

/** Lines that a quoted message may take in a list. */
const QUOTE_LINES = 2;
/** Columns below which the start of a sentence says nothing. */
const LEAST_ROOM = 20;

/** One finding of many, in four or five lines: what, whom it hits, the proof, what to do first. */
export function findingEntry(finding: ReportFinding, sheet: Sheet): readonly Line[] {
  return [
    ...titleLines(finding, sheet, verdictWords(finding, sheet), 'quiet'),
    ...paragraph(sheet, 2, [piece(extentWords(finding, sheet))]),
    ...proofLines(finding, sheet),
    ...firstFixLines(finding, sheet),
  ];
}

/** `node · transient · platform acts`: what it is about, whether it passes, who has to act. */
function verdictWords(finding: ReportFinding, sheet: Sheet): string {
  const retry = finding.retry === 'unknown' ? [] : [finding.retry];
  return [finding.scope.kind, ...retry, ACTOR_WORDS[finding.actor]].join(` ${sheet.glyphs.dot} `);
}

/** `Deployment/web in namespace shop, 3 pods, registry.example.com/shop/web:v2; runs elsewhere`. */
function extentWords(finding: ReportFinding, sheet: Sheet): string {
  if (isAskedByName(finding)) return objectWords(finding);
  const owner = `${ownersWords(finding, 2)} in ${namespacesWords(finding)}`;
  const pods = podCount(finding.pulls);
  const extent = [owner, ...(pods === 1 ? [] : [countOf(pods, 'pod')]), objectWords(finding)].join(', ');
  const { why } = finding.scope;
  // Whom it hits is said whole; how far it reaches only as far as there is room.
  const room = (sheet.width - 2) * QUOTE_LINES - textWidth(extent) - 2;
  return why === undefined || room < LEAST_ROOM
    ? extent
    : `${extent}; ${cutText(why, room, sheet.glyphs.ellipsis)}`;
}

/** The rung that broke, and what was said there or by the first witness, shortened. */
function proofLines(finding: ReportFinding, sheet: Sheet): readonly Line[] {
  const broken = finding.ladder.find(({ state }) => state === 'broken');
  const says = broken?.says ?? finding.evidence.find(({ supports }) => supports)?.says;
  if (says === undefined) return [];
  const name = rungWords(broken?.rung ?? finding.rung);
  const room = (sheet.width - name.length - 6) * QUOTE_LINES - 8;
  // The innermost error stands at the end; of the start a list needs no more than the node.
  const shown = shortenText(says, room, ` ${sheet.glyphs.ellipsis} `, 0.2);
  return brokenRungLines(name, shown, sheet, 'quiet');
}

function firstFixLines(finding: ReportFinding, sheet: Sheet): readonly Line[] {
  const first = finding.remedies[0];
  if (first === undefined) return [];
  const head: Line = [piece('  '), piece(sheet.glyphs.arrow, 'good'), piece(' ')];
  return hanging(sheet, head, 3 + sheet.glyphs.arrow.length, prosePieces(first.title, sheet));
}
