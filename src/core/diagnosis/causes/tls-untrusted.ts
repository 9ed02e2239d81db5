import { decides } from '../said.ts';
import type { CauseRule } from '../cause-rule.ts';

/** The node does not trust who signed the certificate. */
export const tlsUntrusted: CauseRule = {
  cause: 'tls-untrusted',
  rung: 'tls',
  retry: 'permanent',
  actor: 'platform',
  groupBy: 'host',
  judge(said) {
    return decides(said, 'tls')?.what === 'untrusted' ? { certainty: 'proven' } : undefined;
  },
};
