import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorize, authorizeImpersonation } from './access/authorize.ts';
import { impersonated, type Visitor, visitorOf } from './access/visitor.ts';
import { answerResource } from './answer-resource.ts';
import type { Misbehaviour } from './fault.ts';
import type { RequestRecord } from './request-record.ts';
import type { ServerState } from './server-state.ts';
import { methodNotAllowed, StatusError } from './status.ts';
import { type Answer, errorAnswer } from './wire/answer.ts';
import { discoveryAt } from './wire/discovery.ts';
import { openapiAt } from './wire/openapi.ts';
import { answerInstead, pause, sendBadly, sendHuge } from './wire/misbehave.ts';
import { requestTarget, type RequestTarget } from './wire/request-target.ts';

type Draft = { -readonly [Field in keyof RequestRecord]: RequestRecord[Field] };

/** A request that has been read, with its line of the journal as far as it is known. */
interface Exchange {
  readonly state: ServerState;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly target: RequestTarget;
  readonly draft: Draft;
  /** The body. */
  readonly bytes: Buffer;
  readonly enter: (record: RequestRecord) => void;
}

const ORIGIN = 'http://sandbox';

/** Answers one request, well or as badly as it was told to, and enters it into the journal. */
export async function handleRequest(
  state: ServerState,
  request: IncomingMessage,
  response: ServerResponse,
  enter: (record: RequestRecord) => void,
): Promise<void> {
  const url = new URL(request.url ?? '/', ORIGIN);
  const target = requestTarget(request.method ?? 'GET', url.pathname, url.searchParams);
  const bytes = await bodyOf(request);
  const draft = draftOf(request, url, target, bytes.toString());
  const exchange = { bytes, state, request, response, query: url.searchParams, target, draft, enter };
  const fault = state.faults.strike(draft);
  if (fault?.kind === 'delay') await pause(fault.by);
  const instead = fault === undefined ? undefined : answerInstead(fault);
  if (instead === undefined) return settle(exchange, answerTruly(exchange, fault), fault);
  if (instead === 'huge') {
    note(exchange, 200);
    return sendHuge(response, fault?.kind === 'huge-body' ? fault.bytes : 0);
  }
  if (typeof instead !== 'string') return settle(exchange, instead, undefined);
  note(exchange, 0);
  if (instead === 'close') request.socket.destroy();
  return undefined;
}

function settle(exchange: Exchange, answer: Answer, fault: Misbehaviour | undefined): Promise<void> {
  note(exchange, answer.status);
  const { request, response } = exchange;
  return sendBadly(request, response, pretty(answer, exchange.query), fault);
}

function note({ draft, enter }: Exchange, status: number): void {
  draft.status = status;
  enter(draft);
}

function answerTruly(exchange: Exchange, fault: Misbehaviour | undefined): Answer {
  const { draft } = exchange;
  try {
    return answerOf(exchange, fault?.kind === 'expire');
  } catch (error) {
    if (!(error instanceof StatusError)) draft.surprise = `the sandbox failed: ${String(error)}`;
    else if (error.surprise !== undefined) draft.surprise = error.surprise;
    return errorAnswer(error);
  }
}

function answerOf(exchange: Exchange, expire: boolean): Answer {
  const { state, request, query, target, draft, bytes } = exchange;
  const visitor = admitted(exchange);
  draft.user = visitor.name;
  authorize(visitor, target);
  const { accept, body } = draft;
  if (target.isResource) {
    const contentType = request.headers['content-type'] ?? '';
    return answerResource({ state, target, query, accept, contentType, body, bytes, visitor, expire });
  }
  const version = state.options.version ?? 'v1.35.4';
  const found = discoveryAt(target.path, accept, version) ?? openapiAt(target.path);
  if (found !== undefined && draft.method !== 'GET' && draft.method !== 'HEAD')
    throw methodNotAllowed(`${draft.method} ${target.path}`);
  if (found !== undefined) return found;
  // An old kubectl looks for this to check a manifest before it is sent, and goes on without.
  if (target.path !== '/openapi/v2') draft.surprise = `path ${target.path}`;
  return { status: 404, contentType: 'text/plain; charset=utf-8', body: '404 page not found\n' };
}

function admitted({ state, request, draft }: Exchange): Visitor {
  const visitor = visitorOf(request, state.options);
  draft.user = visitor.name;
  const as = impersonated(request, state.options);
  if (as === undefined) return visitor;
  authorizeImpersonation(visitor, as);
  return as;
}

function draftOf(request: IncomingMessage, url: URL, target: RequestTarget, body: string): Draft {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  const about = target.isResource
    ? {
        verb: target.verb,
        resource: target.subresource === '' ? target.plural : `${target.plural}/${target.subresource}`,
        namespace: target.namespace,
        name: target.name,
      }
    : { verb: '', resource: '', namespace: '', name: '' };
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body,
    user: '',
    accept: request.headers.accept ?? '',
    ...about,
    status: 0,
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** `pretty=true`, as people ask for it. */
function pretty(answer: Answer, query: URLSearchParams): Answer {
  const wanted = query.get('pretty');
  if ('stream' in answer || (wanted !== 'true' && wanted !== '1')) return answer;
  if (!answer.contentType.startsWith('application/json')) return answer;
  return { ...answer, body: `${JSON.stringify(JSON.parse(answer.body) as unknown, undefined, 2)}\n` };
}
