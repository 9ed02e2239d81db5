import { or } from '../judgement/alternative.ts';
import { answered, answeredStatus, decides, hinted, mentions } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

const DENIED = or(
  'access-denied-ambiguous',
  'a repository that does not exist is refused the same way',
  'asking with an account that surely may',
);
const REJECTED = or(
  'credentials-rejected',
  'the same words are said to credentials that are wrong',
  'whether a pull secret matches the registry',
);

/** The registry wants to know who asks, and nobody said. */
export const credentialsMissing: CauseRule = {
  cause: 'credentials-missing',
  rung: 'sign-in',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'access',
  judge(said) {
    if (decides(said, 'no-credentials') !== undefined) return { certainty: 'proven' };
    if (decides(said, 'secret-absent') !== undefined) return { certainty: 'likely', reason: 'secret-absent' };
    if (decides(said, 'tls')?.what === 'client-certificate')
      return { certainty: 'likely', rung: 'tls', actor: 'platform' };
    if (!answered(said)) return undefined;
    const status = answeredStatus(said);
    if (said.sent === 'nothing' && (status === 401 || status === 403))
      return { certainty: 'likely', alternatives: [DENIED] };
    if (hinted(said, 'anonymous') || hinted(said, 'login-required'))
      return { certainty: 'likely', alternatives: [DENIED] };
    const unauthorized = said.code === 'UNAUTHORIZED' || status === 401;
    if (!unauthorized || mentions(said, 'access-denied')) return undefined;
    return { certainty: 'possible', alternatives: [REJECTED, DENIED] };
  },
};
