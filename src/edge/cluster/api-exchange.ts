import {
  request as httpRequest,
  type Agent,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ServerAddress } from './server-address.ts';

/** One HTTP request as it goes out. */
export interface Exchange {
  readonly server: ServerAddress;
  readonly agent: Agent;
  readonly method: string;
  /** Path and query, the server's own prefix in front. */
  readonly target: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** The answer's head, its body still to be read; or why there is none. */
export type ExchangeOutcome =
  | { readonly kind: 'answer'; readonly response: IncomingMessage }
  /** `reused`: the connection was an old one, which the server may have closed in the meantime. */
  | { readonly kind: 'error'; readonly error: unknown; readonly reused: boolean };

/** Sends one request. Never throws. */
export function exchange(sent: Exchange): Promise<ExchangeOutcome> {
  return new Promise((resolve) => {
    try {
      const start = sent.server.secure ? httpsRequest : httpRequest;
      const request = start({
        host: sent.server.host,
        port: sent.server.port,
        agent: sent.agent,
        method: sent.method,
        path: sent.target,
        headers: sent.headers,
        signal: sent.signal,
      });
      request.on('response', (response) => resolve({ kind: 'answer', response }));
      // Stays for good: an aborted request may tell of it more than once.
      request.on('error', (error) => resolve({ kind: 'error', error, reused: request.reusedSocket }));
      request.end(sent.body);
    } catch (error) {
      // A header or a path that cannot be sent.
      resolve({ kind: 'error', error, reused: false });
    }
  });
}
