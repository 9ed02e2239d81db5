import type { Flag } from './command-form.ts';

/** One part of a command line. */
export type ArgToken = WordToken | FlagToken | { readonly is: 'dashes' };

export interface WordToken {
  readonly is: 'word';
  readonly value: string;
  /** Which of the arguments it is. */
  readonly index: number;
}

export interface FlagToken {
  readonly is: 'flag';
  /** The flag's long name; of an unknown one what was typed, without dashes. */
  readonly name: string;
  /** As it was typed, dashes and all. */
  readonly typed: string;
  readonly value?: string;
}

/**
 * Takes a command line apart as kubectl does (spf13/pflag, `parseArgs`): flags anywhere, `--name value`, `--name=value`,
 * `-n value`, `-nvalue`, `-n=value`, switches in groups (`-Aq`, `-Anshop`), and nothing but words behind `--`. A flag
 * that takes a value takes the next argument, whatever that is. Flags that are not known are switches.
 *
 * Node has a parser for this, `util.parseArgs`, which takes a millisecond of a start (decision 0003); a test holds this one to it.
 */
export function argTokens(args: readonly string[], flags: readonly Flag[]): readonly ArgToken[] {
  const tokens: ArgToken[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      tokens.push({ is: 'dashes' }, ...args.slice(at + 1).map((value, after) => word(value, at + 1 + after)));
      break;
    }
    const typed = arg.startsWith('--') ? [longFlag(arg)] : shortFlags(arg, flags);
    if (typed.length === 0) tokens.push(word(arg, at));
    else tokens.push(...typed);
    const last = typed.at(-1);
    const next = args[at + 1];
    if (last === undefined || last.value !== undefined || next === undefined || !takesValue(last, flags))
      continue;
    tokens.splice(-1, 1, { ...last, value: next });
    at += 1;
  }
  return tokens;
}

function word(value: string, index: number): WordToken {
  return { is: 'word', value, index };
}

function takesValue({ name }: FlagToken, flags: readonly Flag[]): boolean {
  return flags.find((flag) => flag.name === name)?.value !== undefined;
}

function longFlag(arg: string): FlagToken {
  // A name has at least one character, if only an equals sign.
  const equals = arg.indexOf('=', 3);
  const typed = equals < 0 ? arg : arg.slice(0, equals);
  const name = typed.slice(2);
  return { is: 'flag', name, typed, ...(equals >= 0 && { value: arg.slice(equals + 1) }) };
}

/** Switches may stand together behind one dash, and one flag with a value at their end. None in a word, nor in `-`. */
function shortFlags(arg: string, flags: readonly Flag[]): readonly FlagToken[] {
  const found: FlagToken[] = [];
  if (!arg.startsWith('-')) return found;
  for (let at = 1; at < arg.length; at += 1) {
    const letter = arg.charAt(at);
    const flag = flags.find(({ short }) => short === letter);
    const name = flag?.name ?? letter;
    const rest = arg.slice(at + 1);
    if (flag !== undefined && rest.startsWith('=')) {
      found.push({ is: 'flag', name, typed: `--${name}`, value: rest.slice(1) });
      return found;
    }
    const typed = `-${letter}`;
    if (flag?.value !== undefined && rest !== '') {
      found.push({ is: 'flag', name, typed, value: rest });
      return found;
    }
    found.push({ is: 'flag', name, typed });
  }
  return found;
}
