import type { AttemptReading, Fault, ServerHint } from '../../evidence/message/message-reading.ts';
import type { Rung } from '../cause.ts';

/** Questions that several causes ask of a reading. */

/** The deciding fault, when it is of this kind. */
export function decides<K extends Fault['kind']>(
  said: AttemptReading,
  kind: K,
): Extract<Fault, { readonly kind: K }> | undefined {
  return said.fault?.kind === kind ? (said.fault as Extract<Fault, { readonly kind: K }>) : undefined;
}

const ANSWERS: ReadonlySet<Fault['kind']> = new Set<Fault['kind']>([
  'status',
  'registry-error',
  'access-denied',
  'login-refused',
  'no-credentials',
  'bare-phrase',
  'not-found',
  'not-json',
]);

/** A server answered, and its answer is what went wrong. */
export function answered(said: AttemptReading): boolean {
  return said.fault !== undefined && ANSWERS.has(said.fault.kind);
}

/** The server's words speak of it, and its answer is what went wrong. */
export function hinted(said: AttemptReading, hint: ServerHint): boolean {
  return answered(said) && said.hints.includes(hint);
}

/** Somewhere in the attempt a fault of this kind was said. */
export function mentions(said: AttemptReading, kind: Fault['kind']): boolean {
  return said.faults.some((fault) => fault.kind === kind);
}

/** The HTTP status, when the answer is what decides. */
export function answeredStatus(said: AttemptReading): number | undefined {
  return answered(said) ? said.status : undefined;
}

const DIGEST_PATH = /\/manifests\/sha(?:256|512):/u;

/** The manifest was asked for by digest: in the image's name, or in the request that failed. */
export function byDigest(said: AttemptReading, image: string | undefined): boolean {
  return (said.image ?? image ?? '').includes('@') || DIGEST_PATH.test(said.request?.url ?? '');
}

/** The rung a step belongs to, for causes that can strike anywhere. */
export function rungOfStep(said: AttemptReading): Rung {
  switch (said.step) {
    case 'inspect':
      return 'runtime';
    case 'reference':
      return 'reference';
    // The greeting (`GET /v2/`) opens the sign-in, once the host is reached: an answer proves that it was.
    case 'ping':
      return answered(said) ? 'sign-in' : 'connect';
    case 'authorize':
      return 'sign-in';
    case 'config':
    case 'layer':
      return 'layers';
    case 'unpack':
      return 'unpack';
    case 'verify':
      return 'verify';
    case 'platform':
    case 'manifest':
    case 'resolve':
    default:
      return 'manifest';
  }
}
