import { hinted } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The registry says that the token or password is past its time. */
export const credentialsExpired: CauseRule = {
  cause: 'credentials-expired',
  rung: 'sign-in',
  retry: 'permanent',
  actor: 'platform',
  groupBy: 'access',
  judge(said) {
    return hinted(said, 'token-expired') ? { certainty: 'proven' } : undefined;
  },
};
