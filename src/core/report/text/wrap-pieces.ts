import { piece, type Line, type Piece, type Tone } from './piece.ts';
import { takeColumns } from './shorten-text.ts';
import { textWidth } from './text-width.ts';

/** After these a long word may be cut, so that a URL or an image breaks where a reader expects it. */
const CUT_AFTER = /^(?:.*[/:@,;=&?\-_.])(?=.)/u;

interface Word extends Piece {
  /** Whether a blank stands before it in the source: two pieces may touch without one. */
  readonly spaced: boolean;
}

/** A blank at which no line is broken; in what comes out it is a plain one. */
export const NO_BREAK: string = '\u00a0';

/**
 * Pieces as lines of at most `columns` columns, broken at blanks; runs of blanks count as one. Words
 * longer than a line are cut, at punctuation where there is some. Never gives an empty list.
 */
export function wrapPieces(pieces: readonly Piece[], columns: number): readonly Line[] {
  const room = Math.max(columns, 8);
  const lines: Piece[][] = [[]];
  let used = 0;
  for (const word of wordsOf(pieces)) {
    const gap = word.spaced && used > 0 ? ' ' : '';
    if (used > 0 && used + gap.length + textWidth(word.text) > room) {
      lines.push([]);
      used = 0;
    }
    used = addWord(lines, word, used > 0 ? gap : '', room, used);
  }
  return lines;
}

/** Adds a word to the last line, and further lines while the word is longer than one. Out: columns used. */
function addWord(lines: Piece[][], word: Word, gap: string, room: number, used: number): number {
  let rest = word.text;
  while (textWidth(rest) > room) {
    const part = cutWord(rest, room);
    append(lines, gap + part, word.tone);
    lines.push([]);
    rest = rest.slice(part.length);
  }
  append(lines, rest === word.text ? gap + rest : rest, word.tone);
  return (rest === word.text ? used + gap.length : 0) + textWidth(rest);
}

function cutWord(word: string, room: number): string {
  const most = takeColumns(word, room);
  const atSign = CUT_AFTER.exec(most)?.[0] ?? '';
  // A cut near the start would leave a ragged hole; then the column decides.
  return textWidth(atSign) > room / 2 ? atSign : most;
}

/** Words of one tone that follow each other become one piece, so that colour codes stay few. */
function append(lines: Piece[][], words: string, tone: Tone): void {
  const text = words.replaceAll(NO_BREAK, ' ');
  const line = lines.at(-1) ?? [];
  const last = line.at(-1);
  if (last?.tone === tone) line[line.length - 1] = piece(last.text + text, tone);
  else line.push(piece(text, tone));
}

function wordsOf(pieces: readonly Piece[]): readonly Word[] {
  const words: Word[] = [];
  let blankBefore = false;
  for (const { text, tone } of pieces) {
    if (text.startsWith(' ')) blankBefore = true;
    for (const word of text.split(' ').filter((part) => part !== '')) {
      words.push({ text: word, tone, spaced: blankBefore });
      blankBefore = true;
    }
    blankBefore = text.endsWith(' ');
  }
  return words;
}
