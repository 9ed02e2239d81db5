import { or } from '../judgement/alternative.ts';
import { decides, rungOfStep } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The pull was given up: cancelled, out of time, or no byte moved for too long. */
export const pullTimeout: CauseRule = {
  cause: 'pull-timeout',
  rung: 'layers',
  retry: 'transient',
  actor: 'platform',
  groupBy: 'image',
  judge(said) {
    if (decides(said, 'no-progress') !== undefined) return { certainty: 'proven' };
    const late = decides(said, 'deadline') !== undefined;
    if (!late && decides(said, 'cancelled') === undefined) return undefined;
    return {
      certainty: 'likely',
      rung: rungOfStep(said),
      alternatives: [
        late
          ? or(
              'connection-timeout',
              'the registry may not have answered at all',
              'a request to the registry from the node',
            )
          : or('disk-full', 'a slow or full disk can stall the unpacking', 'disk space and load of the node'),
      ],
    };
  },
};
