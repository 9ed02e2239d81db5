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
    return decides(said, 'runtime') === undefined ? undefined : { certainty: 'proven' };
  },
};
