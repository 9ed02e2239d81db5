import { or } from '../judgement/alternative.ts';
import { decides, hinted } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** A signature policy of the node or the registry refused the image. */
export const signatureRejected: CauseRule = {
  cause: 'signature-rejected',
  rung: 'verify',
  retry: 'permanent',
  actor: 'platform',
  groupBy: 'image',
  judge(said) {
    if (decides(said, 'signature') !== undefined) return { certainty: 'proven' };
    if (!hinted(said, 'signature')) return undefined;
    return {
      certainty: 'likely',
      alternatives: [
        or(
          'forbidden',
          'the registry refuses the image by its own policy',
          'the policy of the registry project',
        ),
      ],
    };
  },
};
