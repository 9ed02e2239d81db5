import {
  formatPulledReference,
  parseImageReference,
  registryHostOf,
  repositoryOf,
} from '../evidence/image/image-reference.ts';
import type { ReferenceFault } from '../evidence/image/image-reference.ts';

/** What an image string names, as the runtime would ask for it. */
export interface ImageName {
  /** As the spec has it. */
  readonly text: string;
  /** `docker.io/library/nginx:1`, or `…@sha256:…`: of both, the digest decides. The text itself when it does not parse. */
  readonly normal: string;
  /** Registry (`docker.io` for Docker Hub); empty when the text does not parse. */
  readonly host: string;
  /** `docker.io/library/nginx`; the text itself when it does not parse. */
  readonly repository: string;
  readonly fault?: ReferenceFault;
}

/** Reads an image string. Total: what does not parse names only itself. */
export function readImageName(text: string): ImageName {
  const read = parseImageReference(text);
  if (read.kind === 'fault') return { text, normal: text, host: '', repository: text, fault: read };
  return {
    text,
    normal: formatPulledReference(read),
    host: sameHost(registryHostOf(read)),
    repository: repositoryOf(read),
  };
}

const HUB_HOSTS: ReadonlySet<string> = new Set(['registry-1.docker.io', 'index.docker.io']);

/** One name for the hosts that are one registry: Docker Hub answers under three. */
export function sameHost(host: string): string {
  return HUB_HOSTS.has(host) ? 'docker.io' : host;
}
