import { valueOfFlag, type CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';

/** What a diagnosis reads. Secrets are not among them: their values have no place in a file. */
const KINDS: readonly string[] = [
  'pods',
  'events',
  'nodes',
  'serviceaccounts',
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
];

/** `pulldoctor collect`: until a live cluster can be read, the line of kubectl that makes such a dump. */
export async function collectCommand(line: CommandLine, io: Io): Promise<number> {
  const namespace = line.switches.has('all-namespaces') ? undefined : valueOfFlag(line, 'namespace');
  const scope = namespace === undefined ? '-A' : `-n ${shellWord(namespace)}`;
  await io.stdout.write(
    [
      '# This version does not read a live cluster. This saves what a diagnosis needs, no secrets among it:',
      `kubectl get ${KINDS.join(',')} ${scope} -o json > dump.json`,
      `${io.program} -f dump.json`,
      '',
    ].join('\n'),
  );
  return 0;
}

function shellWord(word: string): string {
  return /^[\w.-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
