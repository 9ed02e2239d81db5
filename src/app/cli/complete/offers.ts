import { plainKind } from '../../../core/diagnosis/targets.ts';
import { COMMAND_FORMS, type CommandName, type Flag } from '../command-form.ts';
import { PATHS, TARGETED } from './shell-names.ts';
import type { WantedWord } from './wanted-word.ts';

/** A word to choose, and what it is. */
export interface Offer {
  readonly word: string;
  readonly says?: string;
}

/** Names that only a cluster or a kubeconfig knows. */
export type LiveNames =
  | { readonly of: 'context' | 'cluster' | 'user' }
  /** Objects of a type, by any word that kubectl takes for it. */
  | { readonly of: 'objects'; readonly type: string };

/** What is offered: words that are known, names to be asked for, or the shell's own file names. */
export interface Offers {
  readonly words: readonly Offer[];
  readonly live?: LiveNames;
  /** Stands in front of every live name: `deploy/`. */
  readonly before: string;
  readonly files: boolean;
}

const NONE: Offers = { words: [], before: '', files: false };

/** Flags whose values are names of objects in the cluster. */
const OBJECT_FLAGS: Readonly<Record<string, string>> = {
  namespace: 'namespaces',
  'as-pod': 'pods',
  serviceaccount: 'serviceaccounts',
  secret: 'secrets',
};

/** Types that may stand in front of names. */
const TYPES: ReadonlySet<string> = new Set([
  'pod',
  'deployment',
  'statefulset',
  'daemonset',
  'job',
  'cronjob',
  'replicaset',
  'replicationcontroller',
]);

/** What may be offered for a word. `others` gives a command's own words, such as the causes of explain. */
export function offersFor(
  wanted: WantedWord,
  begun: string,
  others: (command: CommandName) => readonly string[],
): Offers {
  switch (wanted.is) {
    case 'flag':
      return { ...NONE, words: wanted.form.flags.flatMap(spelled) };
    case 'value':
      return valuesOf(wanted.flag, wanted.before);
    case 'word': {
      const { form, named, words } = wanted;
      const commands =
        named || words.length > 0
          ? []
          : COMMAND_FORMS.map(({ name, summary }) => ({ word: name, says: summary }));
      const own = words.length === 0 ? others(form.name).map((word) => ({ word })) : [];
      if (!TARGETED.has(form.name)) return { ...NONE, words: [...commands, ...own] };
      return { ...targetsAfter(words, begun), words: commands };
    }
  }
}

function spelled({ name, short, says }: Flag): readonly Offer[] {
  return [{ word: `--${name}`, says }, ...(short === undefined ? [] : [{ word: `-${short}`, says }])];
}

function valuesOf({ name, value = '', choices }: Flag, before: string): Offers {
  if (choices !== undefined) return { ...NONE, words: choices.map((word) => ({ word: before + word })) };
  if (name === 'context' || name === 'cluster' || name === 'user')
    return { ...NONE, before, live: { of: name } };
  const type = OBJECT_FLAGS[name];
  if (type !== undefined) return { ...NONE, before, live: { of: 'objects', type } };
  return { ...NONE, files: PATHS.has(value) };
}

/** `deploy/w…`, `deploy w…`, or the bare name of a pod. */
function targetsAfter(words: readonly string[], begun: string): Omit<Offers, 'words'> {
  const slash = begun.indexOf('/');
  if (slash > 0) {
    const type = begun.slice(0, slash);
    return { before: `${type}/`, files: false, live: { of: 'objects', type } };
  }
  const [first = ''] = words;
  const typed = !first.includes('/') && TYPES.has(plainKind(first));
  return { before: '', files: false, live: { of: 'objects', type: typed ? first : 'pods' } };
}
