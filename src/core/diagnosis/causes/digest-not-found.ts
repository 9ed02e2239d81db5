import { or } from '../judgement/alternative.ts';
import { byDigest, decides } from '../judgement/said.ts';
import { MISSING_REPOSITORY, saysUnknownManifest } from '../judgement/unknown-manifest.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The registry has no manifest of this digest. */
export const digestNotFound: CauseRule = {
  cause: 'digest-not-found',
  rung: 'manifest',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'image',
  judge(said, at) {
    const child = decides(said, 'not-found')?.what === 'manifest';
    if (child)
      return {
        certainty: 'likely',
        reason: 'child-manifest-missing',
        alternatives: [
          or(
            'corrupt-content',
            'the index is there and its child is lost',
            'asking the registry for that digest',
          ),
        ],
      };
    if (!saysUnknownManifest(said) || !byDigest(said, at.image)) return undefined;
    return {
      certainty: 'likely',
      alternatives: [MISSING_REPOSITORY],
    };
  },
};
