/**
 * Which images a key of a docker config is for (Add, URLsMatch and isDefaultRegistryMatch of
 * pkg/credentialprovider/keyring.go).
 */
import { globMatches } from './host-glob.ts';
import { parseRegistryUrl } from './registry-url.ts';

/** The name under which Docker Hub's credentials are a last resort. */
export const HUB_KEY = 'index.docker.io';

/**
 * A key as the keyring files it: host and path without scheme, user, `?…`, `#…`, and without `/v1` or `/v2` in
 * front of a longer path.
 *
 * @returns undefined for a key that the kubelet cannot read and leaves out
 */
export function cleanRegistryKey(key: string): string | undefined {
  const url = parseRegistryUrl(withoutScheme(key));
  if (url === undefined) return undefined;
  const versioned = url.path.startsWith('/v1/') || url.path.startsWith('/v2/');
  const path = versioned ? url.path.slice('/v1'.length) : url.path;
  return path === '/' ? url.host : url.host + path;
}

/** Schemes in capitals are none to the kubelet. */
function withoutScheme(key: string): string {
  for (const scheme of ['https://', 'http://']) if (key.startsWith(scheme)) return key.slice(scheme.length);
  return key;
}

/** What two of them are compared by. */
export interface RegistryTarget {
  readonly parts: readonly string[];
  readonly port: string;
  readonly path: string;
}

/** A cleaned key, a `matchImages` of a credential provider, or a repository; undefined for what is no URL. */
export function parseRegistryTarget(text: string): RegistryTarget | undefined {
  const url = parseRegistryUrl(text);
  if (url === undefined) return undefined;
  const { host, port } = splitHostPort(url.host);
  return { parts: host.split('.'), port, path: url.path };
}

/**
 * Whether a pattern covers a repository: the same port, as many parts of the host, each of them a glob of its own,
 * and a path that the repository's begins with, wherever that cuts it.
 */
export function targetMatches(pattern: RegistryTarget, repository: RegistryTarget): boolean {
  return repository.path.startsWith(pattern.path) && hostMatches(pattern, repository);
}

/** The same without the path. */
export function hostMatches(pattern: RegistryTarget, repository: RegistryTarget): boolean {
  return (
    pattern.port === repository.port &&
    pattern.parts.length === repository.parts.length &&
    pattern.parts.every((part, at) => globMatches(part, repository.parts[at] ?? ''))
  );
}

/** A repository of Docker Hub, as far as its name tells. */
export function isHubRepository(repository: string): boolean {
  const slash = repository.indexOf('/');
  const first = slash < 0 ? repository : repository.slice(0, slash);
  if (first === '') return false;
  if (slash < 0 || first === 'docker.io' || first === HUB_KEY) return true;
  return !first.includes('.') && !first.includes(':');
}

/** net.SplitHostPort, and the host as it is where that fails. */
function splitHostPort(text: string): { readonly host: string; readonly port: string } {
  const whole = { host: text, port: '' };
  const colon = text.lastIndexOf(':');
  if (colon < 0) return whole;
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    const split = end >= 0 && end + 1 === colon && !text.includes('[', 1) && !text.includes(']', end + 1);
    return split ? { host: text.slice(1, end), port: text.slice(colon + 1) } : whole;
  }
  const host = text.slice(0, colon);
  if (host.includes(':') || text.includes('[') || text.includes(']')) return whole;
  return { host, port: text.slice(colon + 1) };
}
