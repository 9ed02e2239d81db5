import { decides } from '../said.ts';
import type { CauseRule } from '../cause-rule.ts';

/** Nothing listens at the address, or a firewall says so. */
export const connectionRefused: CauseRule = {
  cause: 'connection-refused',
  rung: 'connect',
  retry: 'transient',
  actor: 'platform',
  groupBy: 'host',
  judge(said) {
    return decides(said, 'refused') === undefined ? undefined : { certainty: 'proven' };
  },
};
