import { COMMAND_FORMS, LATER_COMMANDS } from './command-form.ts';
import type { CommandLine } from './command-line.ts';
import type { Io } from './io.ts';
import { didYouMean } from './near-miss.ts';

/** Where nothing of that name was found, the word may be a command that was misspelt. */
export async function hintAtCommand({ named, words }: CommandLine, io: Io): Promise<void> {
  const [word = ''] = words;
  if (named || words.length === 0 || word.includes('/')) return;
  const names = [...COMMAND_FORMS.map(({ name }) => name), ...LATER_COMMANDS];
  const near = didYouMean(word, names, 'the command ');
  if (near !== '') await io.stderr.write(`hint: ${near.replace(/^; /u, '')}\n`);
}
