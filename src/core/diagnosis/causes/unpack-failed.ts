import { or } from '../judgement/alternative.ts';
import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

const DAMAGED = or('corrupt-content', 'the layer may be damaged', 'the same image on another node');

/** The layers came, and writing them out failed: ids, links, mounts, the snapshotter. */
export const unpackFailed: CauseRule = {
  cause: 'unpack-failed',
  rung: 'unpack',
  retry: 'unknown',
  actor: 'platform',
  groupBy: 'image',
  judge(said) {
    const unpacking =
      said.step === 'unpack' && (decides(said, 'unpack') ?? decides(said, 'not-found')) !== undefined;
    const writing =
      (said.step === 'layer' || said.step === 'config') &&
      said.request === undefined &&
      decides(said, 'unpack') !== undefined;
    if (writing) return { certainty: 'possible', rung: 'layers', alternatives: [DAMAGED] };
    if (!unpacking) return undefined;
    return {
      certainty: 'likely',
      alternatives: [DAMAGED],
    };
  },
};
