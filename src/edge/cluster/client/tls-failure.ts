import type { ApiFailure } from '../api-client.ts';
import { expiryOf } from '../login/client-expiry.ts';
import type { RequestPlace } from './failure-place.ts';
import { peerCertificate, type PeerCertificate } from './peer-certificate.ts';

const UNTRUSTED: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'INVALID_CA',
]);

/** Alerts by which a server says that it does not like the client's certificate. */
const CLIENT_ALERTS = /alert (?:unknown ca|bad certificate|certificate (?:required|expired|revoked|unknown))/;

const NO_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|wrong version number|packet length too long/;

/**
 * What a failed TLS handshake means; undefined when it is none. The server's certificate is fetched once more for
 * the words: the error itself does not hold it.
 */
export async function tlsFailure(
  error: unknown,
  code: string,
  place: RequestPlace,
): Promise<ApiFailure | undefined> {
  if (!(error instanceof Error)) return undefined;
  const says =
    alertWords(error, place) ?? (await certificateWords(code, place)) ?? otherWords(error, code, place);
  return says === undefined ? undefined : { kind: 'tls', says };
}

function alertWords(error: Error, place: RequestPlace): string | undefined {
  if (!CLIENT_ALERTS.test(error.message)) return undefined;
  return (
    expiryOf(place) ??
    `${place.server.url} does not accept ${place.loginBy} of the user "${place.userName}": it is not one of this cluster`
  );
}

async function certificateWords(code: string, place: RequestPlace): Promise<string | undefined> {
  const subject = `the certificate of ${place.server.url}`;
  if (UNTRUSTED.has(code)) {
    const peer = await peerCertificate(place);
    const issuer = peer === undefined ? '' : ` (issued by ${peer.issuer})`;
    return `${subject}${issuer} is not vouched for by the certificates trusted here: ${place.trustSource}`;
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return `${subject} has expired${on((await peerCertificate(place))?.notAfter)}: the cluster's own has to be renewed`;
  }
  if (code === 'CERT_NOT_YET_VALID') {
    const from = on((await peerCertificate(place))?.notBefore);
    return `${subject} is not valid yet, but from later${from}: is the clock of this machine right?`;
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return otherName(subject, await peerCertificate(place), place);
  return undefined;
}

function on(day: string | undefined): string {
  return day === undefined ? '' : ` on ${day}`;
}

function otherName(subject: string, peer: PeerCertificate | undefined, place: RequestPlace): string {
  const wanted = place.serverName ?? place.server.host;
  const names =
    peer === undefined || peer.names.length === 0 ? '' : ` but for ${peer.names.slice(0, 8).join(', ')}`;
  return `${subject} is not made out for ${wanted}${names}: use one of its names, or give it with --tls-server-name`;
}

function otherWords(error: Error, code: string, { server }: RequestPlace): string | undefined {
  // Node has codes for some of OpenSSL's errors, and EPROTO for the others.
  if (NO_TLS.test(`${code} ${error.message}`)) {
    return `${server.url} does not speak TLS: its address begins with http://, or the port is another one's`;
  }
  if (error.message.includes('before secure TLS connection was established')) {
    return `${server.url} closed the connection during the TLS handshake: a firewall or a proxy may stand between`;
  }
  if (code.startsWith('ERR_OSSL_') || code === 'ERR_INVALID_ARG_VALUE') {
    return `the client certificate and its key cannot be used (${code}): do they belong together, without a passphrase?`;
  }
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') {
    return `the TLS handshake with ${server.url} failed (${code})`;
  }
  return undefined;
}
