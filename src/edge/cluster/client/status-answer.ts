import { countOf, objectOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import type { ApiFailure } from '../api-client.ts';
import { retryAfter } from './api-retry.ts';

/** An answer that is an error, its head and the start of its body. */
export interface ErrorAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter?: string;
  /** Where it sends on to. */
  readonly location?: string;
  readonly body: string;
}

/**
 * An error of the API server as a failure, its words still to be made plain: the meta/v1 Status it sends with an
 * error (apimachinery's metav1.Status), or what else came in its place.
 */
export function statusFailure(answer: ErrorAnswer): ApiFailure {
  const status = objectOf(jsonOf(answer));
  const details = objectOf(status['details']);
  const seconds = countOf(details['retryAfterSeconds']);
  const wait = retryAfter(answer.retryAfter) ?? (seconds === undefined ? undefined : seconds * 1000);
  const reason = textOf(status['reason']);
  return {
    kind: 'status',
    status: answer.status,
    ...(reason !== '' && { reason }),
    ...(Object.keys(details).length > 0 && { details: detailsOf(details) }),
    ...(wait !== undefined && { retryAfter: wait }),
    says: wordsOf(answer, textOf(status['message']), reason),
  };
}

function jsonOf({ contentType, body }: ErrorAnswer): unknown {
  if (!contentType.includes('json')) return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function detailsOf(details: Readonly<Record<string, unknown>>): NonNullable<ApiFailure['details']> {
  const [name, group, kind] = [textOf(details['name']), textOf(details['group']), textOf(details['kind'])];
  return { ...(name !== '' && { name }), ...(group !== '' && { group }), ...(kind !== '' && { kind }) };
}

const CALLED: Readonly<Record<number, string>> = {
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  410: 'Gone',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** Only whoever has an answer already asks whether there is another, and nobody here does. */
const NOT_MODIFIED =
  'nothing is sent, as if it had been before: something that keeps answers stands in front of the API server, such as a proxy';

function wordsOf(answer: ErrorAnswer, message: string, reason: string): string {
  const { status, contentType, body, location } = answer;
  const head = [status, CALLED[status] ?? reason].join(' ').trim();
  if (isWebPage(contentType, body)) {
    return `${head}: the answer is a web page: something else stands in front of the API server, such as a login`;
  }
  if (status === 304) return `${head}: ${NOT_MODIFIED}`;
  if (status >= 300 && status < 400) return `${head}: ${sentOn(location)}`;
  if (body.startsWith('Client sent an HTTP request to an HTTPS server')) {
    return `${head}: the server expects TLS: its address has to begin with https://`;
  }
  if (message !== '') return `${head}: ${message}`;
  const text = contentType.includes('json') ? '' : body.trim();
  return text === '' ? head : `${head}: ${text}`;
}

export function isWebPage(contentType: string, body: string): boolean {
  return contentType.startsWith('text/html') || /^\s{0,64}<(?:!doctype|html)/i.test(body);
}

/** Without path and query: a redirect to a login carries tokens in them. */
function sentOn(location: string | undefined): string {
  if (location === undefined || location === '') return 'it sends on, and does not say where';
  const url = URL.canParse(location) ? new URL(location) : undefined;
  return `it sends on to ${url === undefined ? 'another path' : `${url.protocol}//${url.host}`}, which is not followed`;
}
