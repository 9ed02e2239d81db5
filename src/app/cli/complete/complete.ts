import { CAUSES } from '../../../core/diagnosis/cause.ts';
import { plainText } from '../../../core/report/text/plain-text.ts';
import { COMMAND_FORMS, type CommandName } from '../command-form.ts';
import { readCommandLine, type CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { offersFor, type Offer, type Offers } from './offers.ts';
import { SHELL_NAMES } from './shell-names.ts';
import { wantedWord } from './wanted-word.ts';

/** What a shell is to do with the words (cobra's ShellCompDirective, which kubectl's protocol uses). */
const DEFAULT = 0;
const NO_FILES = 4;

/**
 * The hidden command behind completion: offers for the last of the words given, one on a line with what it
 * says after a tab, and last `:DIRECTIVE`, as kubectl asks of `kubectl_complete-…` programs. Never says that
 * something went wrong: somebody is in the middle of a line. Out: always 0.
 */
export async function complete(words: readonly string[], io: Io): Promise<number> {
  const begun = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const offers = offersFor(wantedWord(before, begun), begun, wordsOf);
  const names = await namesOf(offers, before, io);
  const lines = [...offers.words, ...names.map((name): Offer => ({ word: offers.before + name }))]
    .filter(({ word }) => word.startsWith(begun))
    .map(({ word, says }) => plainText(word, 'unicode') + (says === undefined ? '' : `\t${says}`));
  await io.stdout.write([...lines, `:${offers.files ? DEFAULT : NO_FILES}`, ''].join('\n'));
  return 0;
}

function wordsOf(command: CommandName): readonly string[] {
  if (command === 'explain') return CAUSES;
  if (command === 'completion') return SHELL_NAMES;
  return command === 'help' ? COMMAND_FORMS.map(({ name }) => name) : [];
}

async function namesOf({ live }: Offers, before: readonly string[], io: Io): Promise<readonly string[]> {
  if (live === undefined) return [];
  try {
    const { liveNames } = await import('./live-names.ts');
    return await liveNames(live, lineOf(before), io);
  } catch {
    return [];
  }
}

/** The flags typed so far; half a line may be none that can be carried out. */
function lineOf(before: readonly string[]): CommandLine {
  for (let end = before.length; end > 0; end--) {
    try {
      return readCommandLine(before.slice(0, end));
    } catch {
      // One word less: the last flag has no value yet.
    }
  }
  return readCommandLine([]);
}
