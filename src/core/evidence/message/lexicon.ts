import type { Vocabulary } from './join-cut-words.ts';
import { once } from '../once.ts';
import type { Phrase } from './phrase.ts';
import { eachMaker, type PhraseMaker, type PhraseTable } from './phrase-table.ts';
import { CONTAINERD_PHRASES } from './phrases/containerd.ts';
import { CONTAINERS_IMAGE_PHRASES } from './phrases/containers-image.ts';
import { GO_CONTAINERREGISTRY_PHRASES } from './phrases/go-containerregistry.ts';
import { HTTP_PHRASES } from './phrases/http-answers.ts';
import { KUBELET_PHRASES } from './phrases/kubelet.ts';
import { MOBY_PHRASES } from './phrases/moby.ts';
import { NETWORK_PHRASES } from './phrases/network.ts';
import { NODE_STORAGE_PHRASES } from './phrases/node-storage.ts';
import { SERVER_PHRASES } from './phrases/server-words.ts';
import { TLS_PHRASES } from './phrases/tls.ts';

/** Every phrase the reader knows, in the order in which those of one first word are tried. */
const TABLES: readonly PhraseTable[] = [
  ...KUBELET_PHRASES,
  ...CONTAINERD_PHRASES,
  ...CONTAINERS_IMAGE_PHRASES,
  ...MOBY_PHRASES,
  GO_CONTAINERREGISTRY_PHRASES,
  ...TLS_PHRASES,
  ...NETWORK_PHRASES,
  ...NODE_STORAGE_PHRASES,
  ...SERVER_PHRASES,
  ...HTTP_PHRASES,
];

/** Longest first word of the lexicon: longer words of a text are names and are skipped unread. */
export const LONGEST_WORD = 40;

/** The phrases of one first word: made when they are first asked for. */
export interface FirstWord {
  readonly makers: PhraseMaker[];
  made?: readonly Phrase[];
}

function byFirstWord(): ReadonlyMap<string, FirstWord> {
  const index = new Map<string, FirstWord>();
  const add = (word: string, maker: PhraseMaker): void => {
    const known = index.get(word);
    if (known === undefined) index.set(word, { makers: [maker] });
    else known.makers.push(maker);
  };
  const addEach = (words: string, maker: PhraseMaker): void => {
    if (words.includes(' ')) for (const word of words.split(' ')) add(word, maker);
    else add(words, maker);
  };
  for (const table of TABLES) eachMaker(table, addEach);
  return index;
}

/** By the word that phrases open with, lower case; made at the first text. */
export const phrasesByWord: () => ReadonlyMap<string, FirstWord> = once(byFirstWord);

/** The phrases of a word in the order in which they are to be tried. */
export function phrasesIn(word: FirstWord): readonly Phrase[] {
  word.made ??= word.makers.flatMap((make) => make());
  return word.made;
}

/** Every first word with its phrases. */
export function lexicon(): ReadonlyMap<string, readonly Phrase[]> {
  return new Map(Array.from(phrasesByWord(), ([word, one]) => [word, phrasesIn(one)]));
}

/** The words a form spells out, in order; a letter that may be missing gives both spellings. */
function wordsOf(form: string): readonly string[] {
  const spelled = form.replace(/\\[a-z]|\[[^\]]*\]|\{[^}]*\}|\(\?[:!=]/giu, ' ');
  const both = `${spelled.replace(/\?/gu, '')} ${spelled.replace(/\w\?/gu, '')}`;
  return both.toLowerCase().match(/\w{2,40}/gu) ?? [];
}

function newVocabulary(): Vocabulary {
  const phrases = lexicon();
  const spelled = [...phrases.values()].flat().map((one) => wordsOf(one.source));
  return {
    words: new Set([...spelled.flat(), ...phrases.keys()]),
    pairs: new Set(
      spelled.flatMap((words) => words.slice(1).map((word, at) => `${words[at] ?? ''} ${word}`)),
    ),
  };
}

/**
 * What a line break may have cut in two: every word the phrases use, and which words they use side by
 * side. Made at the first text with a break: most have none, and every start would pay for it.
 */
export const vocabulary: () => Vocabulary = once(newVocabulary);
