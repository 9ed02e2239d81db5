import type {
  ChildManifest,
  CredentialTrial,
  ImageProbe,
  ManifestFacts,
  RateLimitFacts,
  RegistryLook,
  TagListFacts,
} from '../../core/evidence/registry/image-probe.ts';
import type { BlindSpot, Instant } from '../../core/evidence/observed.ts';

/** What is being learned about one image, in the order in which it is learned. */
export class ProbeDraft {
  readonly looks: RegistryLook[] = [];
  readonly trials: CredentialTrial[] = [];
  readonly blindSpots: BlindSpot[] = [];
  /** Hosts whose way there is among the looks already. */
  readonly climbed: Set<string> = new Set();
  /** Texts that must not come back out of a server's mouth. */
  readonly secrets: Set<string> = new Set();
  manifest: ManifestFacts | undefined;
  children: readonly ChildManifest[] | undefined;
  tags: TagListFacts | undefined;
  repositories: readonly string[] | undefined;
  rateLimit: RateLimitFacts | undefined;
  clockSkew: number | undefined;

  /** Adds a look and tells its index. */
  record(look: RegistryLook): number {
    return this.looks.push(look) - 1;
  }

  missed(what: string, why: string, grant?: string): void {
    this.blindSpots.push({ what, why, ...(grant !== undefined && { grant }) });
  }

  finish(of: {
    readonly image: string;
    readonly access: string;
    readonly at: Instant;
    readonly took: number;
  }): ImageProbe {
    const { manifest, children, tags, repositories, rateLimit, clockSkew } = this;
    return {
      ...of,
      looks: this.looks,
      trials: this.trials,
      ...(manifest !== undefined && { manifest }),
      ...(children !== undefined && { children }),
      ...(tags !== undefined && { tags }),
      ...(repositories !== undefined && { repositories }),
      ...(rateLimit !== undefined && { rateLimit }),
      ...(clockSkew !== undefined && { clockSkew }),
      blindSpots: this.blindSpots,
    };
  }
}
