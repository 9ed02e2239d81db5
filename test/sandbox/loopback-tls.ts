import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// Certificates for 127.0.0.1, good for a hundred years and known to everybody: for tests alone.

const folder = join(import.meta.dirname, 'tls');

function text(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

/** For `startApiServer`: a server called 127.0.0.1, ::1, localhost or kubernetes, signed by `ca`. */
export const LOOPBACK_TLS = { certificate: text('server.crt'), key: text('server.key'), ca: text('ca.crt') };

/** The same with client certificates: `CLIENT_PAIR` is user `carla` of the groups team-a and team-b. */
export const MUTUAL_TLS = { ...LOOPBACK_TLS, clientCa: text('ca.crt') };

export const CLIENT_PAIR = { certificate: text('client.crt'), key: text('client.key') };

/** A certificate of the same key that has run out. */
export const EXPIRED_TLS = { ...LOOPBACK_TLS, certificate: text('expired.crt') };
