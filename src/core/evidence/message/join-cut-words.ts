/**
 * Terminals and boxes cut a line at a column, in the middle of a word if it falls so. A break is
 * taken out where the two halves together are a word that some phrase of the lexicon uses, and
 * left as the blank that it else stands for.
 */

/** No word of the lexicon is longer. */
const LONGEST_HALF = 40;

function isWordSign(code: number): boolean {
  const digit = code >= 48 && code <= 57;
  const letter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return digit || letter || code === 95;
}

/** Where the word that ends before `at` begins. */
function wordStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < LONGEST_HALF && isWordSign(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

/** Where the word that begins at `at` ends. */
function wordEnd(text: string, at: number): number {
  let end = at;
  while (end - at < LONGEST_HALF && isWordSign(text.charCodeAt(end))) end += 1;
  return end;
}

function cutsWord(text: string, at: number, words: ReadonlySet<string>): boolean {
  const start = wordStart(text, at);
  const end = wordEnd(text, at + 1);
  if (start === at || end === at + 1) return false;
  return words.has((text.slice(start, at) + text.slice(at + 1, end)).toLowerCase());
}

/** The text with its cut words made whole; every other line break stays. */
export function joinCutWords(text: string, words: ReadonlySet<string>): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (!cutsWord(text, at, words)) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return from === 0 ? text : parts.join('') + text.slice(from);
}
