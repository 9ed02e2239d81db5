import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** A host name did not resolve, whatever words end the line (`lookup …`). */
export const dnsFailure: CauseRule = {
  cause: 'dns-failure',
  rung: 'dns',
  retry: 'unknown',
  actor: 'platform',
  groupBy: 'host',
  judge(said) {
    return decides(said, 'dns') === undefined ? undefined : { certainty: 'proven' };
  },
};
