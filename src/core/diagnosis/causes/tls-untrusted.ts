import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The node does not trust who signed the certificate. */
export const tlsUntrusted: CauseRule = {
  cause: 'tls-untrusted',
  rung: 'tls',
  retry: 'permanent',
  actor: 'platform',
  groupBy: 'host',
  judge(said) {
    const fault = decides(said, 'tls');
    if (fault?.what !== 'untrusted') return undefined;
    // Some other complaint about a certificate: what it is stands in the text alone.
    return { certainty: fault.detail === 'x509' ? 'likely' : 'proven' };
  },
};
