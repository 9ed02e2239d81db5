import { isIP } from 'node:net';
import { connect, type PeerCertificate as NodeCertificate } from 'node:tls';
import type { FailurePlace } from './failure-place.ts';

/** Of a server's certificate what a reader needs to see why it is not accepted. */
export interface PeerCertificate {
  /** Days, as `2027-01-31`. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** Names and addresses it is made out for. */
  readonly names: readonly string[];
  readonly issuer: string;
}

const PATIENCE = 3000;

/**
 * Asks a server for its certificate, which is looked at and not trusted: nothing else is said on this connection.
 * Undefined when it shows none, or when a proxy stands in between.
 */
export function peerCertificate(place: FailurePlace): Promise<PeerCertificate | undefined> {
  if (place.proxy !== undefined) return Promise.resolve(undefined);
  const { host, port } = place.server;
  return new Promise((resolve) => {
    const servername = place.serverName ?? host;
    const socket = connect({
      host,
      port,
      rejectUnauthorized: false,
      ...(isIP(servername) === 0 && { servername }),
    });
    const end = (found: PeerCertificate | undefined): void => {
      socket.destroy();
      resolve(found);
    };
    socket.setTimeout(PATIENCE, () => end(undefined));
    socket.once('secureConnect', () => end(read(socket.getPeerCertificate())));
    socket.on('error', () => end(undefined));
  });
}

function read(certificate: NodeCertificate): PeerCertificate | undefined {
  if (certificate.valid_to === undefined) return undefined;
  const notBefore = day(certificate.valid_from);
  const notAfter = day(certificate.valid_to);
  return {
    ...(notBefore !== undefined && { notBefore }),
    ...(notAfter !== undefined && { notAfter }),
    names: (certificate.subjectaltname ?? '').split(', ').flatMap(nameOf),
    issuer: String(certificate.issuer?.CN ?? certificate.issuer?.O ?? 'an unnamed authority'),
  };
}

/** `DNS:example.com`, `IP Address:10.0.0.1`. */
function nameOf(entry: string): readonly string[] {
  const name = entry.slice(entry.indexOf(':') + 1);
  return name === '' ? [] : [name];
}

function day(time: string): string | undefined {
  const at = Date.parse(time);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 10);
}
