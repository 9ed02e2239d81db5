import type { CauseRule } from '../judgement/cause-rule.ts';

/** Nothing in the text tells. Judged of a whole message. */
export const unknown: CauseRule = {
  cause: 'unknown',
  rung: 'unknown',
  retry: 'unknown',
  actor: 'author',
  groupBy: 'image',
  judge() {
    return undefined;
  },
};
