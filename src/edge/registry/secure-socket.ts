import { isIP, type Socket } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import type { CertificateFacts, LookFailure } from '../../core/evidence/registry/image-probe.ts';
import { certificateFacts } from './certificate-facts.ts';
import { certificateFailure, failure, isUntrusted, requestFailure } from './look-failures.ts';
import { gaveUp, outOfTime } from './time-used-up.ts';

export interface Handshake {
  /** Ready to be used: the certificate was checked. */
  readonly socket?: TLSSocket;
  readonly certificate?: CertificateFacts;
  readonly failure?: LookFailure;
  /** The certificate failed for nothing but its signer: with more authorities it might do. */
  readonly untrusted?: boolean;
}

export interface HandshakeOptions {
  readonly host: string;
  readonly context?: SecureContext;
  readonly session?: Buffer;
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/**
 * Speaks TLS over a connection. Node is told not to end it when the certificate is bad, so that the
 * certificate can be seen; this function then ends it itself, before a byte of a request is sent.
 */
export function secureSocket(raw: Socket, options: HandshakeOptions): Promise<Handshake> {
  if (options.signal.aborted) {
    raw.destroy();
    return Promise.resolve({ failure: outOfTime() });
  }
  return new Promise((resolve) => {
    const { host, context, session, signal } = options;
    const began = process.uptime();
    const socket = connect({
      socket: raw,
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
      ...(isIP(host) === 0 ? { servername: host } : { host }),
      ...(context !== undefined && { secureContext: context }),
      ...(session !== undefined && { session }),
    });
    const finish = (found: Handshake): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      socket.off('end', ended);
      if (found.socket === undefined) socket.destroy();
      resolve(found);
    };
    const ended = (): void => finish({ failure: failure('broken', `${host}: EOF during the TLS handshake`) });
    const giveUp = (): void => finish({ failure: gaveUp(`${host}: no TLS handshake`, began) });
    signal.addEventListener('abort', giveUp, { once: true });
    const timer = setTimeout(() => {
      finish({ failure: failure('timeout', `${host}: net/http: TLS handshake timeout`) });
    }, options.timeout);
    socket.once('end', ended);
    // Stays on: until somebody uses the socket, an error on it must not end the process.
    socket.on('error', (error) => finish({ failure: requestFailure(error, { target: host }) }));
    socket.once('secureConnect', () => finish(refusalOf(socket, host) ?? { socket, ...factsOf(socket) }));
  });
}

function refusalOf(socket: TLSSocket, host: string): Handshake | undefined {
  if (socket.authorized) return undefined;
  // A string, whatever the types say: Node's name of the reason.
  const reason: unknown = socket.authorizationError;
  const code = typeof reason === 'string' ? reason : 'CERT_UNTRUSTED';
  return { ...factsOf(socket), failure: certificateFailure(code, host), untrusted: isUntrusted(code) };
}

function factsOf(socket: TLSSocket): { readonly certificate?: CertificateFacts } {
  const certificate = certificateFacts(socket);
  return certificate === undefined ? {} : { certificate };
}
