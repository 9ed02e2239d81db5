import type { BlindSpot } from '../../evidence/observed.ts';
import { countOf } from '../quantity-words.ts';
import { commandLines } from './command-lines.ts';
import { piece, type Line } from './piece.ts';
import { hanging, paragraph, type Sheet } from './sheet.ts';

/** What hid a requested target: it comes first, since the answer is not complete. */
export function hiddenLines(blindSpots: readonly BlindSpot[], sheet: Sheet): readonly Line[] {
  return blindSpots
    .filter(hides)
    .flatMap((blind) => [
      ...hanging(sheet, [piece(sheet.glyphs.warning, 'unsure'), piece(' ')], 2, spotPieces(blind)),
      ...grantLines(blind, sheet),
    ]);
}

/** What else could not be seen, and what would show it. */
export function besideLines(blindSpots: readonly BlindSpot[], sheet: Sheet): readonly Line[] {
  const hidden = new Set(blindSpots.filter(hides).map(({ why }) => why));
  // One reason for all of it, such as a server that is away, is told once.
  const beside = blindSpots.filter(
    (spot) =>
      !hides(spot) &&
      (sheet.wide || (spot.nicety !== true && (spot.grant !== undefined || !hidden.has(spot.why)))),
  );
  if (beside.length === 0) return [];
  return [
    [piece(`${countOf(beside.length, 'blind spot')}:`, 'quiet')],
    ...beside.flatMap((blind, at) => [
      ...hanging(sheet, [piece('  ')], 4, spotPieces(blind)),
      // What one command shows together is told before that command.
      ...(beside[at + 1]?.grant === blind.grant ? [] : grantLines(blind, sheet)),
    ]),
  ];
}

function hides({ hidesTarget }: BlindSpot): boolean {
  return hidesTarget === true;
}

function spotPieces({ what, why }: BlindSpot): Line {
  return [piece(what), piece(`: ${why}`)];
}

/** The command or right that would open the view; a sentence is wrapped, a command stays copyable. */
function grantLines({ grant }: BlindSpot, sheet: Sheet): readonly Line[] {
  if (grant === undefined) return [];
  if (!isCommand(grant)) return paragraph(sheet, 4, [piece(grant)]);
  // Two blanks part a command from a remark on it, which must not be copied along.
  const [command = '', remark] = grant.split(/ {2}(?=\()/u, 2);
  return [
    ...commandLines(command, sheet.width - 4).map((line) => [piece('    '), piece(line, 'command')]),
    ...(remark === undefined ? [] : paragraph(sheet, 4, [piece(remark, 'quiet')])),
  ];
}

function isCommand(grant: string): boolean {
  return /^(?:kubectl|oc|pulldoctor) /u.test(grant);
}
