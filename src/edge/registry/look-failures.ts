import type { LookFailure, LookFailureKind } from '../../core/evidence/registry/image-probe.ts';
import { plainWords } from '../../core/evidence/registry/plain-words.ts';
import { proxyFaultOf } from '../host/proxy-fault.ts';

/** What was being done when an error came; it is said in Go's words, as runtimes say it. */
export interface Attempted {
  /** `203.0.113.7:443` or `reg.example.com`. */
  readonly target: string;
}

/** Carries a look's failure through Node's HTTP agent, which knows errors only. */
export class LineError extends Error {
  override readonly name = 'LineError';
  readonly failure: LookFailure | undefined;

  constructor(why: LookFailure | undefined) {
    super(why?.says ?? 'no connection');
    this.failure = why;
  }
}

export function failure(kind: LookFailureKind, says: string): LookFailure {
  return { kind, says: plainWords(says) };
}

/** Why nobody is spoken to there. `sent`: a registry named the place; else the image itself does. */
export function forbiddenPlace(place: string, sent: boolean): LookFailure {
  const why = sent
    ? `${place}, where no registry may send anybody`
    : `${place}, where a cloud keeps the credentials of its machines: no registry is asked there`;
  return failure('redirect-refused', why);
}

/** Why a name gave no address. */
export function lookupFailure(host: string, error: unknown): LookFailure {
  const carried = carriedFailure(error);
  if (carried !== undefined) return carried;
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'ENODATA' || code === 'EAI_NONAME') {
    return failure('name-not-found', `lookup ${host}: no such host`);
  }
  const why = code === 'EAI_AGAIN' || code === 'ESERVFAIL' ? 'server misbehaving' : code || 'i/o timeout';
  return failure('name-unresolved', `lookup ${host}: ${why}`);
}

const NETWORK: ReadonlyMap<string, readonly [LookFailureKind, string]> = new Map([
  ['ECONNREFUSED', ['refused', 'connect: connection refused']],
  ['ETIMEDOUT', ['timeout', 'i/o timeout']],
  ['EHOSTUNREACH', ['unreachable', 'connect: no route to host']],
  ['ENETUNREACH', ['unreachable', 'connect: network is unreachable']],
  ['EADDRNOTAVAIL', ['unreachable', 'connect: cannot assign requested address']],
  ['EACCES', ['unreachable', 'connect: permission denied']],
  ['EPERM', ['unreachable', 'connect: operation not permitted']],
  ['ECONNRESET', ['broken', 'read: connection reset by peer']],
  ['ECONNABORTED', ['broken', 'read: connection aborted']],
  ['EPIPE', ['broken', 'write: broken pipe']],
  ['ENOTFOUND', ['name-not-found', 'no such host']],
  ['EAI_AGAIN', ['name-unresolved', 'server misbehaving']],
]);

/** Errors of certificate checking, by the names Node gives them. */
const CERTIFICATE: ReadonlyMap<string, readonly [LookFailureKind, string]> = new Map([
  ['CERT_HAS_EXPIRED', ['tls-expired', 'x509: certificate has expired']],
  ['CERT_NOT_YET_VALID', ['tls-not-yet-valid', 'x509: certificate is not yet valid']],
  ['ERR_TLS_CERT_ALTNAME_INVALID', ['tls-hostname', 'x509: certificate is not valid for']],
  ['HOSTNAME_MISMATCH', ['tls-hostname', 'x509: certificate is not valid for']],
]);

const UNTRUSTED: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'CERT_CHAIN_TOO_LONG',
]);

/** Whether a certificate was refused for nothing but who signed it. */
export function isUntrusted(code: string): boolean {
  return UNTRUSTED.has(code);
}

/** Why a certificate was not accepted, from Node's name of the reason. */
export function certificateFailure(code: string, host: string): LookFailure {
  const [kind, words] = CERTIFICATE.get(code) ?? [];
  if (kind === 'tls-hostname') return failure(kind, `tls: failed to verify certificate: ${words} ${host}`);
  if (kind !== undefined) return failure(kind, `tls: failed to verify certificate: ${words}`);
  const why = isUntrusted(code) ? 'x509: certificate signed by unknown authority' : code;
  return failure('tls-untrusted', `tls: failed to verify certificate: ${why}`);
}

/** By name: a module that is loaded on demand has a class of its own. */
function carriedFailure(error: unknown): LookFailure | undefined {
  return error instanceof Error && error.name === 'LineError' ? (error as LineError).failure : undefined;
}

/** Why a connection or a request over one failed. */
export function requestFailure(error: unknown, { target }: Attempted): LookFailure {
  const carried = carriedFailure(error);
  if (carried !== undefined) return carried;
  const proxy = proxyFaultOf(error);
  if (proxy !== undefined) return failure('proxy', proxy.message);
  const code = codeOf(error);
  const [kind, words] = NETWORK.get(code) ?? [];
  if (kind !== undefined) return failure(kind, `${target}: ${words}`);
  if (CERTIFICATE.has(code) || isUntrusted(code)) return certificateFailure(code, target);
  if (code.startsWith('HPE_')) return failure('bad-answer', `${target}: malformed HTTP response (${code})`);
  if (isTlsCode(code)) return handshakeFailure(code, messageOf(error), target);
  return failure('broken', `${target}: ${messageOf(error) || 'connection broken'}`);
}

function isTlsCode(code: string): boolean {
  return code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_');
}

/** A record that is no TLS at all is what a server of plain HTTP answers. */
function handshakeFailure(code: string, message: string, target: string): LookFailure {
  const text = `${code} ${message}`.toLowerCase();
  const notTls = ['wrong_version_number', 'wrong version number', 'packet length too long', 'http_request'];
  if (notTls.some((words) => text.includes(words))) {
    return failure('plain-http', `${target}: http: server gave HTTP response to HTTPS client`);
  }
  const reason = /ssl routines:[^:]*:([^:\n]{1,80})/u.exec(message)?.[1];
  return failure('tls-protocol', `${target}: tls: ${reason ?? code}`);
}

export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
