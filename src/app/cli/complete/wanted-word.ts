import { COMMAND_FORMS, formOf, type CommandForm, type Flag } from '../command-form.ts';

/** What may stand where somebody typing has come to. */
export type WantedWord =
  | { readonly is: 'flag'; readonly form: CommandForm }
  /** A flag's value; `before` is what of the word stands in front of it: `--namespace=`. */
  | { readonly is: 'value'; readonly flag: Flag; readonly before: string; readonly begun: string }
  /** A word that is neither; those before it without the command's own name. */
  | {
      readonly is: 'word';
      readonly form: CommandForm;
      readonly named: boolean;
      readonly words: readonly string[];
    };

/**
 * Reads a command line as far as it is typed.
 *
 * @param before what is complete: arguments after the program's name
 * @param begun the word at which the cursor stands; empty where none is begun
 */
export function wantedWord(before: readonly string[], begun: string): WantedWord {
  const typed = readTyped(before);
  const { form, waiting } = typed;
  if (waiting !== undefined) return { is: 'value', flag: waiting, before: '', begun };
  if (begun.startsWith('-') && !typed.flagsOver) {
    const equals = begun.indexOf('=');
    const flag = equals < 0 ? undefined : flagOf(form, begun.slice(0, equals));
    if (flag?.value !== undefined)
      return { is: 'value', flag, before: begun.slice(0, equals + 1), begun: begun.slice(equals + 1) };
    return { is: 'flag', form };
  }
  return { is: 'word', form, named: typed.named, words: typed.words };
}

interface Typed {
  readonly form: CommandForm;
  /** The command was typed and not just meant. */
  readonly named: boolean;
  readonly words: readonly string[];
  /** The flag whose value comes next. */
  readonly waiting: Flag | undefined;
  /** After `--`. */
  readonly flagsOver: boolean;
}

/** Which command it is tells which of its words are values of flags, and these which word is the command. */
function readTyped(args: readonly string[]): Typed {
  const first = readWords(args, COMMAND_FORMS);
  const form = COMMAND_FORMS.find(({ name }) => name === first.words[0]);
  if (form === undefined) return { ...first, form: formOf('diagnose'), named: false };
  const read = readWords(args, [form]);
  return { ...read, form, named: true, words: read.words.slice(1) };
}

function readWords(
  args: readonly string[],
  forms: readonly CommandForm[],
): Pick<Typed, 'words' | 'waiting' | 'flagsOver'> {
  const words: string[] = [];
  let waiting: Flag | undefined;
  let flagsOver = false;
  for (const arg of args) {
    if (waiting !== undefined) waiting = undefined;
    else if (flagsOver || !arg.startsWith('-')) words.push(arg);
    else if (arg === '--') flagsOver = true;
    else if (!arg.includes('=')) waiting = takesNext(flagIn(forms, arg), arg);
  }
  return { words, waiting, flagsOver };
}

/** `-nshop` has its value with it. */
function takesNext(flag: Flag | undefined, arg: string): Flag | undefined {
  return flag?.value !== undefined && (arg.startsWith('--') || arg.length === 2) ? flag : undefined;
}

function flagIn(forms: readonly CommandForm[], arg: string): Flag | undefined {
  for (const form of forms) {
    const flag = flagOf(form, arg);
    if (flag !== undefined) return flag;
  }
  return undefined;
}

function flagOf({ flags }: CommandForm, arg: string): Flag | undefined {
  return flags.find(({ name, short }) => arg === `--${name}` || (short !== undefined && arg === `-${short}`));
}
