/**
 * Undoes what happens to a message on its way to a person: terminals wrap it, YAML folds it and
 * doubles quotes, JSON and shells escape it, k9s draws boxes around it, browsers curl its quotes.
 *
 * Whitespace is left so that a phrase can be matched with single characters: a run with a line
 * break becomes one `\n`, any other run one space.
 */

/** Texts longer than this are read at both ends only; no runtime writes such a message. */
export const READ_LIMIT = 131_072;
const HEAD = 98_304;

/** Cuts the middle out of an absurdly long text, so that reading stays bounded. */
export function withinLimit(text: string): { readonly text: string; readonly cut: boolean } {
  if (text.length <= READ_LIMIT) return { text, cut: false };
  return { text: `${text.slice(0, HEAD)}\n${text.slice(HEAD - READ_LIMIT)}`, cut: true };
}

/** Anything that needs cleaning at all: most event messages have none of it. */
const SUSPECT =
  /[\\\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060\ufeff\u2500-\u257f\u2018-\u201f\r\n\t\u001b]|''|""|&[a-z#]| {2}|%!|`|\*\*|<br/u;

const ANSI = /(?:\u001b|\\u001b|\\x1b|\\033)\[[0-9;]{0,20}[A-Za-z]/gu;
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]|\\u200[b-f]|\\ufeff/gu;
const ESCAPED_BREAK = /(?:\\{1,8}r(?:\\{1,8}n)?|\\{1,8}n)|<br ?\/?>/gu;
/** YAML and shells end a line that goes on with a backslash; a cut can leave one there too. */
const CONTINUATION = /(?<!\\)\\+(?=[\r\n])/gu;
const ESCAPED_TAB = /\\{1,8}t/gu;
const ESCAPED_QUOTE = /(?<!\\)\\+(["'\u2018-\u201f])/gu;
const ESCAPED_SIGN = /\\{1,8}u00(3c|3e|26|27|22)/giu;
/** `''` and `""` as YAML and tables write one quote; an empty string in quotes stays. */
const DOUBLED_QUOTE = /''|(?<![ (=:,[])""|""(?![\s:;,)\]]|$)/gu;
/** Marks a page puts around code and bold words. */
const MARKUP = /`|\*\*/gu;
/** The sides of a box. */
const BOX = /[\u2500-\u257f]+/gu;
const SMART_DOUBLE = /[\u201c-\u201f]/gu;
const SMART_SINGLE = /[\u2018-\u201b]/gu;
const ENTITY = /&(lt|gt|amp|quot|apos|nbsp|#39|#34);/gu;
/** `%3A` put through a second Printf: `%!A(MISSING)`. */
const PRINTF_SCAR = /%!([A-Za-z])\(MISSING\)/gu;
/** Quoted lines of a mail or a page open with `>`. */
const LINE_RUN = / ?[\n\r\u2028\u2029][\s\u00a0>]*/gu;
const SPACE_RUN = /[ \t\u00a0]{2,}|[\t\u00a0]/gu;

const SIGNS: Readonly<Record<string, string>> = {
  '3c': '<',
  '3e': '>',
  '26': '&',
  '27': "'",
  '22': '"',
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#39': "'",
  '#34': '"',
};

/** The text as the kubelet wrote it, as far as that can be told. */
export function cleanText(text: string): string {
  if (!SUSPECT.test(text)) return text.trim();
  return text
    .replace(ANSI, '')
    .replace(INVISIBLE, '')
    .replace(BOX, ' ')
    .replace(MARKUP, '')
    .replace(CONTINUATION, '')
    .replace(ESCAPED_SIGN, (_, hex: string) => SIGNS[hex.toLowerCase()] ?? '')
    .replace(ENTITY, (_, name: string) => SIGNS[name] ?? '')
    .replace(ESCAPED_BREAK, '\n')
    .replace(ESCAPED_TAB, ' ')
    .replace(ESCAPED_QUOTE, '$1')
    .replace(SMART_DOUBLE, '"')
    .replace(SMART_SINGLE, "'")
    .replace(DOUBLED_QUOTE, (pair) => pair.charAt(0))
    .replace(PRINTF_SCAR, '%3$1')
    .replace(SPACE_RUN, ' ')
    .replace(LINE_RUN, '\n')
    .trim();
}

/** For words cut in two by a hard wrap: the same text with its line breaks taken out. */
export function withoutBreaks(text: string): string {
  return text.replaceAll('\n', '');
}
