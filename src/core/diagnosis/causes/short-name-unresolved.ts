import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** CRI-O or podman was given a name without a registry and may not guess one (registries.conf). */
export const shortNameUnresolved: CauseRule = {
  cause: 'short-name-unresolved',
  rung: 'reference',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'image',
  judge(said) {
    return decides(said, 'short-name') === undefined ? undefined : { certainty: 'proven' };
  },
};
