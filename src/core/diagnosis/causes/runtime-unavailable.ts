import { decides } from '../said.ts';
import type { CauseRule } from '../cause-rule.ts';

/** The kubelet could not speak to the container runtime: no registry was asked. */
export const runtimeUnavailable: CauseRule = {
  cause: 'runtime-unavailable',
  rung: 'runtime',
  retry: 'transient',
  actor: 'platform',
  groupBy: 'node',
  judge(said) {
    if (decides(said, 'runtime') !== undefined) return { certainty: 'proven' };
    // The image service did not answer a question about the node's own store.
    return said.step === 'inspect' && decides(said, 'deadline') !== undefined ? { certainty: 'likely' } : undefined;
  },
};
