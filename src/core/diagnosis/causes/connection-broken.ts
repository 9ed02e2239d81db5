import { or } from '../judgement/alternative.ts';
import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** The connection stood and then broke off: reset, end of file, stream errors, altered bytes. */
export const connectionBroken: CauseRule = {
  cause: 'connection-broken',
  rung: 'connect',
  retry: 'transient',
  actor: 'platform',
  groupBy: 'host',
  judge(said) {
    const fault = decides(said, 'broken');
    if (fault !== undefined) {
      const rung = said.step === 'layer' || said.step === 'config' ? 'layers' : 'connect';
      if (fault.what !== 'unexpected-eof') return { certainty: 'proven', rung };
      return {
        certainty: 'likely',
        rung,
        alternatives: [
          or(
            'corrupt-content',
            'the stored layer itself may be short',
            'the size of the layer at the registry',
          ),
        ],
      };
    }
    if (decides(said, 'tls')?.what !== 'alert') return undefined;
    return {
      certainty: 'possible',
      rung: 'tls',
      alternatives: [
        or(
          'credentials-missing',
          'the server may want a client certificate',
          'openssl s_client from the node',
        ),
      ],
    };
  },
};
