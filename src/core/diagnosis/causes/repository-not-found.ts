import { or } from '../judgement/alternative.ts';
import { answered, hinted, mentions } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The registry answers that it has no such repository. */
export const repositoryNotFound: CauseRule = {
  cause: 'repository-not-found',
  rung: 'repository',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'image',
  judge(said) {
    if (!answered(said)) return undefined;
    const named =
      said.code === 'NAME_UNKNOWN' ||
      said.faults.some((one) => one.kind === 'registry-error' && one.code === 'NAME_UNKNOWN');
    if (!named && !hinted(said, 'repository-missing')) return undefined;
    if (!named && (mentions(said, 'access-denied') || said.status === 401)) return undefined;
    return {
      certainty: 'likely',
      alternatives: [
        or(
          'access-denied-ambiguous',
          'some registries say this of a repository one may not see',
          'asking with an account that surely may',
        ),
      ],
    };
  },
};
