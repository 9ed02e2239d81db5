import type { AttemptReading } from '../../evidence/message/message-reading.ts';
import { or } from '../judgement/alternative.ts';
import { answeredStatus, decides, mentions } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** What a connection can die of: after `proxyconnect` it is the proxy's. */
const OF_CONNECTION: ReadonlySet<string> = new Set(['refused', 'timeout', 'broken', 'tls', 'scheme']);

function atProxy(said: AttemptReading): boolean {
  return mentions(said, 'proxy') && said.fault !== undefined && OF_CONNECTION.has(said.fault.kind);
}

/** The node's HTTP proxy is what failed, or answered in the registry's place. */
export const proxyFailure: CauseRule = {
  cause: 'proxy-failure',
  rung: 'connect',
  retry: 'unknown',
  actor: 'platform',
  groupBy: 'host',
  judge(said) {
    if (decides(said, 'proxy') !== undefined || atProxy(said) || answeredStatus(said) === 407)
      return { certainty: 'proven' };
    const page =
      decides(said, 'not-json')?.character === '<' && (said.step === 'ping' || said.step === 'authorize');
    const phrase = decides(said, 'bare-phrase') !== undefined;
    if (!page && !phrase && decides(said, 'no-auth-scheme') === undefined) return undefined;
    return {
      certainty: phrase ? 'likely' : 'possible',
      alternatives: [
        or(
          'forbidden',
          'the registry itself may have answered so',
          'the same request from the node, with and without the proxy',
        ),
      ],
    };
  },
};
