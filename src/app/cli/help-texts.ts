import type { CommandName } from './command-form.ts';

/** How each command is typed, after the program's name. */
export const USAGE: Readonly<Record<CommandName, readonly string[]>> = {
  diagnose: ['[diagnose] [TYPE/NAME | TYPE NAME | NAME …] -f PATH [flags]', 'COMMAND [flags]'],
  explain: [
    "explain 'MESSAGE' [flags]",
    'explain CAUSE',
    'explain [-] < message.txt',
    'explain --batch < messages.ndjson',
  ],
  collect: ['collect [-n NAME]'],
  version: ['version [-o json]'],
  completion: ['completion bash|zsh|fish'],
  help: ['help [COMMAND]'],
};

/** Lines that can be copied; each command has at least one. */
export const EXAMPLES: Readonly<Record<CommandName, readonly string[]>> = {
  diagnose: [
    '# a saved cluster: one command to save it, one to read it',
    'kubectl get pods,events,nodes,deployments,replicasets -A -o json > dump.json',
    'pulldoctor -f dump.json',
    '',
    '# one workload of it, with whole messages',
    'pulldoctor deploy/web -n shop -f dump.json -o wide',
    '',
    '# without a file in between',
    'kubectl get pods,events -n shop -o json | pulldoctor -f -',
    '',
    '# for scripts: exit code 1 means findings',
    "pulldoctor -f dump.json -o json | jq -r '.findings[].cause'",
  ],
  explain: [
    '# what a message of `kubectl describe pod` means',
    'pulldoctor explain \'Failed to pull image "ghcr.io/acme/app:1": … 403 Forbidden\'',
    '',
    '# the message from the clipboard or a file',
    'pulldoctor explain < message.txt',
    '',
    '# all about one cause',
    'pulldoctor explain tag-not-found',
    '',
    '# many messages at once',
    'pulldoctor explain --batch < messages.ndjson > explained.ndjson',
  ],
  collect: ['pulldoctor collect', 'pulldoctor collect -n shop'],
  version: ['pulldoctor version', 'pulldoctor version -o json'],
  completion: [
    'source <(pulldoctor completion bash)',
    'pulldoctor completion zsh > "${fpath[1]}/_pulldoctor"',
    'pulldoctor completion fish > ~/.config/fish/completions/pulldoctor.fish',
  ],
  help: ['pulldoctor help', 'pulldoctor help explain'],
};
