import { hostNameOf, hostOf, isOfImage, isPublic, portOf, withOpenHost } from './failing-host.ts';
import type { Incident } from './incident.ts';
import { onEachNode } from './node-shell.ts';
import { commandRemedy, remedy } from './plan.ts';
import { allowPlainHttp, trustAuthority } from './registry-setting.ts';
import type { Remedy } from './remedy.ts';
import { retryMended } from './retry-now.ts';
import { shellLine } from './shell-quote.ts';
import { imageChange } from './workload-change.ts';

/** Nobody the node trusts vouches for the certificate. */
export function untrustedRemedies(incident: Incident): readonly Remedy[] {
  const host = hostOf(incident);
  const intercepted = isPublic(incident)
    ? `All systems trust the certificate that ${host} really has, so something between shows another one, most likely a proxy that inspects traffic: its authority is the one to trust`
    : undefined;
  const trust = remedy(
    {
      title: `Make the nodes trust the authority that signed for ${host}`,
      safety: 'unsafe',
      notes: [intercepted],
    },
    trustAuthority(incident, host),
  );
  const see = commandRemedy(
    {
      title: 'See who signed what the host shows',
      safety: 'safe',
      notes: ['Best from a node: another place may see another certificate'],
    },
    openssl(incident, '-showcerts'),
  );
  return [trust, see, retryMended(incident)];
}

/** The certificate is not valid at the node's time. */
export function expiredCertificateRemedies(incident: Incident): readonly Remedy[] {
  const clock = setClock(incident);
  if (incident.finding.reason === 'node-clock') return [clock, retryMended(incident)];
  const renew = commandRemedy(
    {
      title: `Renew the certificate of ${hostOf(incident)} and load it there`,
      safety: 'safe',
      notes: ['The command shows its dates', 'Renew intermediates too: one of them may be what ran out'],
    },
    `${openssl(incident)} | openssl x509 -noout -subject -dates`,
  );
  return [...(isPublic(incident) ? [clock] : [renew, clock]), retryMended(incident)];
}

/** The certificate is made out to another name. */
export function hostnameRemedies(incident: Incident): readonly Remedy[] {
  const reissue = commandRemedy(
    {
      title: `Have the certificate issued with ${hostNameOf(incident)} among its names`,
      safety: 'safe',
      notes: [
        'The command shows the names that it has',
        'An address needs an IP entry of its own; the Common Name does not count',
        'Behind an ingress, give this host its own tls entry, so that the default certificate is not shown',
      ],
    },
    `${openssl(incident)} | openssl x509 -noout -ext subjectAltName`,
  );
  const rename = remedy(
    {
      title: 'Use a name in the image that stands in the certificate',
      safety: 'unsafe',
      notes: [said(incident)],
    },
    imageChange(incident, ({ image }) => withOpenHost(image)),
  );
  return [reissue, ...(isOfImage(incident) ? [rename] : []), retryMended(incident)];
}

/** One side speaks HTTP, the other HTTPS. */
export function schemeRemedies(incident: Incident): readonly Remedy[] {
  const host = hostOf(incident);
  const { fault } = incident;
  if (fault?.kind === 'scheme' && fault.served === 'https')
    return [dropPlainHttp(incident), retryMended(incident)];
  const plain = remedy(
    {
      title: `Tell the nodes that ${host} speaks plain HTTP`,
      safety: 'unsafe',
      notes: [
        'Whoever is on the way can then read and change what is pulled: a certificate is the better end',
      ],
    },
    allowPlainHttp(incident, host),
  );
  const look = onEachNode(incident, shellLine('curl', '-sI', '--max-time', '10', `http://${host}/v2/`));
  const check = commandRemedy(
    { title: 'See that it does speak plain HTTP', safety: 'safe', notes: [look.where] },
    ...look.commands,
  );
  return [plain, check, retryMended(incident)];
}

function dropPlainHttp(incident: Incident): Remedy {
  const host = hostOf(incident);
  const places = ['/etc/containerd', '/etc/containers', '/etc/rancher', '/etc/docker'];
  const { commands, where } = onEachNode(
    incident,
    shellLine('grep', '-rns', '-e', `http://${host}`, '-e', 'insecure', ...places),
  );
  return commandRemedy(
    {
      title: `Take out the setting that makes the nodes speak plain HTTP to ${host}`,
      safety: 'safe',
      notes: ['The command finds it', where],
    },
    ...commands,
  );
}

function setClock(incident: Incident): Remedy {
  const { commands, where } = onEachNode(incident, 'timedatectl', 'chronyc makestep');
  return commandRemedy(
    {
      title: "Set the node's clock right",
      safety: 'unsafe',
      notes: [
        clockSaid(incident),
        'Without chrony, restart what keeps the time there (systemd-timesyncd, ntpd)',
        where,
      ],
    },
    ...commands,
  );
}

function clockSaid({ fault }: Incident): string | undefined {
  const clock = fault?.kind === 'tls' ? fault.clock : undefined;
  return clock === undefined
    ? undefined
    : `The node takes it to be ${clock.now}, which is ${clock.relation} ${clock.bound}`;
}

function said({ fault }: Incident): string | undefined {
  return fault?.kind === 'tls' && fault.detail !== ''
    ? `The node said: ${fault.detail.replace(/[;.]$/, '')}`
    : undefined;
}

function openssl(incident: Incident, ...options: readonly string[]): string {
  const name = hostNameOf(incident);
  return `${shellLine('openssl', 's_client', '-connect', `${name}:${portOf(incident)}`, '-servername', name, ...options)} < /dev/null`;
}
