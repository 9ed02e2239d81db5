/** A flag as the parser, the help, the completion and the README know it: one definition for all. */
export interface Flag {
  /** Without dashes: `all-namespaces`. */
  readonly name: string;
  readonly short?: string;
  /** Placeholder of its value (`PATH`); a flag without one is a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly repeatable?: boolean;
  /** One line, lower case, no full stop. */
  readonly says: string;
}

/** A command as it is typed; what it does is in commands/, what it says about itself in help-texts.ts. */
export interface CommandForm {
  readonly name: CommandName;
  readonly summary: string;
  readonly flags: readonly Flag[];
}

export type CommandName = 'diagnose' | 'explain' | 'collect' | 'version' | 'completion' | 'help';

const HELP: Flag = { name: 'help', short: 'h', says: 'show help for this command' };
const COLOR: readonly Flag[] = [
  { name: 'color', says: 'colour the output even when it goes to a file or a pipe' },
  { name: 'no-color', says: 'never colour the output; NO_COLOR in the environment does the same' },
];
const LAYOUT: readonly Flag[] = [
  ...COLOR,
  {
    name: 'width',
    value: 'COLUMNS',
    says: 'columns of a line of text, at least 40 (default: the terminal, up to 100; else 80)',
  },
  { name: 'ascii', says: 'plain ASCII signs; chosen by itself when the locale is not UTF-8' },
];

function output(choices: readonly string[]): Flag {
  return {
    name: 'output',
    short: 'o',
    value: 'FORMAT',
    choices,
    says: `one of ${choices.join(', ')} (default text)`,
  };
}

/** Every command of this version, the one that needs no name first. */
export const COMMAND_FORMS: readonly CommandForm[] = [
  {
    name: 'diagnose',
    summary: 'find failing image pulls and say why, what to do and when the kubelet tries again',
    flags: [
      {
        name: 'filename',
        short: 'f',
        value: 'PATH',
        repeatable: true,
        says: 'read saved objects: JSON, YAML, a folder, a support bundle or must-gather; - is stdin',
      },
      { name: 'namespace', short: 'n', value: 'NAME', says: 'look at this namespace only' },
      { name: 'all-namespaces', short: 'A', says: 'look at all namespaces (what -f does anyway)' },
      output(['text', 'wide', 'json', 'yaml', 'name', 'markdown']),
      { name: 'no-probe', says: 'ask no registry (nothing asks one with -f)' },
      ...LAYOUT,
      HELP,
    ],
  },
  {
    name: 'explain',
    summary: 'say what one message of a kubelet or a runtime means, or describe a cause',
    flags: [
      { name: 'batch', says: 'read NDJSON with the field message, write NDJSON in the same order' },
      { name: 'image', value: 'IMAGE', says: 'the image that was to be pulled, as the pod has it' },
      { name: 'runtime', value: 'NAME', says: "the node's runtime: containerd, cri-o or docker" },
      { name: 'kubelet', value: 'VERSION', says: "the node's kubelet version, such as 1.33.1" },
      output(['text', 'json', 'yaml']),
      ...LAYOUT,
      HELP,
    ],
  },
  {
    name: 'collect',
    summary: 'say how to save what a diagnosis needs, before events expire',
    flags: [
      { name: 'namespace', short: 'n', value: 'NAME', says: 'save this namespace only' },
      { name: 'all-namespaces', short: 'A', says: 'save all namespaces (the default)' },
      HELP,
    ],
  },
  {
    name: 'version',
    summary: 'print the version',
    flags: [output(['text', 'json', 'yaml']), HELP],
  },
  {
    name: 'completion',
    summary: 'print a completion script for bash, zsh or fish',
    flags: [HELP],
  },
  {
    name: 'help',
    summary: 'show help for a command',
    flags: [HELP],
  },
];

/** Words of later versions, told apart from names of pods so that they are not looked for in vain. */
export const LATER_COMMANDS: readonly string[] = [
  'probe',
  'rbac',
  'fix',
  'unstick',
  'wait',
  'check',
  'serve',
  'mirror',
  'demo',
];

/** kubectl's flags that only make sense with a live cluster, which this version does not read. */
export const LIVE_FLAGS: ReadonlyMap<string, string | undefined> = new Map([
  ['as', undefined],
  ['as-group', undefined],
  ['cluster', undefined],
  ['context', undefined],
  ['field-selector', undefined],
  ['kubeconfig', undefined],
  ['request-timeout', undefined],
  ['selector', 'l'],
  ['server', 's'],
  ['token', undefined],
  ['user', undefined],
  ['watch', 'w'],
]);

export function formOf(name: CommandName): CommandForm {
  const form = COMMAND_FORMS.find((one) => one.name === name);
  // Closed over CommandName by the test that walks COMMAND_FORMS.
  if (form === undefined) throw new Error(`no form for ${name}`);
  return form;
}
