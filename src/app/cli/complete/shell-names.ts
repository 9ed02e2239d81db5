/** What `completion` has a script for. */
export const SHELL_NAMES: readonly string[] = ['bash', 'zsh', 'fish', 'kubectl'];

/** Flags whose values are asked for while a line is typed: names in the kubeconfig or in the cluster. */
export const LIVE_FLAGS: ReadonlySet<string> = new Set([
  'namespace',
  'context',
  'cluster',
  'user',
  'as-pod',
  'serviceaccount',
  'secret',
]);

/** Placeholders of values that are paths. */
export const PATHS: ReadonlySet<string> = new Set(['PATH', 'FILE', 'FOLDER']);

/** Commands whose words name pods and workloads. */
export const TARGETED: ReadonlySet<string> = new Set(['diagnose', 'collect']);
