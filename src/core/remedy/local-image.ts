import { argumentName } from './kubectl.ts';
import type { Incident } from './incident.ts';
import { onEachNode } from './node-shell.ts';
import { commandRemedy, remedy } from './plan.ts';
import type { Remedy } from './remedy.ts';
import { shellLine } from './shell-quote.ts';
import { templateChange } from './workload-change.ts';

/** Puts an image that was built here onto the nodes, and stops the kubelet from asking a registry for it. */
export function loadLocalImage(incident: Incident): readonly Remedy[] {
  return [load(incident), ifNotPresent(incident)];
}

/** Lets the kubelet use what is on the node and pull what is not. */
export function ifNotPresent(
  incident: Incident,
  title: string = 'Let the kubelet use the image that is on the node',
): Remedy {
  const { lead } = incident;
  const list = lead.kind === 'initContainer' ? 'initContainers' : 'containers';
  const podSpec = { [list]: [{ name: lead.container, imagePullPolicy: 'IfNotPresent' }] };
  const inWords = `Set imagePullPolicy: IfNotPresent for container ${lead.container}`;
  const edit = { podSpec, inWords, values: ['image.pullPolicy=IfNotPresent'] };
  return remedy({ title, safety: 'unsafe' }, templateChange(incident, edit));
}

function load(incident: Incident): Remedy {
  const title = 'Load the image onto the nodes';
  const { image } = incident.lead;
  const [node] = incident.nodes;
  const name = argumentName(image, '<IMAGE>');
  switch (node?.provider) {
    case 'kind':
      return commandRemedy(
        {
          title,
          safety: 'safe',
          notes: ['A tag other than latest keeps the kubelet from looking for it on Docker Hub'],
        },
        shellLine('kind', 'load', 'docker-image', name, '--name', clusterOf(node.name)),
      );
    case 'minikube':
      return commandRemedy({ title, safety: 'safe' }, shellLine('minikube', 'image', 'load', name));
    case 'k3d':
      return commandRemedy(
        { title, safety: 'safe' },
        shellLine('k3d', 'image', 'import', name, '-c', k3dClusterOf(node.name)),
      );
    default:
      return loadByFile(incident, title, name);
  }
}

function loadByFile(incident: Incident, title: string, image: string): Remedy {
  const { commands, where } = onEachNode(
    incident,
    shellLine('ctr', '-n', 'k8s.io', 'images', 'import', 'image.tar'),
  );
  return commandRemedy(
    { title, safety: 'safe', notes: ['Copy image.tar to every node that may run the pod', where] },
    shellLine('docker', 'save', '-o', 'image.tar', image),
    ...commands,
  );
}

/** Nodes of kind are called `CLUSTER-control-plane`, `CLUSTER-worker`, `CLUSTER-worker2`. */
function clusterOf(node: string): string {
  const [, cluster] = /^(.+)-(?:control-plane|worker)\d*$/.exec(node) ?? [];
  return argumentName(cluster ?? '', '<CLUSTER>');
}

/** Nodes of k3d are called `k3d-CLUSTER-server-0`, `k3d-CLUSTER-agent-1`. */
function k3dClusterOf(node: string): string {
  const [, cluster] = /^k3d-(.+)-(?:server|agent)-\d+$/.exec(node) ?? [];
  return argumentName(cluster ?? '', '<CLUSTER>');
}
