import type { NodeEvidence } from '../evidence/objects/node.ts';
import type { Incident } from './incident.ts';

/** What decides where a node's runtime keeps its configuration of registries. */
export type NodeFlavour =
  'containerd' | 'cri-o' | 'docker' | 'k3s' | 'rke2' | 'openshift' | 'kind' | 'minikube';

/**
 * Tells it from the incident's nodes; where none was seen, from the words of the message; containerd
 * where neither tells, as most clusters run it.
 */
export function nodeFlavour({ nodes, finding }: Incident): NodeFlavour {
  const [node] = nodes;
  if (node !== undefined) return flavourOf(node);
  const runtime = finding.pulls[0]?.verdict.attempt?.runtime;
  return runtime === 'cri-o' || runtime === 'docker' ? runtime : 'containerd';
}

function flavourOf({ provider, kubeletVersion, runtime }: NodeEvidence): NodeFlavour {
  if (provider === 'openshift' || provider === 'kind' || provider === 'minikube') return provider;
  if (kubeletVersion.includes('+k3s')) return 'k3s';
  if (kubeletVersion.includes('+rke2')) return 'rke2';
  return runtime.name === 'cri-o' || runtime.name === 'docker' ? runtime.name : 'containerd';
}

/** The systemd unit of the runtime on the incident's nodes. */
export function runtimeUnit(incident: Incident): string {
  switch (nodeFlavour(incident)) {
    case 'cri-o':
    case 'openshift':
      return 'crio';
    case 'docker':
      return 'docker';
    case 'k3s':
      return 'k3s';
    case 'rke2':
      return 'rke2-agent';
    default:
      return incident.nodes[0]?.runtime.name === 'cri-o' ? 'crio' : 'containerd';
  }
}
