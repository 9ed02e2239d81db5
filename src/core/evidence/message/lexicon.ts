import type { Vocabulary } from './join-cut-words.ts';
import type { Phrase } from './phrase.ts';
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

/** Every phrase the reader knows. Longer phrases of one first word stand before shorter ones. */
const PHRASES: readonly Phrase[] = [
  ...KUBELET_PHRASES,
  ...CONTAINERD_PHRASES,
  ...CONTAINERS_IMAGE_PHRASES,
  ...MOBY_PHRASES,
  ...GO_CONTAINERREGISTRY_PHRASES,
  ...TLS_PHRASES,
  ...NETWORK_PHRASES,
  ...NODE_STORAGE_PHRASES,
  ...SERVER_PHRASES,
  ...HTTP_PHRASES,
];

/** Longest first word of the lexicon: longer words of a text are names and are skipped unread. */
export const LONGEST_WORD = 40;

function byFirstWord(): ReadonlyMap<string, readonly Phrase[]> {
  const index = new Map<string, Phrase[]>();
  for (const one of PHRASES) {
    for (const word of one.on) {
      const list = index.get(word);
      if (list === undefined) index.set(word, [one]);
      else list.push(one);
    }
  }
  return index;
}

/** The words a form spells out, in order; a letter that may be missing gives both spellings. */
function wordsOf(form: string): readonly string[] {
  const spelled = form.replace(/\\[a-z]|\[[^\]]*\]|\{[^}]*\}|\(\?[:!=]/giu, ' ');
  const both = `${spelled.replace(/\?/gu, '')} ${spelled.replace(/\w\?/gu, '')}`;
  return both.toLowerCase().match(/\w{2,40}/gu) ?? [];
}

function newVocabulary(): Vocabulary {
  const spelled = PHRASES.map((one) => wordsOf(one.source));
  return {
    words: new Set([...spelled.flat(), ...PHRASES.flatMap((one) => one.on)]),
    pairs: new Set(
      spelled.flatMap((words) => words.slice(1).map((word, at) => `${words[at] ?? ''} ${word}`)),
    ),
  };
}

/** Makes a value at the first call and keeps it. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * What a line break may have cut in two: every word the phrases use, and which words they use side by
 * side. Made at the first text with a break: most have none, and every start would pay for it.
 */
export const vocabulary: () => Vocabulary = once(newVocabulary);

/** Phrases by the word they open with, lower case. */
export const LEXICON: ReadonlyMap<string, readonly Phrase[]> = byFirstWord();
