import type { Remedy } from '../../remedy/remedy.ts';
import { commandLines } from './command-lines.ts';
import { piece, type Line } from './piece.ts';
import { prosePieces } from './prose.ts';
import { BODY_INDENT, labelled, paragraph, type Sheet } from './sheet.ts';

/** What to do, best first, commands ready to copy. */
export function fixLines(remedies: readonly Remedy[], sheet: Sheet): readonly Line[] {
  return remedies.flatMap((remedy, at) => labelled(at === 0 ? 'Fix' : 'or', remedyLines(remedy, sheet)));
}

function remedyLines(remedy: Remedy, sheet: Sheet): readonly Line[] {
  const title = `${remedy.title}${sheet.wide ? ` (${remedy.safety})` : ''}`;
  const prose = (words: string): readonly Line[] => paragraph(sheet, BODY_INDENT, prosePieces(words, sheet));
  if (remedy.commands.length === 0)
    return prose(remedy.note === undefined ? title : `${title}. ${remedy.note}`);
  return [
    ...prose(`${title}:`),
    ...remedy.commands.flatMap((command) => indentedCommand(command, sheet)),
    ...(remedy.note === undefined ? [] : prose(remedy.note)),
  ];
}

function indentedCommand(command: string, sheet: Sheet): readonly Line[] {
  const indent = BODY_INDENT + 2;
  return commandLines(command, sheet.width - indent).map((line) => [
    piece(' '.repeat(indent)),
    piece(line, 'command'),
  ]);
}
