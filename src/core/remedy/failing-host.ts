import type { HostRole } from '../evidence/message/message-reading.ts';
import type { Incident } from './incident.ts';
import { hostLike } from './pull-secret.ts';
import { registryVendor } from './registry-vendor.ts';

/** The host that failed, with its port if it has one, fit for a command. */
export function hostOf({ finding, reference }: Incident): string {
  return hostLike(finding.host?.name) ?? hostLike(reference?.domain) ?? '<HOST>';
}

/** The host without its port. */
export function hostNameOf(incident: Incident): string {
  const host = hostOf(incident);
  const colon = portColon(host);
  return colon < 0 ? host : host.slice(0, colon);
}

/** The port that was asked; 443 where none is written. */
export function portOf(incident: Incident): string {
  const host = hostOf(incident);
  const colon = portColon(host);
  return colon < 0 ? '443' : host.slice(colon + 1);
}

/** True for registries that the whole world pulls from: their names and certificates are right. */
export function isPublic(incident: Incident): boolean {
  const host = hostOf(incident);
  return registryVendor(host).kind !== 'other' || host === 'registry.k8s.io' || host === 'mcr.microsoft.com';
}

const ROLE_NOTES: Readonly<Record<HostRole, string | undefined>> = {
  registry: undefined,
  token: 'It is the token server of the registry, not the registry itself: both have to be reachable',
  mirror: 'It is a mirror set on the node, not the registry of the image',
  blob: 'It is where the layers are kept, not the registry itself: both have to be reachable',
  proxy: 'It is the proxy, not the registry',
};

/** What the host is to the pull, where it is not the registry of the image name. */
export function roleNote({ finding }: Incident): string | undefined {
  return finding.host === undefined ? undefined : ROLE_NOTES[finding.host.role];
}

/** True where the host stands in the image name, so that another name would lead elsewhere. */
export function isOfImage({ finding }: Incident): boolean {
  return finding.host === undefined || finding.host.role === 'registry';
}

/** The image with its host left open. */
export function withOpenHost(image: string): string {
  const slash = image.indexOf('/');
  return slash < 0 ? `<HOST>/${image}` : `<HOST>${image.slice(slash)}`;
}

/** Index of the colon before the port, -1 where there is none; an IPv6 address is full of colons. */
function portColon(host: string): number {
  const colon = host.lastIndexOf(':');
  return colon > 0 && host.lastIndexOf(']') < colon ? colon : -1;
}
