import type { Instant } from '../observed.ts';
import { readErrorBody } from './error-body.ts';
import type { HttpAnswer } from './image-probe.ts';
import { challengeFacts, parseChallenges } from './parse-challenge.ts';
import { plainWords } from './plain-words.ts';
import { readRetryAfter } from './retry-after.ts';

/** Headers of an answer by their lower-case names, each with all its values. */
export type AnswerHeaders = ReadonlyMap<string, readonly string[]>;

/** One answer as it came off the wire. */
export interface WireAnswer {
  readonly method: HttpAnswer['method'];
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** The beginning of the body, as far as it was read. */
  readonly text: string;
}

/** What tells one vendor's server, or a proxy in front of it, from another's. Nothing else is kept. */
const SIGNS: ReadonlySet<string> = new Set([
  'server',
  'via',
  'docker-distribution-api-version',
  'x-jfrog-version',
  'x-artifactory-id',
  'x-artifactory-node-id',
  'x-github-request-id',
  'x-ms-correlation-request-id',
  'x-ms-client-request-id',
  'x-harbor-csrf-token-present',
  'x-request-id',
  'x-amz-cf-id',
  'x-amzn-requestid',
  'x-cache',
  'x-powered-by',
  'x-squid-error',
  'x-gitlab-meta',
  'x-quay-request',
  'cf-ray',
  'x-content-type-options',
]);
const LONGEST_SIGN = 100;

/** The first value of a header, empty when it was not sent. */
export function firstHeader(headers: AnswerHeaders, name: string): string {
  return headers.get(name)?.[0] ?? '';
}

/** What an answer says, for the record: short, on one line, and without anything that is secret. */
export function readHttpAnswer(wire: WireAnswer, now: Instant): HttpAnswer {
  const { method, status, headers } = wire;
  const refused = status < 200 || status >= 300;
  const body = refused
    ? readErrorBody(firstHeader(headers, 'content-type'), wire.text)
    : { body: kindOfBody(wire), errors: [] };
  const challenges = parseChallenges(headers.get('www-authenticate') ?? []).map(challengeFacts);
  const retryAfter = readRetryAfter(firstHeader(headers, 'retry-after'), now);
  const signs = readSigns(headers);
  return {
    method,
    status,
    ...body,
    ...(Object.keys(signs).length > 0 && { signs }),
    ...(challenges.length > 0 && { challenges }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

/** Of an answer that is no refusal only the kind is told: a page in place of JSON is a portal. */
function kindOfBody({ headers, text }: WireAnswer): HttpAnswer['body'] {
  if (text === '') return 'none';
  const start = text.trimStart().slice(0, 64).toLowerCase();
  if (start.startsWith('{') || start.startsWith('[')) return 'json';
  const type = firstHeader(headers, 'content-type').toLowerCase();
  if (start.startsWith('<!doctype') || start.startsWith('<html') || type.includes('html')) return 'html';
  return text.includes('\u0000') ? 'binary' : 'text';
}

function readSigns(headers: AnswerHeaders): Readonly<Record<string, string>> {
  const signs: Record<string, string> = {};
  for (const name of SIGNS) {
    const value = firstHeader(headers, name);
    if (value !== '') signs[name] = plainWords(value, LONGEST_SIGN);
  }
  return signs;
}
