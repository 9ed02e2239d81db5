import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The node's own registry configuration refuses the registry, or leaves no host that may answer. */
export const imageBlockedByNodePolicy: CauseRule = {
  cause: 'image-blocked-by-node-policy',
  rung: 'reference',
  retry: 'permanent',
  actor: 'platform',
  groupBy: 'host',
  judge(said) {
    if (decides(said, 'reconfigured-hosts') !== undefined)
      return { certainty: 'likely', reason: 'hosts-misconfigured' };
    return decides(said, 'blocked') === undefined ? undefined : { certainty: 'proven' };
  },
};
