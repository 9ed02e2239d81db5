/** Words that no shell takes for anything but themselves. A leading `=` or `~` would be expanded by some. */
const PLAIN = /^[\w@%+:,./-][\w@%+:,./=-]*$/;

/** Almost every word. */
const SEEN = /^[\x20-\x7e]*$/;

/** Characters that a terminal acts on or hides: controls, line ends, text direction, halves of pairs. */
function holdsUnseen(text: string): boolean {
  // Stands here, since V8 takes long to make it, even where it is never asked.
  return !SEEN.test(text) && /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);
}

/**
 * Quotes one word for bash, zsh and ksh, so that it arrives as it is: names of images and objects are
 * data, whatever they contain. The result never holds a line break.
 *
 * @param word any text; NUL and halves of surrogate pairs, which no argument can hold, become U+FFFD
 * @returns the word itself where it is plain, else in single quotes, else as `$'…'`
 */
export function shellQuote(word: string): string {
  if (PLAIN.test(word)) return word;
  if (holdsUnseen(word)) return `$'${Array.from(word, escapeCharacter).join('')}'`;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The plain words of a fixed piece of a command: `words('rollout undo')`. */
export function words(text: string): readonly string[] {
  return text.split(' ');
}

/** Joins words to one command line. */
export function shellLine(...words: readonly string[]): string {
  return words.map(shellQuote).join(' ');
}

function escapeCharacter(character: string): string {
  if (character === '\\' || character === "'") return `\\${character}`;
  if (character === '\n') return String.raw`\n`;
  if (character === '\t') return String.raw`\t`;
  if (!holdsUnseen(character)) return character;
  const held = character === '\0' || /\p{Cs}/u.test(character) ? '\uFFFD' : character;
  // By bytes: `\u` means nothing to a shell whose locale is not UTF-8.
  return encodeURIComponent(held).replaceAll('%', String.raw`\x`);
}
