import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The image of a volume is there, but the runtime refuses to mount it (KEP-4639). */
export const imageVolumeRefused: CauseRule = {
  cause: 'image-volume-refused',
  rung: 'runtime',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'image',
  judge(said) {
    return decides(said, 'image-volume') === undefined ? undefined : { certainty: 'likely' };
  },
};
