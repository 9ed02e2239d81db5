import type { CommandName } from './command-form.ts';

/** How each command is typed, after the program's name. */
export const USAGE: Readonly<Record<CommandName, readonly string[]>> = {
  diagnose: [
    '[diagnose] [TYPE/NAME | TYPE NAME | NAME …] [-n NAME | -A] [flags]',
    '[diagnose] [TYPE/NAME | TYPE NAME | NAME …] -f PATH [flags]',
    'COMMAND [flags]',
  ],
  explain: [
    "explain 'MESSAGE' [flags]",
    'explain CAUSE',
    'explain [-] < message.txt',
    'explain --batch < messages.ndjson',
  ],
  probe: [
    'probe IMAGE … [flags]',
    'probe IMAGE … --as-pod POD | --serviceaccount NAME | --secret NAME [-n NAME]',
    'probe IMAGE … --docker-config FILE | --as-me',
  ],
  collect: ['collect [TYPE/NAME | NAME …] [-n NAME | -A] [flags]'],
  rbac: ['rbac [-n NAME | -A] [--secrets] [--nodes] [--node-logs] [--from-node]'],
  version: ['version [-o json]'],
  completion: ['completion bash|zsh|fish|kubectl'],
  help: ['help [COMMAND]'],
};

/** Lines that can be copied; each command has at least one. */
export const EXAMPLES: Readonly<Record<CommandName, readonly string[]>> = {
  diagnose: [
    '# what cannot be pulled in this namespace, in all of them, of one workload',
    'pulldoctor',
    'pulldoctor -A',
    'pulldoctor deploy/web -n shop',
    '',
    '# go on looking',
    'pulldoctor -n shop -w',
    '',
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
  probe: [
    'pulldoctor probe ghcr.io/acme/app:1.2',
    '',
    '# as the kubelet would for this pod',
    'pulldoctor probe registry.example.com/shop/web:v1 --as-pod web-7d9f -n shop',
    '',
    '# is it there at all? with your own docker login',
    'pulldoctor probe ghcr.io/acme/app:1.2 --as-me --platform linux/arm64',
  ],
  collect: ['pulldoctor collect -n shop', 'pulldoctor collect deploy/web --output-file - > ticket.json'],
  rbac: [
    '# what you may and may not look at',
    'pulldoctor rbac --check -n shop',
    '',
    '# the right that a blind spot asks for',
    'pulldoctor rbac --secrets -n payments --for user:dev | kubectl apply -f -',
  ],
  version: ['pulldoctor version', 'pulldoctor version -o json'],
  completion: [
    'source <(pulldoctor completion bash)',
    'pulldoctor completion zsh > "${fpath[1]}/_pulldoctor"',
    'pulldoctor completion fish > ~/.config/fish/completions/pulldoctor.fish',
  ],
  help: ['pulldoctor help', 'pulldoctor help explain'],
};
