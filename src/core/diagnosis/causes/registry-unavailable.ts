import { or } from '../judgement/alternative.ts';
import { answered, answeredStatus, hinted, rungOfStep } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The registry answers that it cannot answer: 5xx, maintenance, a quota of its own. */
export const registryUnavailable: CauseRule = {
  cause: 'registry-unavailable',
  rung: 'manifest',
  retry: 'transient',
  actor: 'registry',
  groupBy: 'host',
  judge(said) {
    const status = answeredStatus(said);
    if (status !== undefined && status >= 500) return { certainty: 'proven', rung: rungOfStep(said) };
    if (status !== undefined && status < 500 && status >= 400) return undefined;
    if (
      !hinted(said, 'quota') &&
      !hinted(said, 'maintenance') &&
      !(answered(said) && said.code === 'UNAVAILABLE')
    )
      return undefined;
    return {
      certainty: 'likely',
      rung: rungOfStep(said),
      alternatives: [
        or(
          'forbidden',
          'the answer may be meant for this account only',
          'another image of the same registry',
        ),
      ],
    };
  },
};
