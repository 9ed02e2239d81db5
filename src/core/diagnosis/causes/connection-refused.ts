import { or } from '../judgement/alternative.ts';
import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** Nothing listens at the address, or a firewall says so. */
export const connectionRefused: CauseRule = {
  cause: 'connection-refused',
  rung: 'connect',
  retry: 'transient',
  actor: 'platform',
  groupBy: 'host',
  judge(said) {
    const fault = decides(said, 'refused');
    if (fault === undefined) return undefined;
    if (fault.by !== 'node') return { certainty: 'proven' };
    return {
      certainty: 'likely',
      alternatives: [
        or(
          'connection-timeout',
          'no packet left the node, so the host may be out of reach too',
          'firewall and network policy of the node',
        ),
      ],
    };
  },
};
