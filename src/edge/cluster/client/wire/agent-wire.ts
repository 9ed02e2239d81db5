import { request as httpRequest, type Agent, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ServerAddress } from '../../login/server-address.ts';
import { signalOf } from '../ending.ts';
import type { Wire, WireOutcome, WireRequest } from './wire.ts';

/** {@link Wire} on Node's own client, for what comes as an agent of it: the way through a proxy. Loaded on demand. */
export function agentWire({ secure, host, port }: ServerAddress, agent: Agent): Wire {
  const start = secure ? httpsRequest : httpRequest;
  const send = ({ method, target, body, ending, ...sent }: WireRequest): Promise<WireOutcome> =>
    new Promise((resolve) => {
      try {
        const headers = sent.headers as OutgoingHttpHeaders;
        const signal = signalOf(ending);
        const request = start({ host, port, agent, method, path: target, headers, signal });
        request.on('response', (response) => {
          const answer = {
            status: response.statusCode ?? 0,
            headers: response.headers as Readonly<Record<string, string | undefined>>,
            body: response,
            destroy: (): void => void response.destroy(),
          };
          resolve({ kind: 'answer', answer });
        });
        // Stays for good: an aborted request may tell of it more than once.
        request.on('error', (error) => resolve({ kind: 'error', error, reused: request.reusedSocket }));
        request.end(body);
      } catch (error) {
        // A header or a path that cannot be sent.
        resolve({ kind: 'error', error, reused: false });
      }
    });
  return { send, close: () => agent.destroy() };
}
