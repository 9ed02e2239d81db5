import { mapTexts } from '../map-texts.ts';

/**
 * Makes text written by others safe to show. A pod's author chooses image names, and a registry its
 * error words; both end up on somebody's terminal, where an escape sequence would be obeyed and a
 * bidirectional override would show one image and mean another.
 */

/** What almost every text is made of. */
const SAFE = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2bff]*$/;
const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
const NON_ASCII = /[^\u0020-\u007e]/u;
const EACH_NON_ASCII = /[^\u0020-\u007e]/gu;

/** Typographic signs that have a plain twin; anything else is written as its code point. */
const ASCII_TWINS: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '·': '-',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '→': '->',
  '≤': '<=',
  '≥': '>=',
  '×': 'x',
};

/** Which characters the reader's terminal can show. */
export type Charset = 'unicode' | 'ascii';

/**
 * The text on one line with nothing in it that a terminal obeys: line breaks and tabs are one space,
 * every other unsafe character is shown as its code point (`\x1b`, `\u{202e}`).
 */
export function plainText(text: string, charset: Charset): string {
  const shown = SAFE.test(text) ? text : withoutUnsafe(text);
  return charset === 'ascii' && NON_ASCII.test(shown) ? shown.replace(EACH_NON_ASCII, asciiTwin) : shown;
}

/**
 * Everything that moves the cursor, changes the terminal or hides: control characters (Cc), invisible
 * format characters (Cf: zero-width, bidirectional, tags), line separators, lone surrogates, private use.
 * The expression stands here, since V8 takes long to make it, even where it is never asked.
 */
function withoutUnsafe(text: string): string {
  return text.replace(LINE_BREAKS, ' ').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, escaped);
}

function asciiTwin(character: string): string {
  return ASCII_TWINS[character] ?? escaped(character);
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}

/** The same value with every string in it made plain, so that a renderer cannot forget one. */
export function plainValue<T>(value: T, charset: Charset): T {
  return mapTexts(value, (text) => plainText(text, charset));
}
