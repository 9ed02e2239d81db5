import { wordsOf } from '../diagnosis/words/words-of-cause.ts';
import type { Cause } from '../diagnosis/cause.ts';
import type { Alternative } from '../diagnosis/verdict.ts';
import type { Explanation } from './explanation.ts';
import { ACTOR_WORDS, isOpen, rungWords } from './finding-words.ts';
import { REASON_WORDS } from './reason-words.ts';
import { piece, paintLines, type Line, type Piece, EMPTY_LINE } from './text/piece.ts';
import { plainText, plainValue } from './text/plain-text.ts';
import { prosePieces } from './text/prose.ts';
import { BODY_INDENT, hanging, labelled, paragraph, type Sheet } from './text/sheet.ts';
import { sheetOf, type TextOptions } from './text-options.ts';

/** One explained message for a person at a terminal, ended by a newline. */
export function renderExplanation(explanation: Explanation, options: TextOptions = {}): string {
  const sheet = sheetOf(options);
  const plain = plainValue({ ...explanation }, sheet.charset);
  const words = wordsOf(plain.cause);
  return paintLines(
    [
      ...titleLines(plain, sheet),
      ...paragraph(sheet, 2, prosePieces(words.meaning, sheet)),
      ...reasonLines(plain, sheet),
      ...readLines(plain, sheet),
      ...paragraph(sheet, 2, prosePieces(`${words.waiting}${retryWords(plain)}`, sheet)),
      ...plain.alternatives.flatMap((one) => alternativeLines(one, sheet)),
      ...paragraph(sheet, 2, [
        piece('See ', 'label'),
        piece(`  ${sheet.program} explain ${plain.cause}`, 'command'),
      ]),
    ],
    options.colour === true,
  );
}

/** A cause described in general: what it means, how to see it, what to do, what misleads. */
export function renderCause(cause: Cause, options: TextOptions = {}): string {
  const sheet = sheetOf(options);
  const words = wordsOf(cause);
  const lines = [
    ...paragraph(sheet, 0, [
      piece(plainText(words.title, sheet.charset), 'title'),
      piece(` (${cause})`, 'quiet'),
    ]),
    ...paragraph(sheet, 2, prosePieces(`${words.meaning} ${words.waiting}`, sheet)),
    ...listLines('See for yourself', words.checks, sheet),
    ...listLines('Fix', words.fixes, sheet),
    ...listLines('Traps', words.traps, sheet),
  ];
  return paintLines(lines, options.colour === true);
}

function listLines(title: string, items: readonly string[], sheet: Sheet): readonly Line[] {
  if (items.length === 0) return [];
  const head: Line = [piece(`  ${sheet.glyphs.dot} `, 'quiet')];
  const listed = items.flatMap((item) => hanging(sheet, head, 4, prosePieces(item, sheet)));
  return [EMPTY_LINE, [piece(title, 'label')], ...listed];
}

function titleLines(plain: Explanation, sheet: Sheet): readonly Line[] {
  const sign = isOpen(plain) ? piece(sheet.glyphs.unsure, 'unsure') : piece(sheet.glyphs.bad, 'bad');
  const title = plainText(wordsOf(plain.cause).title, sheet.charset);
  return hanging(sheet, [sign, piece(' ')], 1 + sign.text.length, [
    piece(title, 'title'),
    piece(` ${sheet.glyphs.dot} ${plain.certainty}`, 'quiet'),
  ]);
}

function reasonLines({ reason }: Explanation, sheet: Sheet): readonly Line[] {
  if (reason === undefined) return [];
  return paragraph(sheet, 2, prosePieces(`Here: ${REASON_WORDS[reason]}.`, sheet));
}

/** Whether it passes and who has to act; nothing where not even the cause is known. */
function retryWords({ cause, retry, actor }: Explanation): string {
  if (cause === 'unknown') return '';
  return retry === 'unknown' ? ` (${ACTOR_WORDS[actor]})` : ` (${retry}; ${ACTOR_WORDS[actor]})`;
}

/** What was found in the words: `Read: containerd, step manifest, 404 MANIFEST_UNKNOWN, host ghcr.io.` */
function readLines(plain: Explanation, sheet: Sheet): readonly Line[] {
  const read = readParts(plain);
  if (read.length === 0 && plain.cause !== 'unknown') return [];
  const nothing = 'nothing in it that is known from an image pull';
  return paragraph(sheet, 2, [piece('Read: ', 'label'), piece(`${read.join(', ') || nothing}.`)]);
}

function readParts(plain: Explanation): readonly string[] {
  const answer = [plain.status, plain.code].filter((part) => part !== undefined).join(' ');
  const role = plain.role === undefined || plain.role === 'registry' ? '' : ` (${plain.role})`;
  return [
    plain.runtime ?? '',
    plain.step === undefined ? '' : `step ${plain.step}`,
    answer,
    plain.host === undefined ? '' : `host ${plain.host}${role}`,
    plain.sent === undefined
      ? ''
      : { credentials: 'credentials sent', nothing: 'no credentials sent' }[plain.sent],
    plain.image === undefined ? '' : `image ${plain.image}`,
    plain.rung === 'unknown' ? '' : `broken rung: ${rungWords(plain.rung)}`,
  ].filter((part) => part !== '');
}

function alternativeLines(one: Alternative, sheet: Sheet): readonly Line[] {
  const title = plainText(wordsOf(one.cause).title, sheet.charset);
  const pieces: readonly Piece[] = [
    piece(title, 'title'),
    piece(`: ${one.why}; settled by ${one.settledBy}`),
  ];
  return labelled('or', paragraph(sheet, BODY_INDENT, pieces));
}
