import type { LadderStep } from '../../diagnosis/ladder-step.ts';
import { rungWords } from '../finding-words.ts';
import type { Glyphs } from './glyphs.ts';
import { piece, type Line, type Piece, type Tone } from './piece.ts';
import { hanging, type Sheet } from './sheet.ts';
import { textWidth } from './text-width.ts';

const STATE_TONE: Readonly<Record<LadderStep['state'], Tone>> = {
  ok: 'good',
  broken: 'bad',
  unknown: 'quiet',
};
const ROLE_WORDS: Readonly<Record<string, string>> = { token: 'token server', blob: 'blob store' };

/** The ladder as `name ✓  credentials ✓  …` with each rung kept whole, wrapped at the page's width. */
export function ladderLines(ladder: readonly LadderStep[], sheet: Sheet): readonly Line[] {
  const lines: Piece[][] = [];
  let used = 0;
  for (const step of ladder) {
    const [name, sign] = stepPieces(step, sheet.glyphs);
    const width = textWidth(name.text) + textWidth(sign.text) + 1;
    if (lines.length === 0 || used + 2 + width > sheet.width) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(piece('  '), name, piece(' '), sign);
    used += width + 2;
  }
  return lines;
}

function stepPieces(step: LadderStep, glyphs: Glyphs): readonly [Piece, Piece] {
  const sign = { ok: glyphs.good, broken: glyphs.bad, unknown: glyphs.untried }[step.state];
  const name =
    step.state === 'broken' ? piece(stepName(step), 'title') : piece(rungWords(step.rung), nameTone(step));
  return [name, piece(sign, STATE_TONE[step.state])];
}

function nameTone(step: LadderStep): Tone {
  return step.state === 'unknown' ? 'quiet' : 'plain';
}

/** The host's part is named where it is not the registry itself: `connect (blob store)`. */
export function stepName(step: LadderStep): string {
  const role = step.host?.role ?? 'registry';
  return role === 'registry' ? rungWords(step.rung) : `${rungWords(step.rung)} (${ROLE_WORDS[role] ?? role})`;
}

/** What the broken rung said, beside its name: `  DNS ✗  lookup ghcr.io: no such host`. */
export function brokenRungLines(name: string, says: string, sheet: Sheet, tone: Tone): readonly Line[] {
  const head: Line = [piece(`  ${name} `, 'title'), piece(sheet.glyphs.bad, 'bad'), piece('  ')];
  const indent = head.reduce((sum, { text }) => sum + textWidth(text), 0);
  return hanging(sheet, head, indent, [piece(says, tone)]);
}
