/** What a stretch of text is for; the palette decides how it looks, and without colour nothing is lost. */
export type Tone = 'plain' | 'title' | 'bad' | 'good' | 'unsure' | 'label' | 'quiet' | 'command';

/** A stretch of one line in one tone. Its text is already plain (see plain-text.ts). */
export interface Piece {
  readonly text: string;
  readonly tone: Tone;
}

/** One line of output. */
export type Line = readonly Piece[];

export const EMPTY_LINE: Line = [];

export function piece(text: string, tone: Tone = 'plain'): Piece {
  return { text, tone };
}

/** SGR parameters of the sixteen colours every terminal has; they follow the reader's own theme. */
const SGR: Readonly<Record<Tone, string>> = {
  plain: '',
  title: '1',
  bad: '1;31',
  good: '32',
  unsure: '33',
  label: '1',
  quiet: '2',
  command: '36',
};

/** Lines as the text to write, each ended by a newline; trailing blanks are left out. */
export function paintLines(lines: readonly Line[], colour: boolean): string {
  return lines.map((line) => `${colour ? painted(line) : unpainted(line)}\n`).join('');
}

function unpainted(line: Line): string {
  return line
    .map(({ text }) => text)
    .join('')
    .trimEnd();
}

function painted(line: Line): string {
  return line
    .map(({ text, tone }) =>
      SGR[tone] === '' || text.trim() === '' ? text : `\u001b[${SGR[tone]}m${text}\u001b[0m`,
    )
    .join('');
}
