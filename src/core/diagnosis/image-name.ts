import { parseImageReference, repositoryOf } from '../evidence/image-reference.ts';
import type { ReferenceFault } from '../evidence/image-reference.ts';

/** What an image string names, as the runtime would ask for it. */
export interface ImageName {
  readonly text: string;
  /** `docker.io/library/nginx:1`, or `…@sha256:…`: with both, the digest decides. The text itself when it does not parse. */
  readonly normal: string;
  /** Registry host (`docker.io` for Docker Hub); empty when the text does not parse. */
  readonly host: string;
  /** `docker.io/library/nginx`; the text itself when it does not parse. */
  readonly repository: string;
  readonly fault?: ReferenceFault;
}

/** Reads an image string. Total: what does not parse names only itself. */
export function readImageName(text: string): ImageName {
  const read = parseImageReference(text);
  if (read.kind === 'fault') return { text, normal: text, host: '', repository: text, fault: read };
  const repository = repositoryOf(read);
  const suffix = read.digest === undefined ? `:${read.tag ?? 'latest'}` : `@${read.digest.algorithm}:${read.digest.hex}`;
  return { text, normal: repository + suffix, host: read.domain, repository };
}
