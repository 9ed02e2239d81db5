import type { Instant } from '../../evidence/observed.ts';
import type { Glyphs } from './glyphs.ts';
import { piece, type Line, type Piece } from './piece.ts';
import type { Charset } from './plain-text.ts';
import { wrapPieces } from './wrap-pieces.ts';

/** What every part of a text page needs to know about the page. */
export interface Sheet {
  /** Columns of a line, at least 40. */
  readonly width: number;
  readonly charset: Charset;
  readonly glyphs: Glyphs;
  readonly colour: boolean;
  /** Everything in full: whole messages, every pull, every command. */
  readonly wide: boolean;
  readonly asOf: Instant;
  /** True when what was seen is older than the report, as with saved objects. */
  readonly past: boolean;
  /** How the reader calls this program: `pulldoctor` or `kubectl pulldoctor`. */
  readonly program: string;
}

/** Columns of the labels at the left of a finding: two blanks, `Fix` and its like, blanks. */
const LABEL_WIDTH = 8;

/** Pieces as a paragraph indented by `indent` columns. */
export function paragraph(sheet: Sheet, indent: number, pieces: readonly Piece[]): readonly Line[] {
  const blank = piece(' '.repeat(indent));
  return wrapPieces(pieces, sheet.width - indent).map((line) => [blank, ...line]);
}

/** A paragraph whose first line stands beside `head` and whose others are indented to match. */
export function hanging(sheet: Sheet, head: Line, indent: number, pieces: readonly Piece[]): readonly Line[] {
  const [first, ...others] = paragraph(sheet, indent, pieces);
  return [[...head, ...(first ?? []).slice(1)], ...others];
}

/** A block with a label in the left margin: `  Why   …`. Lines in it are already indented. */
export function labelled(label: string, lines: readonly Line[]): readonly Line[] {
  const [first, ...others] = lines;
  if (first === undefined) return [];
  return [
    [
      piece('  '),
      piece(label, 'label'),
      piece(' '.repeat(LABEL_WIDTH - 2 - label.length)),
      ...first.slice(1),
    ],
    ...others,
  ];
}

/** The column at which the text of a labelled block starts. */
export const BODY_INDENT: number = LABEL_WIDTH;
