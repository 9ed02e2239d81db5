/**
 * Whether a key of a docker config names an image's registry, after pkg/credentialprovider/keyring.go.
 * Only what is certain is answered: this serves to say why a secret did not fit, never to choose one.
 */
import { sameHost } from '../image-name.ts';
import type { ImageName } from '../image-name.ts';

export type KeyFit =
  /** Host and path cover the image. */
  | 'fits'
  /** The host does, the path is another's. */
  | 'other-path'
  | 'other-host';

/** Names of Docker Hub that the kubelet does not take for it. */
const NEVER_HUB: ReadonlySet<string> = new Set([
  'registry-1.docker.io',
  'hub.docker.com',
  'auth.docker.io',
  'registry.hub.docker.com',
]);

export function keyFit(key: string, image: ImageName): KeyFit {
  const bare = withoutScheme(key.trim());
  const slash = bare.indexOf('/');
  const host = slash < 0 ? bare : bare.slice(0, slash);
  const path = pathOf(slash < 0 ? '' : bare.slice(slash + 1));
  if (!hostFits(host, image.host)) return 'other-host';
  const repository = image.repository.slice(image.repository.indexOf('/') + 1);
  return repository.startsWith(path) ? 'fits' : 'other-path';
}

function withoutScheme(key: string): string {
  for (const scheme of ['https://', 'http://']) if (key.startsWith(scheme)) return key.slice(scheme.length);
  return key;
}

/**
 * `v1/` and `v2/` in front are of the API, not of the repository. `index.docker.io/v1` without its last
 * slash is the one form that stays a path and so never fits Docker Hub: the path `v1` covers nothing.
 */
function pathOf(path: string): string {
  for (const version of ['v1/', 'v2/']) if (path.startsWith(version)) return path.slice(version.length);
  return path;
}

function hostFits(pattern: string, host: string): boolean {
  if (host === 'docker.io') return !NEVER_HUB.has(pattern) && sameHost(pattern) === 'docker.io';
  const wanted = pattern.split('.');
  const parts = host.split('.');
  return wanted.length === parts.length && wanted.every((part, at) => partFits(part, parts[at] ?? ''));
}

/** Each part between dots is a glob of its own; of globs only the star is answered here. */
function partFits(pattern: string, part: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === part;
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  return (
    !tail.includes('*') &&
    part.length >= head.length + tail.length &&
    part.startsWith(head) &&
    part.endsWith(tail)
  );
}
