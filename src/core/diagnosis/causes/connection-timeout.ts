import { or } from '../judgement/alternative.ts';
import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

const answeredLate = (status: number | undefined): boolean => status === 408;

/** No answer, or no way there: time-outs of dialling, of the TLS handshake, of the first answer; no route. */
export const connectionTimeout: CauseRule = {
  cause: 'connection-timeout',
  rung: 'connect',
  retry: 'transient',
  actor: 'platform',
  groupBy: 'host',
  judge(said) {
    const fault = decides(said, 'timeout');
    if (fault !== undefined) return { certainty: 'proven', rung: fault.what === 'tls' ? 'tls' : 'connect' };
    const waited = decides(said, 'deadline') !== undefined;
    if (answeredLate(said.status) || (waited && said.request !== undefined && said.step !== 'layer'))
      return {
        certainty: 'likely',
        alternatives: [
          or('pull-timeout', 'the time for the whole pull may have run out', 'how long the attempt took'),
        ],
      };
    return undefined;
  },
};
