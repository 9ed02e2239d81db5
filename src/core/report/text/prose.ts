import { piece, type Piece } from './piece.ts';
import { plainText } from './plain-text.ts';
import type { Sheet } from './sheet.ts';

/** The catalogue's words: commands stand in backticks there and in the commands' tone here. */
export function prosePieces(words: string, sheet: Sheet): readonly Piece[] {
  return plainText(words, sheet.charset)
    .split('`')
    .map((part, at) => piece(part, at % 2 === 1 ? 'command' : 'plain'))
    .filter(({ text }) => text !== '');
}
