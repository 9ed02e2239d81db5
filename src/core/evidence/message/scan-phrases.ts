import { newDraft } from './attempt-draft.ts';
import { LEXICON, LONGEST_WORD } from './lexicon.ts';
import type { Phrase, Reading } from './phrase.ts';

/**
 * Walks a text word by word and lets each phrase that opens there speak. Names, URLs and digests
 * are one word each: nothing inside them is ever taken for a phrase (a tag `429` is no status).
 */

/** Characters that end a word; a colon does so only before a blank or at the end. */
const SEPARATORS = ' \n\t"\'`(){}[],;<>|=';
const COLON = 58;
const STOP = 46;

function separatorTable(): Uint8Array {
  const table = new Uint8Array(128);
  for (const sign of SEPARATORS) table[sign.charCodeAt(0)] = 1;
  return table;
}

const IS_SEPARATOR = separatorTable();

function isSeparator(code: number): boolean {
  return code < 128 && IS_SEPARATOR[code] === 1;
}

function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isSeparator(text.charCodeAt(at))) at += 1;
  return at;
}

/** The word without the colon or stop that closes its clause. */
function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start + 1) {
    const code = text.charCodeAt(at - 1);
    if (code !== COLON && code !== STOP) break;
    at -= 1;
  }
  return at;
}

/** What stands before a word, past quotes and blanks. */
function signBefore(text: string, at: number): string {
  let back = at - 1;
  while (back >= 0 && ' "\'`{'.includes(text.charAt(back))) back -= 1;
  return back < 0 ? '' : text.charAt(back);
}

const CLAUSE_OPENERS = ':,;([|>-=\n]';

function opensClause(text: string, at: number): boolean {
  const sign = signBefore(text, at);
  return sign === '' || CLAUSE_OPENERS.includes(sign);
}

/** A phrase of the lexicon that stands at `at`, if any. */
function phraseAt(
  text: string,
  at: number,
  word: string,
): { readonly phrase: Phrase; readonly match: RegExpExecArray } | undefined {
  const candidates = LEXICON.get(word);
  if (candidates === undefined) return undefined;
  for (const phrase of candidates) {
    const { form } = phrase;
    form.lastIndex = at;
    const match = form.exec(text);
    if (match === null) continue;
    if (phrase.opensClause && !opensClause(text, at)) continue;
    return { phrase, match };
  }
  return undefined;
}

/** Called when another credential's attempt begins, with the place where the last one ended. */
export type AttemptEnd = (reading: Reading, at: number) => void;

/** A comma of the kubelet's `[a, b]`, or the bullet of podman's `2 errors occurred while pulling:`. */
const BETWEEN_ATTEMPTS: ReadonlySet<string> = new Set([',', '*']);

function beginsAttempt(reading: Reading, phrase: Phrase, at: number): boolean {
  if (!phrase.opensAttempt) return false;
  const { draft } = reading;
  return (draft.faults.length > 0 || draft.muted) && BETWEEN_ATTEMPTS.has(signBefore(reading.text, at));
}

/** Reads `text` from `from` to `to`, phrase by phrase. */
export function scanPhrases(reading: Reading, from: number, to: number, ended: AttemptEnd): void {
  const { text } = reading;
  let at = from;
  while (at < to) {
    if (isSeparator(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const end = endOfWord(text, at);
    at = speakAt(reading, at, end, ended);
  }
}

/** Lets the phrase at a word speak and answers where to read on. */
function speakAt(reading: Reading, at: number, end: number, ended: AttemptEnd): number {
  const { text } = reading;
  const last = trimmedEnd(text, at, end);
  if (last - at > LONGEST_WORD) return end;
  const found = phraseAt(text, at, text.slice(at, last).toLowerCase());
  if (found === undefined) return end;
  if (beginsAttempt(reading, found.phrase, at)) {
    ended(reading, at);
    reading.draft = newDraft();
  }
  const jump = found.phrase.means(reading, found.match);
  return jump ?? Math.max(found.match.index + found.match[0].length, last);
}
