import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The node's disk, or a quota on it, took no more bytes. */
export const diskFull: CauseRule = {
  cause: 'disk-full',
  rung: 'unpack',
  retry: 'transient',
  actor: 'platform',
  groupBy: 'node',
  judge(said) {
    const fault = decides(said, 'disk');
    if (fault === undefined) return undefined;
    const rung = said.step === 'layer' || said.step === 'config' ? 'layers' : 'unpack';
    return { certainty: fault.what === 'read-only' ? 'likely' : 'proven', rung };
  },
};
