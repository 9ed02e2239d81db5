import type { Origin } from '../../core/evidence/registry/credential-target.ts';

const PORTS = { https: 443, http: 80 } as const;

/** Scheme, host and port of a URL; undefined when it is neither `https` nor `http`. */
export function originOf(url: URL): Origin | undefined {
  const scheme = url.protocol === 'https:' ? 'https' : url.protocol === 'http:' ? 'http' : undefined;
  if (scheme === undefined || url.hostname === '') return undefined;
  const port = url.port === '' ? PORTS[scheme] : Number(url.port);
  return { scheme, host: bareHost(url.hostname), port };
}

/** Reads an absolute URL; undefined when it is none. */
export function parseUrl(text: string, base?: URL): URL | undefined {
  return URL.canParse(text, base?.href) ? new URL(text, base?.href) : undefined;
}

/** The address of a registry as an image names it: `reg.example.com:5000`, `[::1]:5000`. */
export function registryUrl(host: string, scheme: Origin['scheme']): URL | undefined {
  const url = parseUrl(`${scheme}://${host}/`);
  // A host is nothing but a host: no user, no path that a strange name could smuggle in.
  return url?.pathname === '/' && url.username === '' && url.search === '' && url.hash === ''
    ? url
    : undefined;
}

/** `https://reg.example.com:5000`, without a trailing slash; the port only where it is not the usual one. */
export function originText({ scheme, host, port }: Origin): string {
  return `${scheme}://${hostText({ scheme, host, port })}`;
}

/** `reg.example.com:5000`: what a Host header and a person are told. */
export function hostText({ scheme, host, port }: Origin): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === PORTS[scheme] ? name : `${name}:${port}`;
}

function bareHost(hostname: string): string {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return bare.toLowerCase();
}
