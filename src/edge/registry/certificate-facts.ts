import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { CertificateFacts } from '../../core/evidence/registry/image-probe.ts';
import { plainWords } from '../../core/evidence/registry/plain-words.ts';

const MOST_NAMES = 20;
const LONGEST_NAME = 120;

/** The leaf certificate a server showed, trusted or not; undefined when it showed none. */
export function certificateFacts(socket: TLSSocket): CertificateFacts | undefined {
  // After a failed handshake Node gives an empty object, whatever its types say.
  const leaf: Partial<PeerCertificate> = socket.getPeerCertificate();
  const notBefore = Date.parse(leaf.valid_from ?? '');
  const notAfter = Date.parse(leaf.valid_to ?? '');
  if (Number.isNaN(notBefore) || Number.isNaN(notAfter)) return undefined;
  return {
    subject: distinguishedName(leaf.subject),
    issuer: distinguishedName(leaf.issuer),
    names: alternativeNames(leaf.subjectaltname ?? ''),
    notBefore,
    notAfter,
  };
}

/** The common name, or else whatever names the owner. */
function distinguishedName(name: Readonly<Record<string, unknown>> | undefined): string {
  for (const field of ['CN', 'O', 'OU']) {
    const value: unknown = name?.[field];
    const text: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof text === 'string' && text !== '') return plainWords(text, LONGEST_NAME);
  }
  return '';
}

/** `DNS:a.example, IP Address:192.0.2.1` → `a.example`, `192.0.2.1`. */
function alternativeNames(text: string): readonly string[] {
  return text
    .split(', ', MOST_NAMES)
    .map((entry) => plainWords(entry.slice(entry.indexOf(':') + 1), LONGEST_NAME))
    .filter((name) => name !== '');
}
