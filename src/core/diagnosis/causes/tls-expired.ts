import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The certificate is outside its time by the node's clock: expired, or the clock is wrong. */
export const tlsExpired: CauseRule = {
  cause: 'tls-expired',
  rung: 'tls',
  retry: 'permanent',
  actor: 'platform',
  groupBy: 'host',
  judge(said) {
    return decides(said, 'tls')?.what === 'expired' ? { certainty: 'proven' } : undefined;
  },
};
