import { createSign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';

/** A certificate with its key, PEM files. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export interface LeafRequest {
  readonly name: string;
  /** Subject as openssl writes it: `/O=system:masters/CN=admin`. */
  readonly subject: string;
  /** Subject alternative names: `DNS:a`, `IP:10.0.0.1`. */
  readonly names?: readonly string[];
  /** Signed so that it ended a day ago. */
  readonly expired?: boolean;
}

const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** A certificate authority of the lane's own, made with the openssl command. */
export class Authority {
  readonly #folder: string;
  readonly pair: KeyPair;

  private constructor(folder: string, pair: KeyPair) {
    this.#folder = folder;
    this.pair = pair;
  }

  static async create(folder: string, name: string): Promise<Authority> {
    mkdirSync(folder, { recursive: true });
    const pair = pairIn(folder, 'authority');
    await runCommand('openssl', [
      'req',
      '-x509',
      ...CURVE,
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-addext',
      'keyUsage=critical,keyCertSign,cRLSign,digitalSignature',
      '-keyout',
      pair.key,
      '-out',
      pair.certificate,
    ]);
    return new Authority(folder, pair);
  }

  /** Signs a certificate for server and client use. */
  async issue(request: LeafRequest): Promise<KeyPair> {
    const pair = pairIn(this.#folder, request.name);
    const asked = join(this.#folder, `${request.name}.csr`);
    const extensions = join(this.#folder, `${request.name}.ext`);
    const names = request.names ?? [];
    writeFileSync(
      extensions,
      [
        'basicConstraints=critical,CA:FALSE',
        'keyUsage=critical,digitalSignature',
        'extendedKeyUsage=serverAuth,clientAuth',
        ...(names.length === 0 ? [] : [`subjectAltName=${names.join(',')}`]),
      ].join('\n'),
    );
    await runCommand('openssl', [
      'req',
      ...CURVE,
      '-subj',
      request.subject,
      '-keyout',
      pair.key,
      '-out',
      asked,
    ]);
    await runCommand('openssl', [
      'x509',
      '-req',
      '-in',
      asked,
      '-CA',
      this.pair.certificate,
      '-CAkey',
      this.pair.key,
      '-CAcreateserial',
      '-days',
      request.expired === true ? '-1' : '2',
      '-extfile',
      extensions,
      '-out',
      pair.certificate,
    ]);
    return pair;
  }
}

function pairIn(folder: string, name: string): KeyPair {
  return { certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
}

/** A fresh EC key pair for signing service account tokens. */
export async function createSigningKey(folder: string): Promise<KeyPair> {
  mkdirSync(folder, { recursive: true });
  const pair = { certificate: join(folder, 'signing.pub'), key: join(folder, 'signing.key') };
  if (!existsSync(pair.key)) {
    await runCommand('openssl', ['ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out', pair.key]);
    await runCommand('openssl', ['ec', '-in', pair.key, '-pubout', '-out', pair.certificate]);
  }
  return pair;
}

/** A JSON web token (ES256) that carries its certificate, as registries check it against their bundle. */
export function signToken(pair: KeyPair, claims: Readonly<Record<string, unknown>>): string {
  const certificate = readFileSync(pair.certificate, 'utf8')
    .replaceAll(/-----[A-Z ]+-----/gu, '')
    .replaceAll('\n', '');
  const header = { typ: 'JWT', alg: 'ES256', x5c: [certificate] };
  const body = `${encode(header)}.${encode(claims)}`;
  const signature = createSign('SHA256')
    .update(body)
    .sign({ key: readFileSync(pair.key), dsaEncoding: 'ieee-p1363' });
  return `${body}.${signature.toString('base64url')}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
