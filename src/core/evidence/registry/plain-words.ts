/** Longest text kept of what a server says. */
const LONGEST_WORDS = 300;

/** Sequences that move a terminal's cursor or colour it: the letter at the end is part of them. */
const TERMINAL = /\u001b\[[0-9;?]{0,20}[A-Za-z]/gu;
/** Control characters, and those that change the direction of what follows or cannot be seen. */
const UNSHOWABLE =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc]/gu;
const SPACE_RUN = /\s+/gu;

/**
 * A server's text as one short line: no control characters, no line breaks, at most `longest` characters.
 * Only the beginning of a long text is looked at, so the work is bounded.
 */
export function plainWords(text: string, longest: number = LONGEST_WORDS): string {
  const line = text
    .slice(0, longest * 4)
    .replaceAll(TERMINAL, '')
    .replaceAll(UNSHOWABLE, '')
    .replaceAll(SPACE_RUN, ' ')
    .trim();
  if (line.length <= longest && text.length <= longest * 4) return line;
  return `${withoutHalfPair(line.slice(0, longest - 1))}…`;
}

/** A cut must not leave the first half of a character of two. */
function withoutHalfPair(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}
