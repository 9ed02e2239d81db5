import { createHash } from 'node:crypto';
import { firstHeader } from '../../core/evidence/registry/http-answer.ts';
import type { LookFailure } from '../../core/evidence/registry/image-probe.ts';
import {
  bareType,
  isDigest,
  kindOfMediaType,
  MANIFEST_TYPES,
  readManifest,
  type ManifestReading,
} from '../../core/evidence/registry/manifest-reading.ts';
import type { Answered } from './exchange.ts';
import { failure } from './look-failures.ts';
import type { ProbeDraft } from './probe-draft.ts';
import type { Asked, Sent } from './registry-line.ts';
import type { Access, RegistrySession } from './registry-session.ts';

/** A manifest as far as it was seen. */
export interface ManifestSeen {
  readonly sent: Sent;
  readonly access: Access;
  /** True where the registry gave it. */
  readonly there: boolean;
  readonly digest?: string;
  readonly mediaType?: string;
  /** Its content, where that was read. */
  readonly reading?: ManifestReading;
}

export interface ManifestQuestion {
  readonly kind: 'manifest' | 'child-manifest';
  readonly repository: string;
  /** Tag or digest. */
  readonly reference: string;
  /** `read`: the content is wanted; `exists`: whether it is there, and the words of a refusal. */
  readonly want: 'read' | 'exists';
  /** Reading a manifest counts against a quota, asking whether it is there does not. */
  readonly counted: boolean;
}

const MANIFEST_BYTES = 4 * 1024 * 1024;
/** Of a counted quota so much is left to those who pull. */
const LEAST_REMAINING = 10;
const ACCEPT = MANIFEST_TYPES.join(', ');

/** Looks at a manifest with as few requests as settle the question. */
export async function lookAtManifest(
  session: RegistrySession,
  draft: ProbeDraft,
  access: Access,
  question: ManifestQuestion,
): Promise<ManifestSeen> {
  const { want, counted } = question;
  if (want === 'read' && !counted) return ask(session, draft, access, question, 'GET');
  const head = await ask(session, draft, access, question, 'HEAD');
  if (!head.there) return isRefusal(head) ? ask(session, draft, head.access, question, 'GET') : head;
  const told = head.digest !== undefined && kindOfMediaType(head.mediaType ?? '') !== undefined;
  if (want === 'exists' && (told || counted)) return head;
  if (counted && isScarce(draft)) {
    draft.missed(
      `the content of ${question.repository}:${question.reference}`,
      'reading it would use up one of the few pulls left',
    );
    return head;
  }
  return ask(session, draft, head.access, question, 'GET');
}

/**
 * A refusal whose reason stands in its body, which a HEAD does not have. A quota or a broken server has none,
 * and a login that may be wrong is not offered twice for the sake of a sentence.
 */
function isRefusal({ sent, access }: ManifestSeen): boolean {
  const status = sent.answer?.status ?? 0;
  if (status === 401 && access.signedIn.offered === 'basic') return false;
  return status >= 400 && status < 500 && status !== 429;
}

function isScarce({ rateLimit }: ProbeDraft): boolean {
  const { remaining, limit } = rateLimit ?? {};
  return remaining !== undefined && remaining < Math.max(LEAST_REMAINING, (limit ?? 0) / 10);
}

async function ask(
  session: RegistrySession,
  draft: ProbeDraft,
  access: Access,
  question: ManifestQuestion,
  method: 'HEAD' | 'GET',
): Promise<ManifestSeen> {
  const { kind, repository, reference } = question;
  const asked: Omit<Asked, 'role'> = {
    kind,
    subject: reference,
    method,
    url: session.url(`${repository}/manifests/${reference}`),
    headers: { accept: ACCEPT },
    mostBytes: method === 'HEAD' ? 0 : MANIFEST_BYTES,
    check: (answer) => (method === 'HEAD' ? headFault(answer) : contentFault(answer, reference)),
  };
  const { sent, access: later } = await session.ask(draft, access, asked);
  const { answer } = sent;
  const there = answer !== undefined && sent.failure === undefined && answer.status === 200;
  if (!there) return { sent, access: later, there };
  const type = firstHeader(answer.headers, 'content-type');
  const reading = method === 'GET' ? readManifest(type, parseJson(answer.body)) : undefined;
  const digest = digestOf(answer, reference, method);
  return {
    sent,
    access: later,
    there,
    mediaType: reading?.mediaType ?? bareType(type),
    ...(digest !== undefined && { digest }),
    ...(reading !== undefined && { reading }),
  };
}

/** A page where a manifest should be is somebody else's answer. */
function headFault({ headers }: Answered): LookFailure | undefined {
  const type = bareType(firstHeader(headers, 'content-type'));
  return type === 'text/html'
    ? failure('bad-answer', 'a web page (text/html) in place of a manifest')
    : undefined;
}

function contentFault(answer: Answered, reference: string): LookFailure | undefined {
  const type = firstHeader(answer.headers, 'content-type');
  const page = headFault(answer);
  if (page !== undefined) return page;
  if (readManifest(type, parseJson(answer.body)) === undefined) {
    return failure('bad-answer', `no manifest but ${bareType(type) || 'something without a type'}`);
  }
  // Schema 1 is signed: its digest is not that of the bytes.
  if (kindOfMediaType(type) === 'schema1') return undefined;
  const announced = firstHeader(answer.headers, 'docker-content-digest');
  const wanted = isDigest(reference) ? reference : announced;
  if (!wanted.startsWith('sha256:')) return undefined;
  const actual = sha256(answer.body);
  return actual === wanted
    ? undefined
    : failure('bad-answer', `the content is ${actual}, which is not ${wanted.slice(0, 80)}`);
}

function digestOf(answer: Answered, reference: string, method: 'HEAD' | 'GET'): string | undefined {
  if (isDigest(reference)) return reference;
  const announced = firstHeader(answer.headers, 'docker-content-digest');
  if (isDigest(announced)) return announced;
  return method === 'GET' ? sha256(answer.body) : undefined;
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Undefined for what is no JSON. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
