import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The certificate is for other names than the one asked for. */
export const tlsHostname: CauseRule = {
  cause: 'tls-hostname',
  rung: 'tls',
  retry: 'permanent',
  actor: 'platform',
  groupBy: 'host',
  judge(said) {
    return decides(said, 'tls')?.what === 'hostname' ? { certainty: 'proven' } : undefined;
  },
};
