import type { NodeEvidence } from '../evidence/objects/node.ts';
import { distinct, type Incident } from './incident.ts';
import { argumentName } from './kubectl.ts';
import { shellLine, shellQuote } from './shell-quote.ts';

/** More nodes than this get a sentence instead of commands of their own. */
const MAX_NODES = 2;

/** Commands for a node, and the sentence that says where they run. */
export interface NodeCommands {
  readonly commands: readonly string[];
  readonly where?: string;
}

/**
 * Brings shell lines onto the nodes of an incident, in the way the cluster allows: through the
 * container that a kind or k3d node is, through `minikube ssh`, through `oc debug`; else as they are,
 * with `sudo` where needed, for whoever has a shell there.
 *
 * @param lines what to run as root on the node; already quoted, without redirections
 */
export function onEachNode(incident: Incident, ...lines: readonly string[]): NodeCommands {
  const { nodes, nodeNames } = incident;
  const shown = nodes.slice(0, MAX_NODES);
  const commands = shown.flatMap((node) => lines.flatMap((line) => wayIn(node, line) ?? []));
  if (commands.length === 0) return { commands: lines.map(asRoot), where: whereSentence(nodeNames) };
  const more = nodeNames.length - shown.length;
  return {
    commands,
    ...(more > 0 && { where: `The same on ${more} more ${more === 1 ? 'node' : 'nodes'}` }),
  };
}

/** Writes a file on the nodes; its folder is made if need be. */
export function writeOnEachNode(incident: Incident, path: string, content: readonly string[]): NodeCommands {
  const folder = shellLine('mkdir', '-p', path.slice(0, path.lastIndexOf('/')));
  const print = shellLine('printf', String.raw`%s\n`, ...content);
  const [node] = incident.nodes;
  if (node?.provider === 'minikube')
    return onEachNode(incident, folder, `${print} | tee ${shellQuote(path)}`);
  const made = onEachNode(incident, folder);
  const through = incident.nodes
    .slice(0, MAX_NODES)
    .flatMap(({ name, provider }) =>
      isContainer(provider)
        ? [`${print} | ${shellLine('docker', 'exec', '-i', argumentName(name, '<NODE>'), 'tee', path)}`]
        : [],
    );
  const written = through.length > 0 ? through : [`${print} | sudo tee ${shellQuote(path)}`];
  return { ...made, commands: [...made.commands, ...written] };
}

function whereSentence(nodeNames: readonly string[]): string {
  const names = distinct(nodeNames);
  if (names.length === 0) return 'Run it on the node';
  const listed = names.slice(0, 3).join(', ');
  return names.length <= 3 ? `Run it on ${listed}` : `Run it on ${listed} and ${names.length - 3} more`;
}

function wayIn({ name, provider }: NodeEvidence, line: string): string | undefined {
  const node = argumentName(name, '<NODE>');
  // Without a pipe no shell is needed inside.
  const run = line.includes('|') ? shellLine('sh', '-c', line) : line;
  if (isContainer(provider)) return `${shellLine('docker', 'exec', node)} ${run}`;
  if (provider === 'minikube') return shellLine('minikube', 'ssh', '-n', node, `sudo ${run}`);
  if (provider === 'openshift')
    return `${shellLine('oc', 'debug', `node/${node}`, '--', 'chroot', '/host')} ${run}`;
  return undefined;
}

function isContainer(provider: NodeEvidence['provider']): boolean {
  return provider === 'kind' || provider === 'k3d';
}

/** Programs that anyone may run. */
const FOR_ANYONE = /^(?:cat|curl|df|free|getent|grep|timedatectl) /;

function asRoot(line: string): string {
  return FOR_ANYONE.test(`${line} `) ? line : `sudo ${line}`;
}
