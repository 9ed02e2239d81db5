import type { Report } from './report.ts';
import { failingPodCount, isOpen } from './finding-words.ts';
import { countOf, numberWords } from './quantity-words.ts';
import { besideLines, hiddenLines } from './text/blind-spot-lines.ts';
import { findingEntry } from './text/finding-entry.ts';
import { findingPage } from './text/finding-page.ts';
import { noticeLines } from './text/notice-lines.ts';
import { probePages } from './text/probe-page.ts';
import { EMPTY_LINE, paintLines, piece, type Line } from './text/piece.ts';
import { plainText, plainValue } from './text/plain-text.ts';
import { dotted } from './text/subject-line.ts';
import { hanging, paragraph, type Sheet } from './text/sheet.ts';
import { dateWords } from './text/time-words.ts';
import { sheetOf, type TextOptions } from './text-options.ts';
import { parseTimestamp } from './timestamp.ts';

/** How a report is shown as text. */
export interface ReportTextOptions extends TextOptions {
  /** Every finding in full although there are many: somebody asked for these targets by name. */
  readonly inFull?: boolean;
  /** Where was looked, for the answer that nothing fails: `in namespace shop`. */
  readonly place?: string;
  /** Milliseconds that the whole answer took; not said when left out. */
  readonly took?: number;
}

/** So many findings are shown in full; more of them as a list, which `inFull` and `wide` override. */
export const FULL_PAGES = 3;
/** A report made longer than this after what was seen speaks of the past. */
const PAST_AFTER = 60_000;

/**
 * A report for a person at a terminal, ended by a newline. Pure: the same report gives the same text.
 * Text that came from the cluster cannot control the terminal (see text/plain-text.ts).
 */
export function renderText(report: Report, options: ReportTextOptions = {}): string {
  const sheet = sheetFor(report, options);
  const plain = plainValue(report, sheet.charset);
  const place = plainText(options.place ?? '', sheet.charset);
  const full = sheet.wide || options.inFull === true || plain.findings.length <= FULL_PAGES;
  const blocks = [
    hiddenLines(plain.blindSpots, sheet),
    ...findingBlocks(plain, full, sheet),
    noticeLines(plain.notices, sheet),
    ...probePages(plain, sheet),
    closing(plain, full, place, sheet, options.took),
    besideLines(plain.blindSpots, sheet),
  ];
  return paintLines(joinBlocks(blocks), options.colour === true);
}

function sheetFor(report: Report, options: TextOptions): Sheet {
  const asOf = parseTimestamp(report.asOf);
  return { ...sheetOf(options), asOf, past: parseTimestamp(report.generatedAt) - asOf > PAST_AFTER };
}

function findingBlocks(report: Report, full: boolean, sheet: Sheet): readonly (readonly Line[])[] {
  if (full) return report.findings.map((finding) => findingPage(finding, sheet));
  return report.findings.map((finding) => findingEntry(finding, sheet));
}

/** Blocks one under the other with an empty line between. */
function joinBlocks(blocks: readonly (readonly Line[])[]): readonly Line[] {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, at) => (at === 0 ? block : [EMPTY_LINE, ...block]));
}

function closing(
  report: Report,
  full: boolean,
  place: string,
  sheet: Sheet,
  took: number | undefined,
): readonly Line[] {
  if (report.findings.length > 0) return footer(report, full, sheet, took);
  // Images that were asked about by name have had their answer.
  return report.probes === undefined ? goodNews(report, place, sheet) : [];
}

/** `3 findings · 66 of 12,480 pods · 1 registry asked · as of 2026-11-21 12:02:00 UTC · 0.3 s`. */
function footer(report: Report, full: boolean, sheet: Sheet, took: number | undefined): readonly Line[] {
  const open = report.findings.filter(isOpen).length;
  const known = report.findings.length - open;
  const parts = [
    ...(known > 0 ? [countOf(known, 'finding')] : []),
    ...(open > 0 ? [countOf(open, 'open question')] : []),
    ...(report.probes === undefined
      ? [`${numberWords(failingPodCount(report))} of ${countOf(report.looked.pods, 'pod')}`]
      : []),
    ...askedWords(report),
    ...(sheet.past ? [`as of ${dateWords(parseTimestamp(report.asOf))}`] : []),
    ...(took === undefined ? [] : [`${(took / 1000).toFixed(1)} s`]),
  ];
  return [...paragraph(sheet, 0, dotted(parts, sheet)), ...(full ? [] : wayToMore(sheet))];
}

function askedWords({ looked: { registries = 0 } }: Report): readonly string[] {
  return registries === 0 ? [] : [`${countOf(registries, 'registry', 'registries')} asked`];
}

function wayToMore(sheet: Sheet): readonly Line[] {
  return paragraph(sheet, 0, [
    piece(`proof and commands: name a target (${sheet.program} … TYPE/NAME), or -o wide`, 'quiet'),
  ]);
}

/** Nothing fails, as far as was looked: no pods at all is not the same, and nor is a hidden target. */
function goodNews(report: Report, place: string, sheet: Sheet): readonly Line[] {
  const where = place === '' ? '' : ` ${place}`;
  const { pods } = report.looked;
  const hidden = report.blindSpots.some(({ hidesTarget }) => hidesTarget === true);
  if (pods === 0 && hidden) return [];
  const asOf = sheet.past && pods > 0 ? `, as of ${dateWords(parseTimestamp(report.asOf))}` : '';
  const sign =
    pods === 0 || hidden ? piece(sheet.glyphs.warning, 'unsure') : piece(sheet.glyphs.good, 'good');
  const says =
    pods === 0
      ? `no pods${where}: nothing was looked at`
      : `no failing image pulls${where} (${countOf(pods, 'pod')} looked at${asOf})`;
  return hanging(sheet, [sign, piece(' ')], 1 + sign.text.length, [piece(says)]);
}
