import { UserError } from '../../edge/files/user-error.ts';
import { argTokens, type FlagToken } from './arg-tokens.ts';
import {
  COMMAND_FORMS,
  LATER_COMMANDS,
  formOf,
  type CommandForm,
  type CommandName,
  type Flag,
} from './command-form.ts';
import { didYouMean } from './near-miss.ts';

/** A command line as typed, read against the flags of its command. */
export interface CommandLine {
  readonly command: CommandName;
  /** Whether the command was typed, and not just meant by leaving it out. */
  readonly named: boolean;
  /** What is neither a flag nor a flag's value, the command's own name left out. */
  readonly words: readonly string[];
  /** Values by flag, in the order given. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Switches that are on. */
  readonly switches: ReadonlySet<string>;
}

/**
 * Reads a command line as kubectl would: flags anywhere, `-nshop`, `-n=shop`, `--namespace=shop`,
 * `--flag=false` for switches, `--` ends the flags. The first word is the command when it is one's name,
 * else the command is diagnose.
 *
 * In: the arguments after the program's name. Throws a UserError that names the word at fault.
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  // What stands behind `--` is the name of a pod, whatever it looks like.
  const beginning = argTokens(args, everyFlag()).find(({ is }) => is !== 'flag');
  const first = beginning?.is === 'word' ? beginning : undefined;
  if (first !== undefined && LATER_COMMANDS.includes(first.value)) {
    const { value } = first;
    throw new UserError(`${value} is not in this version; for a pod of that name: diagnose ${value}`);
  }
  const form = COMMAND_FORMS.find(({ name }) => name === first?.value);
  if (form === undefined || first === undefined)
    return { ...readFlags(formOf('diagnose'), args), named: false };
  return { ...readFlags(form, args.toSpliced(first.index, 1)), named: true };
}

function readFlags(form: CommandForm, args: readonly string[]): Omit<CommandLine, 'named'> {
  const words: string[] = [];
  const values = new Map<string, string[]>();
  const switches = new Set<string>();
  for (const token of argTokens(args, form.flags)) {
    if (token.is === 'word') words.push(token.value);
    if (token.is !== 'flag') continue;
    const flag = flagOf(form, token);
    if (flag.value === undefined) turn(switches, flag, token);
    else
      values.set(flag.name, [
        ...(flag.repeatable ? (values.get(flag.name) ?? []) : []),
        valueOf(flag, token),
      ]);
  }
  return { command: form.name, words, values, switches };
}

/** Of one name for two commands, the flag that takes a value counts: what follows it is no command. */
function everyFlag(): readonly Flag[] {
  const flags = COMMAND_FORMS.flatMap((form) => form.flags);
  return [
    ...flags.filter(({ value }) => value !== undefined),
    ...flags.filter(({ value }) => value === undefined),
  ];
}

function flagOf(form: CommandForm, { name, typed }: FlagToken): Flag {
  const flag = form.flags.find((one) => one.name === name);
  if (flag !== undefined) return flag;
  const others = COMMAND_FORMS.filter(({ flags }) =>
    flags.some((one) => one.name === name || one.short === name),
  );
  const elsewhere = listed(others.map((one) => one.name));
  if (elsewhere !== '') throw new UserError(`${form.name} takes no ${typed}; that is for ${elsewhere}`);
  const names = form.flags.map((one) => one.name);
  const near = name.length > 1 ? didYouMean(name, names, '--') : '';
  throw new UserError(`unknown flag ${typed}${near || `; see ${form.name} --help`}`);
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function valueOf(flag: Flag, { value, typed }: FlagToken): string {
  if (value === undefined) throw new UserError(`${typed} needs a value: ${typed} ${flag.value}`);
  if (flag.choices !== undefined && !flag.choices.includes(value)) {
    const near = didYouMean(value, flag.choices);
    throw new UserError(`${typed} cannot be "${value}": ${flag.choices.join(', ')}${near}`);
  }
  return value;
}

function turn(switches: Set<string>, flag: Flag, { value, typed }: FlagToken): void {
  const given = value ?? 'true';
  if (given !== 'true' && given !== 'false')
    throw new UserError(`${typed} is a switch and cannot be "${given}"`);
  if (given === 'true') switches.add(flag.name);
  else switches.delete(flag.name);
}

/** The last value given for a flag that takes one. */
export function valueOfFlag(line: CommandLine, name: string): string | undefined {
  return line.values.get(name)?.at(-1);
}
