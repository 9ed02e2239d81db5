import type { SandboxContent, SandboxImage } from './sandbox-image.ts';

interface Repository {
  readonly tags: Map<string, SandboxContent>;
  readonly manifests: Map<string, SandboxContent>;
  readonly blobs: Map<string, SandboxContent>;
}

/** What a registry holds. */
export class SandboxContents {
  readonly #repositories = new Map<string, Repository>();

  /** Holds an image under a tag, or by its digest alone. */
  push(repository: string, tag: string | undefined, image: SandboxImage): void {
    const held = this.#repositories.get(repository) ?? {
      tags: new Map(),
      manifests: new Map(),
      blobs: new Map(),
    };
    this.#repositories.set(repository, held);
    if (tag !== undefined) held.tags.set(tag, image.manifest);
    hold(held, image);
  }

  /** Loses a manifest or blob, as a registry with a broken store does. */
  lose(repository: string, digest: string): void {
    const held = this.#repositories.get(repository);
    held?.manifests.delete(digest);
    held?.blobs.delete(digest);
  }

  names(): readonly string[] {
    return [...this.#repositories.keys()].toSorted();
  }

  has(repository: string): boolean {
    return this.#repositories.has(repository);
  }

  tags(repository: string): readonly string[] {
    return [...(this.#repositories.get(repository)?.tags.keys() ?? [])].toSorted();
  }

  /** By tag or digest. */
  manifest(repository: string, reference: string): SandboxContent | undefined {
    const held = this.#repositories.get(repository);
    return held?.tags.get(reference) ?? held?.manifests.get(reference);
  }

  blob(repository: string, digest: string): SandboxContent | undefined {
    return this.#repositories.get(repository)?.blobs.get(digest);
  }

  /** A blob of any repository, as a store behind a registry has it. */
  anyBlob(digest: string): SandboxContent | undefined {
    for (const { blobs } of this.#repositories.values()) {
      const found = blobs.get(digest);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function hold(held: Repository, { manifest, blobs, children }: SandboxImage): void {
  held.manifests.set(manifest.digest, manifest);
  for (const blob of blobs) held.blobs.set(blob.digest, blob);
  for (const child of children) hold(held, child);
}
