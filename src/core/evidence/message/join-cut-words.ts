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

export interface Vocabulary {
  /** Words of the phrases, lower case. */
  readonly words: ReadonlySet<string>;
  /** Two words that some phrase has side by side, one blank between. */
  readonly pairs: ReadonlySet<string>;
}

/** `den⏎ied` was cut; `status⏎code` stood apart, though `StatusCode` is a word too. */
function cutsWord(text: string, at: number, { words, pairs }: Vocabulary): boolean {
  const left = text.slice(wordStart(text, at), at).toLowerCase();
  const right = text.slice(at + 1, wordEnd(text, at + 1)).toLowerCase();
  return left !== '' && right !== '' && words.has(left + right) && !pairs.has(`${left} ${right}`);
}

/** How a name goes on behind a break: a word with a stop, a slash or a colon inside. */
const NAME_AFTER = /[a-z\d][\w-]{0,80}[./:][\w/-]/uy;
/** How a quoted name ends behind a break. */
const QUOTE_AFTER = /[^"\s]{1,300}"/uy;
const NAME_WINDOW = 300;

/** What the word that ends before `at` begins with, where it has a sign of names in it. */
function nameBefore(text: string, at: number): 'word' | 'quote' | undefined {
  let named = false;
  for (let back = at - 1; back >= 0 && at - back <= NAME_WINDOW; back -= 1) {
    const sign = text.charAt(back);
    if ('./:@+'.includes(sign)) named = true;
    else if (sign === '"') return named ? 'quote' : undefined;
    else if (" \n'()[]".includes(sign)) break;
  }
  return named ? 'word' : undefined;
}

/** `harbor.exam⏎ple.com`, `"reg.example.com/sh⏎op"`: a name cut in two. */
function cutsName(text: string, at: number): boolean {
  if (!isWordSign(text.charCodeAt(at - 1))) return false;
  const before = nameBefore(text, at);
  if (before === undefined) return false;
  const after = before === 'quote' ? QUOTE_AFTER : NAME_AFTER;
  after.lastIndex = at + 1;
  return after.test(text);
}

const DIGEST = /sha256:([0-9a-f]{0,63})\n([0-9a-f]{1,64})(?![0-9a-z])/giu;

/** A digest cut by a line break: hex up to its 64 signs. */
function joinCutDigests(text: string): string {
  return text.replace(DIGEST, (cut, left: string, right: string) =>
    left.length + right.length === 64 ? `sha256:${left}${right}` : cut,
  );
}

/** The text with its cut words and digests made whole; every other line break stays. */
export function joinCutWords(cut: string, vocabulary: Vocabulary): string {
  const text = joinCutDigests(cut);
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (!cutsWord(text, at, vocabulary) && !cutsName(text, at)) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return from === 0 ? text : parts.join('') + text.slice(from);
}
