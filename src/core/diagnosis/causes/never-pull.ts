import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** `imagePullPolicy: Never`, and the image is not on the node (or, since 1.35, not this pod's to use). */
export const neverPull: CauseRule = {
  cause: 'never-pull',
  rung: 'pull-policy',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'image',
  judge(said) {
    return decides(said, 'never-pull') === undefined ? undefined : { certainty: 'proven' };
  },
};
