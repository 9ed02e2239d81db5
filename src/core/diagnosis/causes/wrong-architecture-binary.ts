import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The pull went well; the binary inside is for another architecture, or is no binary at all. */
export const wrongArchitectureBinary: CauseRule = {
  cause: 'wrong-architecture-binary',
  rung: 'platform',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'image',
  judge(said) {
    return decides(said, 'exec-format') === undefined ? undefined : { certainty: 'likely' };
  },
};
