import { hostOf } from './failing-host.ts';
import type { Incident } from './incident.ts';
import { nodeFlavour } from './node-flavour.ts';
import { onEachNode } from './node-shell.ts';
import { commandRemedy } from './plan.ts';
import type { Remedy } from './remedy.ts';
import { shellLine } from './shell-quote.ts';

/**
 * The registry wants to see a certificate of the client. No object of the API holds one for a pull: it
 * is a pair of files on each node (containers-certs.d(5), Docker's certs.d, which containerd reads alike).
 */
export function clientCertificateRemedies(incident: Incident): readonly Remedy[] {
  const host = hostOf(incident);
  const folder = `${certificateFolder(incident)}/${host}`;
  const { commands, where } = onEachNode(
    incident,
    shellLine('install', '-D', '-m', '0644', './client.cert', `${folder}/client.cert`),
    shellLine('install', '-D', '-m', '0600', './client.key', `${folder}/client.key`),
  );
  const heading = {
    title: `Give the nodes a client certificate for ${host}`,
    safety: 'unsafe' as const,
    notes: ['A pull secret does not help here: it holds user and password only', where],
  };
  return [commandRemedy(heading, ...commands)];
}

function certificateFolder(incident: Incident): string {
  const flavour = nodeFlavour(incident);
  if (flavour === 'docker') return '/etc/docker/certs.d';
  return flavour === 'cri-o' || flavour === 'openshift'
    ? '/etc/containers/certs.d'
    : '/etc/containerd/certs.d';
}
