import type { Phrase } from './phrase.ts';

/**
 * Phrases by the words they open with, lower case; several words with a blank between where a form opens with a
 * choice. They are made when a text first has such a word: a message has few of them, and every start would pay for
 * all. Longer phrases stand before shorter ones that begin like them.
 */
export type PhraseTable = Readonly<Record<string, PhraseMaker>> | AlikeForms;

export type PhraseMaker = () => Phrase | readonly Phrase[];

/** A form by itself where a plain word opens it, or with the words given that it may open with. */
export type Form<Text extends string = string> = Text | readonly [words: string, form: Text];

type Add = (words: string, maker: PhraseMaker) => void;

/** Forms that all mean the same, handed on one by one. */
type AlikeForms = (add: Add) => void;

/** A table of forms that all mean the same, as `make` says it. */
export function alike<Text extends string>(
  forms: readonly Form<Text>[],
  make: (form: Text) => Phrase,
): PhraseTable {
  return (add) => {
    for (const one of forms) {
      if (typeof one === 'string') add(firstWord(one), () => make(one));
      else add(one[0], () => make(one[1]));
    }
  };
}

function firstWord(form: string): string {
  const blank = form.indexOf(' ');
  const word = (blank < 0 ? form : form.slice(0, blank)).toLowerCase();
  return word.endsWith(':') ? word.slice(0, -1) : word;
}

/** Hands on what makes the phrases of a table, with the words they open with, in the order in which they are tried. */
export function eachMaker(table: PhraseTable, add: Add): void {
  if (typeof table === 'function') {
    table(add);
    return;
  }
  // Not `Object.entries`: pairs and iterators of all the lexicon are a tenth of a megabyte at every start.
  for (const words in table) {
    const maker = table[words];
    if (maker !== undefined) add(words, maker);
  }
}
