import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** One side speaks plain HTTP and the other expects TLS. */
export const httpHttpsMismatch: CauseRule = {
  cause: 'http-https-mismatch',
  rung: 'tls',
  retry: 'permanent',
  actor: 'platform',
  groupBy: 'host',
  judge(said) {
    return decides(said, 'scheme') === undefined ? undefined : { certainty: 'proven' };
  },
};
