import { hostNameOf, hostOf, isOfImage, isPublic, portOf, roleNote, withOpenHost } from './failing-host.ts';
import type { Incident } from './incident.ts';
import { argumentName } from './kubectl.ts';
import { movedImage } from './missing-image-remedies.ts';
import { runtimeUnit } from './node-flavour.ts';
import { onEachNode } from './node-shell.ts';
import { commandRemedy, remedy } from './plan.ts';
import { hostLike, registryOf } from './pull-secret.ts';
import { useMirror } from './registry-setting.ts';
import { registryVendor } from './registry-vendor.ts';
import type { Remedy } from './remedy.ts';
import { retryMended, retryNow } from './retry-now.ts';
import { shellLine } from './shell-quote.ts';
import { imageChange } from './workload-change.ts';

/** The name has no address on the node. */
export function dnsRemedies(incident: Incident): readonly Remedy[] {
  const { finding } = incident;
  if (finding.reason === 'cluster-internal-name') return [useOutsideName(incident), mirrorInside(incident)];
  const rename = remedy(
    {
      title: 'If the host is mistyped, correct the image',
      safety: 'unsafe',
      notes: ['A wrong name fails like this on every node'],
    },
    imageChange(incident, ({ image }) => withOpenHost(image)),
  );
  const resolver = fixResolver(incident);
  if (!isOfImage(incident)) return [...mirrorSetting(incident), resolver, retryMended(incident)];
  const everywhere = finding.scope.kind !== 'node' && incident.nodeNames.length > 1 && !isPublic(incident);
  return [
    ...movedImage(incident),
    ...(everywhere ? [rename, resolver] : [resolver, rename]),
    retryMended(incident),
  ];
}

/** Nothing listens there. */
export function refusedRemedies(incident: Incident): readonly Remedy[] {
  if (isLoopback(incident)) return [localRegistry(incident), retryMended(incident)];
  const { commands, where } = askFromNode(incident);
  const listen = commandRemedy(
    {
      title: `Get ${hostNameOf(incident)} to listen on port ${portOf(incident)}, or open the firewall that refuses`,
      safety: 'safe',
      notes: [roleNote(incident), ANSWERS, where],
    },
    ...commands,
  );
  const rename = remedy(
    { title: 'Correct host and port in the image', safety: 'unsafe' },
    imageChange(incident, ({ image }) => withOpenHost(image)),
  );
  const others = isOfImage(incident) ? [rename] : mirrorSetting(incident);
  return [...movedImage(incident), listen, ...others, retryMended(incident)];
}

/** Nothing came back. */
export function timeoutRemedies(incident: Incident): readonly Remedy[] {
  const { commands, where } = askFromNode(incident);
  const reach = commandRemedy(
    {
      title: `Let the nodes reach ${hostNameOf(incident)} on port ${portOf(incident)}`,
      safety: 'safe',
      notes: [
        roleNote(incident),
        'Look at the route out, NAT, security groups, firewall and MTU of the nodes that fail',
        privateWay(incident),
        ANSWERS,
        where,
      ],
    },
    ...commands,
  );
  const others = isOfImage(incident) ? [mirror(incident)] : mirrorSetting(incident);
  return [...movedImage(incident), reach, ...others, retryMended(incident)];
}

/** The connection was cut. */
export function brokenRemedies(incident: Incident): readonly Remedy[] {
  const { commands, where } = onEachNode(
    incident,
    shellLine('crictl', 'pull', argumentName(incident.lead.image, '<IMAGE>')),
  );
  const again = commandRemedy(
    {
      title: 'See whether it breaks at the same place each time',
      safety: 'safe',
      notes: [
        'The same layer each time points to a proxy, a size limit or the MTU; another each time to a poor line',
        'It uses no pull secret: add --creds <USER>:<TOKEN> for a private image',
        where,
      ],
    },
    ...commands,
  );
  return [retryNow(incident, { notes: ['Layers that came whole are kept'] }), again, mirror(incident)];
}

/** The proxy stood in the way. */
export function proxyRemedies(incident: Incident): readonly Remedy[] {
  const unit = runtimeUnit(incident);
  const { commands, where } = onEachNode(
    incident,
    shellLine('systemctl', 'show', unit, '--property=Environment'),
    'systemctl daemon-reload',
    `systemctl restart ${unit}`,
  );
  const correct = commandRemedy(
    {
      title: 'Correct the proxy of the runtime, or leave this host out of it',
      safety: 'unsafe',
      notes: [
        `After seeing what it was given, set HTTPS_PROXY and NO_PROXY (with ${hostNameOf(incident)}, if it is reached directly) in /etc/systemd/system/${unit}.service.d/http-proxy.conf, then restart`,
        'User and password go into the address, percent-encoded',
        where,
      ],
    },
    ...commands,
  );
  return [correct, retryMended(incident)];
}

/** Sends pulls elsewhere, for hosts that cannot be reached or do not want to be asked so often. */
export function mirror(incident: Incident): Remedy {
  const host = hostLike(registryOf(incident)) ?? '<REGISTRY>';
  const title = `Pull the images of ${host} through a mirror that the nodes can reach`;
  return remedy({ title, safety: 'unsafe' }, useMirror(incident, host, '<MIRROR>'));
}

/** A mirror that fails is a setting of the nodes, which can be corrected or taken out. */
function mirrorSetting(incident: Incident): readonly Remedy[] {
  if (incident.finding.host?.role !== 'mirror') return [];
  const host = hostOf(incident);
  const places = ['/etc/containerd', '/etc/containers', '/etc/rancher', '/etc/docker'];
  const { commands, where } = onEachNode(incident, shellLine('grep', '-rnsF', '-e', host, ...places));
  const title = `Correct the mirror ${host} in the configuration of the nodes, or take it out`;
  return [
    commandRemedy(
      { title, safety: 'safe', notes: ['The command finds where it is set', where] },
      ...commands,
    ),
  ];
}

/** The sentence for `askFromNode`. */
export const ANSWERS: string = 'The command asks it from a node: 200 or 401 means that a registry answers';

/** Asks the failing host for a sign of life, from the nodes. */
export function askFromNode(incident: Incident): ReturnType<typeof onEachNode> {
  const options = ['-sS', '-o', '/dev/null', '-w', String.raw`%{http_code}\n`, '--max-time', '10'];
  return onEachNode(incident, shellLine('curl', ...options, `https://${hostOf(incident)}/v2/`));
}

function fixResolver(incident: Incident): Remedy {
  const name = hostNameOf(incident);
  const { commands, where } = onEachNode(
    incident,
    shellLine('getent', 'hosts', name),
    'cat /etc/resolv.conf',
  );
  const server = incident.fault?.kind === 'dns' ? incident.fault.server : undefined;
  return commandRemedy(
    {
      title: `Get the nodes to resolve ${name}`,
      safety: 'safe',
      notes: [
        roleNote(incident),
        "The node's own resolver counts, not the DNS of the cluster",
        server === undefined
          ? undefined
          : `The resolver that failed is ${server}: see that it runs, knows the name, and that the nodes reach its port 53`,
        where,
      ],
    },
    ...commands,
  );
}

function useOutsideName(incident: Incident): Remedy {
  return remedy(
    {
      title: 'Use a name for the registry that the nodes know',
      safety: 'unsafe',
      notes: [
        'Names of Services exist only inside pods; the node pulls the image and asks its own resolver',
        'An Ingress, a LoadBalancer or a NodePort gives it such a name',
      ],
    },
    imageChange(incident, ({ image }) => withOpenHost(image)),
  );
}

function mirrorInside(incident: Incident): Remedy {
  const host = hostLike(registryOf(incident)) ?? '<REGISTRY>';
  const notes = ['MIRROR is the address and port of the Service as the nodes reach it, such as a NodePort'];
  return remedy(
    { title: 'Tell the runtime where that name leads', safety: 'unsafe', notes },
    useMirror(incident, host, '<MIRROR>'),
  );
}

function localRegistry(incident: Incident): Remedy {
  const host = hostLike(registryOf(incident)) ?? '<REGISTRY>';
  const onKind = incident.nodes[0]?.provider === 'kind';
  const notes = [
    'localhost in an image name is the node itself, not your computer',
    onKind
      ? 'MIRROR is the container of the registry, such as kind-registry:5000; write http:// for https:// if it has no certificate'
      : 'MIRROR is the registry as the nodes reach it',
  ];
  return remedy(
    { title: 'Tell the nodes where this local registry is', safety: 'unsafe', notes },
    useMirror(incident, host, '<MIRROR>'),
  );
}

function privateWay(incident: Incident): string | undefined {
  switch (registryVendor(registryOf(incident)).kind) {
    case 'ecr':
      return 'Without a way to the internet, ECR takes the interface endpoints ecr.api and ecr.dkr and the gateway endpoint of S3';
    case 'artifact-registry':
    case 'container-registry':
      return 'Nodes without public addresses need Private Google Access or Cloud NAT';
    case 'acr':
      return 'With a private endpoint, its DNS zone has to be linked to the network of the nodes';
    default:
      return undefined;
  }
}

function isLoopback(incident: Incident): boolean {
  const address = incident.fault?.kind === 'refused' ? (incident.fault.address ?? '') : '';
  const host = hostNameOf(incident);
  return (
    host === 'localhost' ||
    ['127.', '[::1]', '::1'].some((start) => address.startsWith(start) || host.startsWith(start))
  );
}
