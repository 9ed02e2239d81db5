import { MISSING_REPOSITORY, saysUnknownManifest } from '../judgement/unknown-manifest.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/**
 * Registries that answer 401, never 404, for a repository that is missing or hidden: from them
 * "manifest unknown" proves that the repository is there and readable.
 */
const HIDES_MISSING_REPOSITORIES: ReadonlySet<string> = new Set([
  'docker.io',
  'registry-1.docker.io',
  'index.docker.io',
  'quay.io',
]);

/** The repository is there, the tag is not (`MANIFEST_UNKNOWN` asked by tag). */
export const tagNotFound: CauseRule = {
  cause: 'tag-not-found',
  rung: 'manifest',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'image',
  judge(said) {
    if (!saysUnknownManifest(said)) return undefined;
    if (HIDES_MISSING_REPOSITORIES.has(said.host?.name ?? '')) return { certainty: 'proven' };
    return {
      certainty: 'likely',
      alternatives: [MISSING_REPOSITORY],
    };
  },
};
