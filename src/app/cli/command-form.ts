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
  /** The heading it stands under in a command's help; the overview leaves such flags out. */
  readonly group?: FlagGroup;
}

export type FlagGroup = 'Registry flags' | 'Cluster flags' | 'Page flags';

/** A command as it is typed; what it does is in commands/, what it says about itself in help-texts.ts. */
export interface CommandForm {
  readonly name: CommandName;
  readonly summary: string;
  readonly flags: readonly Flag[];
}

export type CommandName =
  'diagnose' | 'explain' | 'probe' | 'collect' | 'rbac' | 'version' | 'completion' | 'help';

const HELP: Flag = { name: 'help', short: 'h', says: 'show help for this command' };
const COLOR: readonly Flag[] = [
  { name: 'color', says: 'colour the output even when it goes to a file or a pipe' },
  { name: 'no-color', says: 'never colour the output; NO_COLOR in the environment does the same' },
];
const LAYOUT: readonly Flag[] = grouped('Page flags', [
  ...COLOR,
  {
    name: 'width',
    value: 'COLUMNS',
    says: 'columns of a line of text, at least 40 (default: the terminal, up to 100; else 80)',
  },
  { name: 'ascii', says: 'plain ASCII signs; chosen by itself when the locale is not UTF-8' },
]);

/** Which cluster, and as whom: kubectl's own flags. */
const CONNECTION: readonly Flag[] = grouped('Cluster flags', [
  { name: 'context', value: 'NAME', says: 'the context of the kubeconfig to use' },
  {
    name: 'kubeconfig',
    value: 'PATH',
    says: 'the kubeconfig file, in place of KUBECONFIG and ~/.kube/config',
  },
  { name: 'cluster', value: 'NAME', says: 'the cluster of the kubeconfig to use' },
  { name: 'user', value: 'NAME', says: 'the user of the kubeconfig to use' },
  { name: 'server', short: 's', value: 'URL', says: "the API server's address" },
  { name: 'token', value: 'TOKEN', says: 'bearer token for the API server' },
  { name: 'as', value: 'USER', says: 'user to impersonate' },
  { name: 'as-group', value: 'GROUP', repeatable: true, says: 'group to impersonate' },
  { name: 'as-uid', value: 'UID', says: 'UID to impersonate' },
  { name: 'certificate-authority', value: 'PATH', says: "certificates that sign the API server's" },
  { name: 'client-certificate', value: 'PATH', says: 'client certificate for the API server' },
  { name: 'client-key', value: 'PATH', says: 'key of the client certificate' },
  { name: 'tls-server-name', value: 'NAME', says: "the name the API server's certificate has to bear" },
  {
    name: 'insecure-skip-tls-verify',
    says: "do not check the API server's certificate: anyone in between can read along",
  },
  {
    name: 'request-timeout',
    value: 'DURATION',
    says: 'longest wait for one answer of the API server, such as 5s or 1m (default 30s; 0: none)',
  },
  {
    name: 'v',
    short: 'v',
    value: 'LEVEL',
    says: 'tell on stderr what is asked: 4 outcomes, 6 requests with times, 8 headers (never a secret)',
  },
]);

const NAMESPACE: Flag = {
  name: 'namespace',
  short: 'n',
  value: 'NAME',
  says: 'look at this namespace only',
};

const SECRETS: Flag = {
  name: 'secrets',
  value: 'WHETHER',
  choices: ['read', 'never'],
  says: 'whether pull secrets are read (default: read, but never with -A); values are never shown',
};

/** How registries are reached when they are asked. */
const REGISTRY: readonly Flag[] = grouped('Registry flags', [
  { name: 'cacert', value: 'FILE', says: 'also trust these certificates of registries (PEM)' },
  {
    name: 'certs-dir',
    value: 'FOLDER',
    repeatable: true,
    says: "certificates by host, laid out as containerd's certs.d or Docker's",
  },
  {
    name: 'plain-http',
    says: 'ask registries by HTTP where HTTPS does not answer; logins then go in the clear',
  },
  {
    name: 'probe-timeout',
    value: 'DURATION',
    says: 'longest wait for all registries together (default 20s; 0: none)',
  },
]);

const NODE_LOGS: Flag = {
  name: 'node-logs',
  says: "also read the failing nodes' own logs and disks; needs nodes/proxy, a powerful right",
};

function grouped(group: FlagGroup, flags: readonly Flag[]): readonly Flag[] {
  return flags.map((flag) => ({ ...flag, group }));
}

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
      NAMESPACE,
      { name: 'all-namespaces', short: 'A', says: 'look at all namespaces (what -f does anyway)' },
      {
        name: 'selector',
        short: 'l',
        value: 'SELECTOR',
        says: 'only pods with these labels, such as app=web,tier!=cache',
      },
      {
        name: 'field-selector',
        value: 'SELECTOR',
        says: 'only pods with these fields, such as spec.nodeName=node-3',
      },
      output(['text', 'wide', 'json', 'yaml', 'name', 'markdown']),
      { name: 'watch', short: 'w', says: 'go on looking, and keep the last cause seen; ends with Ctrl-C' },
      { name: 'quiet', short: 'q', says: 'print nothing; the exit code is the answer' },
      { name: 'probe', says: 'ask the registries (the default, but not with -f)' },
      { name: 'no-probe', says: 'ask no registry' },
      ...REGISTRY,
      SECRETS,
      NODE_LOGS,
      {
        name: 'from-node',
        says: 'pull the failing image afresh on its node, in a pod that is removed again; asks first',
      },
      { name: 'yes', short: 'y', says: 'do not ask before a pod is made by --from-node' },
      ...CONNECTION,
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
    name: 'probe',
    summary: 'ask the registry about one image as the kubelet would, rung by rung',
    flags: [
      { name: 'as-pod', value: 'POD', says: "with the pull secrets of this pod, for its node's platform" },
      {
        name: 'serviceaccount',
        value: 'NAME',
        says: 'with the pull secrets a new pod of this service account would get',
      },
      {
        name: 'secret',
        value: 'NAME',
        repeatable: true,
        says: 'with this pull secret of the namespace',
      },
      { name: 'docker-config', value: 'FILE', says: 'with this config.json, read as the kubelet would' },
      { name: 'as-me', says: 'with your own login, credential helpers included: is it there at all?' },
      { name: 'anonymous', says: 'also without any login' },
      {
        name: 'platform',
        value: 'OS/ARCH',
        repeatable: true,
        says: "for this platform, such as linux/arm64 (default: that of the pod's node)",
      },
      { name: 'deep', says: 'also sum up the layers, and ask whether each is there' },
      { ...NAMESPACE, says: 'where the pod, service account or secret is' },
      ...REGISTRY,
      output(['text', 'wide', 'json', 'yaml', 'name', 'markdown']),
      ...CONNECTION,
      ...LAYOUT,
      HELP,
    ],
  },
  {
    name: 'collect',
    summary: 'save what a diagnosis needs, scrubbed of secrets, before events expire',
    flags: [
      NAMESPACE,
      { name: 'all-namespaces', short: 'A', says: 'save all namespaces' },
      {
        name: 'selector',
        short: 'l',
        value: 'SELECTOR',
        says: 'only pods with these labels, such as app=web,tier!=cache',
      },
      {
        name: 'output-file',
        value: 'PATH',
        says: 'where to save (default pulldoctor-CONTEXT-TIME.json in this folder; - is stdout)',
      },
      SECRETS,
      NODE_LOGS,
      ...CONNECTION,
      HELP,
    ],
  },
  {
    name: 'rbac',
    summary: 'print the least Role for a depth of diagnosis; say what you have and lack',
    flags: [
      NAMESPACE,
      { name: 'all-namespaces', short: 'A', says: 'a ClusterRole for all namespaces' },
      { name: 'secrets', says: 'with the right to read pull secrets' },
      { name: 'nodes', says: 'with the right to read nodes' },
      { name: 'node-logs', says: "with the right to read nodes' logs (nodes/proxy, a powerful right)" },
      { name: 'from-node', says: 'with the right to make and remove the pod of --from-node' },
      {
        name: 'for',
        value: 'SUBJECT',
        says: 'who gets it: user:NAME, group:NAME or serviceaccount:NAMESPACE:NAME (default: you)',
      },
      { name: 'check', says: 'print no role, only what you have and lack' },
      ...CONNECTION,
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
    summary: 'print a completion script for bash, zsh, fish or kubectl',
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
  'fix',
  'unstick',
  'wait',
  'check',
  'serve',
  'mirror',
  'demo',
];

export function formOf(name: CommandName): CommandForm {
  const form = COMMAND_FORMS.find((one) => one.name === name);
  // Closed over CommandName by the test that walks COMMAND_FORMS.
  if (form === undefined) throw new Error(`no form for ${name}`);
  return form;
}
