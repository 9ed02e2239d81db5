import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The index has no manifest for the node's platform. gRPC says NotFound for it; the tag is there. */
export const platformMismatch: CauseRule = {
  cause: 'platform-mismatch',
  rung: 'platform',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'image',
  judge(said) {
    return decides(said, 'platform') === undefined ? undefined : { certainty: 'proven' };
  },
};
