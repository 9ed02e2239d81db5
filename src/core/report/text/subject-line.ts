import { wordsOf } from '../../diagnosis/words/words-of-cause.ts';
import {
  containersWords,
  distinct,
  isOpen,
  namespacesWords,
  nodesWords,
  ownersWords,
  podCount,
} from '../finding-words.ts';
import { countOf } from '../quantity-words.ts';
import type { ReportFinding } from '../report.ts';
import { parseTimestamp } from '../timestamp.ts';
import { piece, type Line, type Piece, type Tone } from './piece.ts';
import { plainText } from './plain-text.ts';
import { hanging, paragraph, type Sheet } from './sheet.ts';
import { textWidth } from './text-width.ts';
import { spanWords } from './time-words.ts';
import { NO_BREAK } from './wrap-pieces.ts';

/** The sign of a finding: a question mark where the cause stays open, a cross where it is known. */
function signOf(finding: ReportFinding, sheet: Sheet): Piece {
  if (isOpen(finding)) return piece(sheet.glyphs.unsure, 'unsure');
  if (finding.severity === 'error') return piece(sheet.glyphs.bad, 'bad');
  return piece(sheet.glyphs.warning, 'unsure');
}

/**
 * The title of a finding: sign and words at the left, a few words at the right where both fit on one line,
 * else the right part on a line of its own. An image that is longer than a line stays whole: cut, it could
 * not be copied.
 */
export function titleLines(finding: ReportFinding, sheet: Sheet, right: string, tone: Tone): readonly Line[] {
  const title = plainText(wordsOf(finding.cause).title, sheet.charset);
  const sign = signOf(finding, sheet);
  const words = [piece(title, 'title'), piece(` ${sheet.glyphs.dot} ${finding.certainty}`, 'quiet')];
  const head: Line = [sign, piece(' ')];
  const left = hanging(sheet, head, 1 + textWidth(sign.text), words);
  const used = (left[0] ?? []).reduce((sum, { text }) => sum + textWidth(text), 0);
  const gap = sheet.width - used - textWidth(right);
  if (left.length > 1 || gap < 2) return [...left, [piece('  '), piece(right, tone)]];
  return [[...(left[0] ?? []), piece(' '.repeat(gap)), piece(right, tone)]];
}

/** `  Deployment/web · namespace shop · 3 pods · container app · stuck for 12 min`. */
export function subjectLines(finding: ReportFinding, sheet: Sheet): readonly Line[] {
  // An image that was asked about by name has no pod behind it.
  if (finding.pulls.length === 0) return [];
  const parts = [
    ownersWords(finding, 2),
    namespacesWords(finding),
    podsWords(finding),
    containersWords(finding),
    nodesWords(finding),
    stuckWords(finding, sheet),
  ].filter((part) => part !== '');
  return paragraph(sheet, 2, dotted(parts, sheet));
}

/** Parts joined by dots; a line is broken after a dot, and inside a part only when it is too long. */
export function dotted(parts: readonly string[], sheet: Sheet): readonly Piece[] {
  const whole = parts.map((part) => part.replaceAll(' ', NO_BREAK));
  return [piece(whole.join(`${NO_BREAK}${sheet.glyphs.dot} `))];
}

/** A bare pod is its own owner: naming it twice says nothing. */
function podsWords(finding: ReportFinding): string {
  const bare = finding.pulls.every(({ owner, pod }) => owner.kind === 'Pod' && owner.name === pod);
  const pods = podCount(finding.pulls);
  return bare && pods === 1 ? '' : countOf(pods, 'pod');
}

function stuckWords(finding: ReportFinding, sheet: Sheet): string {
  if (finding.since === undefined) return '';
  const span = sheet.asOf - parseTimestamp(finding.since);
  return span < 1000 ? '' : `stuck for ${spanWords(span)}`;
}

/** The image when there is one, else what the finding is about. */
export function objectWords(finding: ReportFinding): string {
  const images = distinct(finding.images, (image) => image);
  return images.length === 1 ? (images[0] ?? '') : countOf(images.length, 'image');
}
