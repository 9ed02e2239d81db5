import type { NodeEvidence } from '../evidence/node.ts';
import { distinct, type Incident } from './incident.ts';
import { argumentName } from './kubectl.ts';
import { shellLine } from './shell-quote.ts';

/** More nodes than this get the command for one and a sentence. */
const MAX_NODES = 2;

/** Commands for a node, and the sentence that says where they run. */
export interface NodeCommands {
  readonly commands: readonly string[];
  readonly where?: string;
}

/**
 * Brings a shell line onto the nodes of an incident, in the way the cluster allows: through the
 * container that a kind node is, through `minikube ssh`, through `oc debug`; else as it is, with
 * `sudo`, for whoever has a shell there.
 *
 * @param line what to run as root on the node; already quoted
 */
export function onEachNode(incident: Incident, ...lines: readonly string[]): NodeCommands {
  const { nodes, nodeNames } = incident;
  const [first] = nodes;
  const byHand = lines.map(asRoot);
  if (first === undefined || wayIn(first, '') === undefined) {
    return { commands: byHand, where: whereSentence(nodeNames) };
  }
  const shown = nodes.slice(0, MAX_NODES);
  const commands = shown.flatMap((node) => lines.map((line) => wayIn(node, line) ?? asRoot(line)));
  const more = nodeNames.length - shown.length;
  return {
    commands,
    ...(more > 0 && { where: `The same on ${more} more ${more === 1 ? 'node' : 'nodes'}` }),
  };
}

function whereSentence(nodeNames: readonly string[]): string {
  const names = distinct(nodeNames);
  if (names.length === 0) return 'Run it on the node';
  if (names.length === 1) return `Run it on node ${names[0]}`;
  const listed = names.slice(0, 3).join(', ');
  return names.length <= 3
    ? `Run it on nodes ${listed}`
    : `Run it on nodes ${listed} and ${names.length - 3} more`;
}

function wayIn({ name, provider }: NodeEvidence, line: string): string | undefined {
  const node = argumentName(name, '<NODE>');
  switch (provider) {
    case 'kind':
    case 'k3d':
      return shellLine('docker', 'exec', node, 'sh', '-c', line);
    case 'minikube':
      return shellLine('minikube', 'ssh', '-n', node, asRoot(line));
    case 'openshift':
      return shellLine('oc', 'debug', `node/${node}`, '--', 'chroot', '/host', 'sh', '-c', line);
    default:
      return undefined;
  }
}

/** `sudo` before a plain command; a whole shell for anything with an operator in it. */
function asRoot(line: string): string {
  return /[|&;<>]/.test(line) ? shellLine('sudo', 'sh', '-c', line) : `sudo ${line}`;
}
