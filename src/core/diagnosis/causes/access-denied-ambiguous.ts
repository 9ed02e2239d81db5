import { or } from '../judgement/alternative.ts';
import { answered, decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** Denied, and the words cannot tell a missing repository from a private one. */
export const accessDeniedAmbiguous: CauseRule = {
  cause: 'access-denied-ambiguous',
  rung: 'permission',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'image',
  judge(said) {
    const denied =
      decides(said, 'access-denied') !== undefined || decides(said, 'registry-error')?.code === 'DENIED';
    const mentioned = answered(said) && said.faults.some((one) => one.kind === 'access-denied');
    if (!denied && !mentioned) return undefined;
    return {
      certainty: 'likely',
      alternatives: [
        or(
          'credentials-missing',
          'the repository may be private and no credentials that fit were sent',
          "asking with the pod's pull secret",
        ),
        or(
          'repository-not-found',
          'there may be no such repository',
          'asking with an account that surely may',
        ),
      ],
    };
  },
};
