import type { CauseRule } from '../judgement/cause-rule.ts';

/** Only that the kubelet waits; the cause was said earlier, elsewhere. Judged of a whole message. */
export const backOffOnly: CauseRule = {
  cause: 'back-off-only',
  rung: 'unknown',
  retry: 'unknown',
  actor: 'author',
  groupBy: 'image',
  judge() {
    return undefined;
  },
};
