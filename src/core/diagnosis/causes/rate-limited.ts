import { answered, answeredStatus, hinted, rungOfStep } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The registry counts pulls and has had enough for now. */
export const rateLimited: CauseRule = {
  cause: 'rate-limited',
  rung: 'manifest',
  retry: 'transient',
  actor: 'time',
  groupBy: 'host',
  judge(said) {
    const counted =
      answeredStatus(said) === 429 ||
      (answered(said) && said.code === 'TOOMANYREQUESTS') ||
      (said.fault?.kind === 'registry-error' && said.fault.code === 'TOOMANYREQUESTS') ||
      hinted(said, 'pull-rate-limit');
    return counted ? { certainty: 'proven', rung: rungOfStep(said) } : undefined;
  },
};
