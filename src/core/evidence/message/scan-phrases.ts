import { newDraft } from './attempt-draft.ts';
import { LONGEST_WORD, phrasesByWord, phrasesIn } from './lexicon.ts';
import type { Phrase, PhraseMatch, Reading } from './phrase.ts';
import { endsClause } from './phrase.ts';

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

/** The text as the beginnings of phrases are written: lower case, each line break a blank; every sign in its place. */
function asWritten(text: string): string {
  const lower = text.toLowerCase();
  // A letter that becomes two would move what stands behind it.
  const inPlace = lower.length === text.length ? lower : text.replace(/[A-Z]+/gu, (run) => run.toLowerCase());
  return inPlace.includes('\n') ? inPlace.replaceAll('\n', ' ') : inPlace;
}

interface Found {
  readonly phrase: Phrase;
  readonly match: PhraseMatch;
}

/** The first phrase that stands at `at`, of those that open with the word there. */
function phraseAt(
  candidates: readonly Phrase[],
  text: string,
  written: string,
  at: number,
): Found | undefined {
  for (const phrase of candidates) {
    if (!begins(phrase, written, at)) continue;
    const match = matchAt(phrase, text, at);
    if (match === null) continue;
    if (phrase.opensClause && !opensClause(text, at)) continue;
    return { phrase, match };
  }
  return undefined;
}

function begins({ beginnings }: Phrase, written: string, at: number): boolean {
  for (const one of beginnings) if (written.startsWith(one, at)) return true;
  return false;
}

/** The rest of a phrase whose beginning stands at `at`. */
function matchAt(phrase: Phrase, text: string, at: number): PhraseMatch | null {
  if (phrase.plain) {
    const end = at + phrase.source.length;
    return phrase.opensClause && !endsClause(text, end) ? null : { 0: text.slice(at, end), index: at };
  }
  const { form } = phrase;
  form.lastIndex = at;
  return form.exec(text);
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
  const written = asWritten(text);
  const lexicon = phrasesByWord();
  let at = from;
  while (at < to) {
    if (isSeparator(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const end = endOfWord(text, at);
    const last = trimmedEnd(text, at, end);
    const word = last - at > LONGEST_WORD ? undefined : lexicon.get(written.slice(at, last));
    const found = word === undefined ? undefined : phraseAt(phrasesIn(word), text, written, at);
    at = found === undefined ? end : speak(reading, found, at, last, ended);
  }
}

/** Lets the phrase at a word speak and answers where to read on. */
function speak(
  reading: Reading,
  { phrase, match }: Found,
  at: number,
  last: number,
  ended: AttemptEnd,
): number {
  if (beginsAttempt(reading, phrase, at)) {
    ended(reading, at);
    reading.draft = newDraft();
  }
  const jump = phrase.means(reading, match);
  return jump ?? Math.max(match.index + match[0].length, last);
}
