import { glyphsOf } from './text/glyphs.ts';
import type { Charset } from './text/plain-text.ts';
import type { Sheet } from './text/sheet.ts';

/** How something is shown as text; every option has a default that suits a file. */
export interface TextOptions {
  /** Columns of a line; 80 by default, never fewer than 40. */
  readonly width?: number;
  /** ANSI colours; off by default. Nothing is said by colour alone. */
  readonly colour?: boolean;
  readonly charset?: Charset;
  /** Whole messages, every pull, every finding in full. */
  readonly wide?: boolean;
  /** How the reader calls this program. */
  readonly program?: string;
}

const DEFAULT_WIDTH = 80;
const LEAST_WIDTH = 40;

/** The page that these options ask for, seen from the epoch: for texts in which no time stands. */
export function sheetOf(options: TextOptions): Sheet {
  const charset = options.charset ?? 'unicode';
  return {
    width: Math.max(Math.floor(options.width ?? DEFAULT_WIDTH), LEAST_WIDTH),
    charset,
    glyphs: glyphsOf(charset),
    colour: options.colour === true,
    wide: options.wide === true,
    asOf: 0,
    past: false,
    program: options.program ?? 'pulldoctor',
  };
}
