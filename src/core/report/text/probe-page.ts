import type { Report, ReportProbe } from '../report.ts';
import { parseTimestamp } from '../timestamp.ts';
import { isUnsent } from '../../evidence/registry/unsent-login.ts';
import { trialWords } from '../trial-words.ts';
import { ladderLines } from './ladder-lines.ts';
import { EMPTY_LINE, piece, type Line } from './piece.ts';
import { BODY_INDENT, hanging, labelled, paragraph, type Sheet } from './sheet.ts';
import { spanWords } from './time-words.ts';

/** A page for every image that was asked about by name and can be pulled; the others are findings, or hidden. */
export function probePages({ probes = [] }: Report, sheet: Sheet): readonly (readonly Line[])[] {
  return probes.filter(({ outcome }) => outcome === 'works').map((probe) => probePage(probe, sheet));
}

function probePage(probe: ReportProbe, sheet: Sheet): readonly Line[] {
  const sign = piece(sheet.glyphs.good, 'good');
  return [
    ...hanging(sheet, [sign, piece(' ')], 1 + sign.text.length, [piece(headline(probe))]),
    EMPTY_LINE,
    ...ladderLines(probe.ladder, sheet),
    EMPTY_LINE,
    ...labelled('Is', factLines(probe, sheet)),
    ...labelled(
      'Tried',
      probe.trials.flatMap((one) => paragraph(sheet, BODY_INDENT, [piece(trialWords(one, 'name'))])),
    ),
  ];
}

function headline({ image, platforms, trials }: ReportProbe): string {
  const reader = trials.find(({ outcome }) => outcome === 'accepted');
  const who = reader === undefined ? [] : [`readable with ${reader.source}`];
  const anybody = reader !== undefined && (reader.source === 'anonymous' || isUnsent(reader));
  const readable = anybody ? ['readable without credentials'] : who;
  const forWhat = platforms.length === 0 ? [] : [`for ${platforms.join(', ')}`];
  return [`${image} is there`, ...forWhat, ...readable].join(', ');
}

function factLines({ digest, mediaType, created, facts }: ReportProbe, sheet: Sheet): readonly Line[] {
  const told = [
    ...(digest === undefined ? [] : [digest]),
    ...(mediaType === undefined ? [] : [mediaType]),
    ...(created === undefined ? [] : [`built ${spanWords(sheet.asOf - parseTimestamp(created))} ago`]),
    ...facts,
  ];
  return told.flatMap((fact) => paragraph(sheet, BODY_INDENT, [piece(fact)]));
}
