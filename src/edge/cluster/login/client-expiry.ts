import { X509Certificate } from 'node:crypto';
import type { RequestPlace } from '../client/failure-place.ts';

/** Says of a client certificate that its time is over; undefined when it is not, or there is none. */
export function expiryOf({ credential, userName }: RequestPlace): string | undefined {
  const end = notAfter(credential.certificate?.cert);
  if (end === undefined || end > Date.now()) return undefined;
  const day = new Date(end).toISOString().slice(0, 10);
  return `the client certificate of the user "${userName}" expired on ${day}: get a new kubeconfig`;
}

function notAfter(pem: string | undefined): number | undefined {
  if (pem === undefined) return undefined;
  try {
    return Date.parse(new X509Certificate(pem).validTo);
  } catch {
    return undefined;
  }
}
