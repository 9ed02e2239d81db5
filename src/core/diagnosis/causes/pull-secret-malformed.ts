import { or } from '../judgement/alternative.ts';
import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The kubelet could not read a pull secret; one such secret spoils all of the pod's. */
export const pullSecretMalformed: CauseRule = {
  cause: 'pull-secret-malformed',
  rung: 'credentials',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'access',
  judge(said) {
    if (decides(said, 'secret-malformed') !== undefined) return { certainty: 'proven' };
    const json = decides(said, 'not-json');
    const bare =
      said.step === undefined &&
      said.request === undefined &&
      said.grpc === undefined &&
      said.runtime === undefined;
    if (json === undefined || !bare || json.character === '<') return undefined;
    return {
      certainty: 'likely',
      alternatives: [
        or(
          'unsupported-manifest',
          'a registry may have answered something that is no JSON',
          "reading the pod's pull secrets",
        ),
      ],
    };
  },
};
