import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The kubelet's own limit (`registryPullQPS`): the registry was not asked. */
export const kubeletThrottled: CauseRule = {
  cause: 'kubelet-throttled',
  rung: 'runtime',
  retry: 'transient',
  actor: 'platform',
  groupBy: 'node',
  judge(said) {
    return decides(said, 'throttled') === undefined ? undefined : { certainty: 'proven' };
  },
};
