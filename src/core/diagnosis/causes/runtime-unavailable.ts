import { or } from '../judgement/alternative.ts';
import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The kubelet could not speak to the container runtime: no registry was asked. */
export const runtimeUnavailable: CauseRule = {
  cause: 'runtime-unavailable',
  rung: 'runtime',
  retry: 'transient',
  actor: 'platform',
  groupBy: 'node',
  judge(said) {
    const fault = decides(said, 'runtime');
    if (fault?.lost === true)
      return {
        certainty: 'likely',
        alternatives: [
          or(
            'connection-broken',
            'the stream that broke may be the one to the registry',
            'restarts of the runtime at that time',
          ),
        ],
      };
    if (fault !== undefined) return { certainty: 'proven' };
    // The image service did not answer a question about the node's own store.
    return said.step === 'inspect' && decides(said, 'deadline') !== undefined
      ? { certainty: 'likely' }
      : undefined;
  },
};
