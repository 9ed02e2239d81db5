import { or } from '../alternative.ts';
import { decides } from '../said.ts';
import type { CauseRule } from '../cause-rule.ts';

/** The layers came, and writing them out failed: ids, links, mounts, the snapshotter. */
export const unpackFailed: CauseRule = {
  cause: 'unpack-failed',
  rung: 'unpack',
  retry: 'unknown',
  actor: 'platform',
  groupBy: 'image',
  judge(said) {
    const unpacking = said.step === 'unpack' && (decides(said, 'unpack') ?? decides(said, 'not-found')) !== undefined;
    if (!unpacking) return undefined;
    return {
      certainty: 'likely',
      alternatives: [or('corrupt-content', 'the layer may be damaged', 'the same image on another node')],
    };
  },
};
