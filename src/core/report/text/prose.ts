import { piece, type Piece } from './piece.ts';
import { plainText } from './plain-text.ts';
import type { Sheet } from './sheet.ts';

/**
 * The catalogue's words, in which commands stand in backticks: in colour they get the commands' tone
 * instead, without colour the backticks stay, so that one sees where a command ends.
 */
export function prosePieces(words: string, sheet: Sheet): readonly Piece[] {
  if (!sheet.colour) return [piece(plainText(words, sheet.charset))];
  return plainText(words, sheet.charset)
    .split('`')
    .map((part, at) => piece(part, at % 2 === 1 ? 'command' : 'plain'))
    .filter(({ text }) => text !== '');
}
