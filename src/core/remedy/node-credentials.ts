import type { Incident } from './incident.ts';
import { onEachNode } from './node-shell.ts';
import { commandRemedy } from './plan.ts';
import { registryOf } from './pull-secret.ts';
import { secretServer } from './registry-vendor.ts';
import type { Remedy } from './remedy.ts';
import { shellLine } from './shell-quote.ts';

/**
 * Credentials for pulls that no secret of the API reaches: static pods, and the sandbox image, which
 * the runtime pulls by itself.
 */
export function nodeCredentials(incident: Incident): readonly Remedy[] {
  const server = secretServer(registryOf(incident));
  const sandbox = incident.lead.kind === 'sandbox';
  const { commands, where } = onEachNode(
    incident,
    shellLine('install', '-m', '0600', './config.json', '/var/lib/kubelet/config.json'),
    'systemctl restart kubelet',
  );
  const heading = {
    title: sandbox
      ? 'Take the sandbox image from a registry that needs no login'
      : 'Give the node itself the credentials',
    safety: 'unsafe' as const,
    notes: sandbox
      ? [
          'The runtime pulls it without any secret of the cluster: mirror it to an open registry, or load it onto the node',
        ]
      : [
          `A static pod gets no pull secrets; the kubelet reads this file for all pods of the node. It holds an entry for ${server}`,
          where,
        ],
  };
  if (!sandbox) return [commandRemedy(heading, ...commands)];
  const load = onEachNode(incident, shellLine('ctr', '-n', 'k8s.io', 'images', 'import', 'pause.tar'));
  return [commandRemedy({ ...heading, notes: [...heading.notes, load.where] }, ...load.commands)];
}
