import { CAUSES } from '../../../core/diagnosis/cause.ts';
import { UserError } from '../../../edge/files/user-error.ts';
import { COMMAND_FORMS, type CommandForm, type Flag } from '../command-form.ts';
import { LIVE_FLAGS, PATHS, SHELL_NAMES, TARGETED } from '../complete/shell-names.ts';
import type { CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { didYouMean } from '../near-miss.ts';

const SHELLS: Readonly<Record<string, () => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  kubectl: kubectlScript,
};

/** `pulldoctor completion SHELL`: a script made from the same definitions that the parser reads. */
export async function completionCommand(line: CommandLine, io: Io): Promise<number> {
  const [shell = '', ...others] = line.words;
  const script = SHELLS[shell];
  if (script === undefined || others.length > 0) {
    const near = shell === '' ? '' : didYouMean(shell, Object.keys(SHELLS));
    throw new UserError(`name one shell: completion ${Object.keys(SHELLS).join('|')}${near}`);
  }
  await io.stdout.write(script());
  return 0;
}

const NAMES: string = COMMAND_FORMS.map(({ name }) => name).join(' ');

function spelled(flag: Flag): readonly string[] {
  return [`--${flag.name}`, ...(flag.short === undefined ? [] : [`-${flag.short}`])];
}

/** Words that may follow a command, besides its flags. */
function wordsOf({ name }: CommandForm): string {
  if (name === 'explain') return CAUSES.join(' ');
  if (name === 'completion') return SHELL_NAMES.join(' ');
  return name === 'help' ? NAMES : '';
}

function bashScript(): string {
  const cases = COMMAND_FORMS.map((form) => {
    const flags = form.flags.flatMap(spelled).join(' ');
    return `    ${form.name}) flags="${flags}"; words="${wordsOf(form)}"${choiceOf(form)} ;;`;
  });
  const ofFlags = (isOne: (flag: Flag) => boolean): string =>
    [...new Set(COMMAND_FORMS.flatMap(({ flags }) => flags.filter(isOne).flatMap(spelled)))].join('|');
  return `# bash completion for pulldoctor: source <(pulldoctor completion bash)
_pulldoctor_live() {
  local word
  COMPREPLY=()
  while IFS=$'\\t' read -r word _; do
    [[ $word == :* ]] || COMPREPLY+=("$word")
  done < <(pulldoctor __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
_pulldoctor() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local command=diagnose word flags words formats
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " ${NAMES} " in *" $word "*) command="$word"; break ;; esac
  done
  case "$command" in
${cases.join('\n')}
  esac
  case "$previous" in
    -o|--output) COMPREPLY=($(compgen -W "$formats" -- "$current")); return ;;
    --secrets) [[ $command == rbac ]] || { COMPREPLY=($(compgen -W "read never" -- "$current")); return; } ;;
    ${ofFlags(({ value }) => PATHS.has(value ?? ''))}) compopt -o default; COMPREPLY=(); return ;;
    ${ofFlags(({ name, value }) => value !== undefined && LIVE_FLAGS.has(name))}) _pulldoctor_live; return ;;
  esac
  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$current")); return; fi
  case "$command" in
    ${[...TARGETED].join('|')}) _pulldoctor_live; [[ \${#COMPREPLY[@]} -gt 0 ]] && return ;;
  esac
  [[ $COMP_CWORD -eq 1 ]] && words="$words ${NAMES}"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _pulldoctor pulldoctor
`;
}

/** kubectl runs a program of this name for the words after `kubectl pulldoctor`; npm installs it as well. */
function kubectlScript(): string {
  return `#!/bin/sh
# Completion of "kubectl pulldoctor". Save it as kubectl_complete-pulldoctor in a folder of your PATH:
#   kubectl pulldoctor completion kubectl > ~/.local/bin/kubectl_complete-pulldoctor
#   chmod +x ~/.local/bin/kubectl_complete-pulldoctor
exec kubectl-pulldoctor __complete "$@"
`;
}

function choiceOf(form: CommandForm): string {
  const choices = form.flags.find(({ name }) => name === 'output')?.choices ?? [];
  return `; formats="${choices.join(' ')}"`;
}

function zshScript(): string {
  const cases = COMMAND_FORMS.map((form) => {
    const flags = form.flags.map((flag) => zshFlag(flag));
    const words = wordsOf(form) === '' ? [] : [`'*:word:(${wordsOf(form)})'`];
    if (TARGETED.has(form.name)) words.push(`'*:target:_pulldoctor_live'`);
    return `    ${form.name}) _arguments -s ${[...flags, ...words].join(' ')} ;;`;
  });
  const commands = COMMAND_FORMS.map(({ name, summary }) => `'${name}:${zshText(summary)}'`);
  return `#compdef pulldoctor
# zsh completion for pulldoctor: pulldoctor completion zsh > "\${fpath[1]}/_pulldoctor"
_pulldoctor_live() {
  local -a offered
  offered=("\${(@f)$(pulldoctor __complete "\${(@)typed}" 2>/dev/null)}")
  offered=("\${(@)offered:#:*}")
  offered=("\${(@)offered%%$'\\t'*}")
  compadd -a offered
}
_pulldoctor() {
  local -a typed=("\${(@)words[2,CURRENT]}")
  local -a commands=(${commands.join(' ')})
  local command=diagnose
  if (( CURRENT == 2 )) && [[ \${words[2]} != -* ]]; then _describe command commands; _pulldoctor_live; return; fi
  if (( \${commands[(I)\${words[2]}:*]} )); then command=\${words[2]}; shift words; (( CURRENT -= 1 )); fi
  case "$command" in
${cases.join('\n')}
  esac
}
if [[ \${funcstack[1]} == _pulldoctor ]]; then _pulldoctor "$@"; else compdef _pulldoctor pulldoctor; fi
`;
}

function zshFlag(flag: Flag): string {
  const says = `[${zshText(flag.says)}]`;
  const value = flag.value === undefined ? '' : `:${flag.value}:${zshValue(flag)}`;
  return spelled(flag)
    .map((name) => `'${flag.repeatable === true ? '*' : ''}${name}${says}${value}'`)
    .join(' ');
}

function zshValue({ name, choices, value = '' }: Flag): string {
  if (choices !== undefined) return `(${choices.join(' ')})`;
  if (LIVE_FLAGS.has(name)) return '_pulldoctor_live';
  return PATHS.has(value) ? '_files' : '';
}

/** A text inside single quotes and inside the brackets of _arguments. */
function zshText(text: string): string {
  return text.replaceAll("'", "'\\''").replaceAll(/[[\]:]/gu, '\\$&');
}

function fishScript(): string {
  const commands = COMMAND_FORMS.map(
    ({ name, summary }) =>
      `complete -c pulldoctor -n __fish_use_subcommand -f -a ${name} -d ${fishText(summary)}`,
  );
  const flags = COMMAND_FORMS.flatMap((form) => form.flags.map((flag) => fishFlag(form, flag)));
  const words = COMMAND_FORMS.filter((form) => wordsOf(form) !== '').map(
    (form) => `complete -c pulldoctor -n '${fishCondition(form)}' -f -a '${wordsOf(form)}'`,
  );
  const live = COMMAND_FORMS.filter(({ name }) => TARGETED.has(name)).map(
    (form) => `complete -c pulldoctor -n '${fishCondition(form)}' -f -a '(__pulldoctor_live)'`,
  );
  return `# fish completion for pulldoctor
function __pulldoctor_live
  set -l typed (commandline -opc) (commandline -ct)
  pulldoctor __complete $typed[2..-1] 2>/dev/null | string match -rv '^:'
end
complete -c pulldoctor -f
${[...commands, ...flags, ...words, ...live].join('\n')}
`;
}

/** Diagnose needs no name: its flags hold wherever no other command was typed. */
function fishCondition({ name }: CommandForm): string {
  const others = COMMAND_FORMS.map((form) => form.name).filter((other) => other !== 'diagnose');
  return name === 'diagnose'
    ? `not __fish_seen_subcommand_from ${others.join(' ')}`
    : `__fish_seen_subcommand_from ${name}`;
}

function fishFlag(form: CommandForm, flag: Flag): string {
  const short = flag.short === undefined ? '' : ` -s ${flag.short}`;
  const offered = flag.choices?.join(' ') ?? (LIVE_FLAGS.has(flag.name) ? '(__pulldoctor_live)' : '');
  const wanted = offered === '' ? '' : ` -a '${offered}'`;
  const files = PATHS.has(flag.value ?? '') ? ' -F' : '';
  const value = flag.value === undefined ? '' : ` -r${files}${wanted}`;
  return `complete -c pulldoctor -n '${fishCondition(form)}' -l ${flag.name}${short}${value} -d ${fishText(flag.says)}`;
}

function fishText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
