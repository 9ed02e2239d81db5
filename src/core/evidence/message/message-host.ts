import type { HostRole, PullStep } from './message-reading.ts';

/**
 * Hosts as messages name them. This reads text that is only shown and compared; where a credential
 * may go is decided elsewhere, over a URL the platform parsed.
 */

/** A host, or a person's `<placeholder>` for a part of one. */
const AUTHORITY = /^(?:<[^<>\s/]{1,80}>|[^/?#\s"'<>)])*/u;

/** `registry.example.com:5000` of `https://registry.example.com:5000/v2/…`; also of a URL cut short. */
export function hostOfUrl(url: string): string | undefined {
  const start = url.indexOf('://');
  const rest = start < 0 ? url : url.slice(start + 3);
  const authority = AUTHORITY.exec(rest)?.[0] ?? '';
  const at = authority.lastIndexOf('@');
  const host = (at < 0 ? authority : authority.slice(at + 1)).replace(/:$/u, '');
  return host === '' ? undefined : host;
}

/** The registry part of an image as a runtime writes it, `docker.io` where it names none. */
export function domainOfImage(image: string): string {
  const slash = image.indexOf('/');
  if (slash < 0) return 'docker.io';
  const first = image.slice(0, slash);
  return /[.:A-Z]/u.test(first) || first === 'localhost' ? first : 'docker.io';
}

const HUB_HOSTS: ReadonlySet<string> = new Set(['registry-1.docker.io', 'index.docker.io', 'docker.io']);

/** Whether this host is the image's own registry, under any of its names. */
export function isRegistryOf(host: string, image: string): boolean {
  const domain = domainOfImage(image);
  if (host === domain) return true;
  return HUB_HOSTS.has(host) && (domain === 'docker.io' || domain === 'index.docker.io');
}

const TOKEN_PATH = /^[^?]*\/(?:token|auth|oauth2|oauth|jwt\/auth|v2\/auth|service\/token)(?:[/?]|$)/i;

/** What a request was for, as far as its URL and the step tell. */
interface Asked {
  readonly step?: PullStep;
  readonly url?: string;
  readonly image?: string;
}

function pathOf(url: string): string {
  const start = url.indexOf('://');
  const slash = url.indexOf('/', start < 0 ? 0 : start + 3);
  return slash < 0 ? '' : url.slice(slash);
}

/** The part a host plays in a pull. */
export function roleOfRequest(host: string, asked: Asked): HostRole {
  const url = asked.url ?? '';
  const path = pathOf(url);
  if (asked.step === 'authorize') return 'token';
  if (url !== '') {
    if (/[?&]scope=/u.test(url) || TOKEN_PATH.test(path)) return 'token';
    if (/[?&]ns=/u.test(url)) return 'mirror';
  }
  if (asked.image !== undefined && isRegistryOf(host, asked.image)) return 'registry';
  const fetchesData = asked.step === 'layer' || asked.step === 'config' || asked.step === 'unpack';
  if (fetchesData && !path.startsWith('/v2/')) return 'blob';
  return 'registry';
}
