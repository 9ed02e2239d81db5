import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The node had no memory left for the pull. */
export const memoryPressure: CauseRule = {
  cause: 'memory-pressure',
  rung: 'unpack',
  retry: 'transient',
  actor: 'platform',
  groupBy: 'node',
  judge(said) {
    return decides(said, 'memory') === undefined ? undefined : { certainty: 'likely' };
  },
};
