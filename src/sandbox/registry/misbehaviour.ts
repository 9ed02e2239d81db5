import type { ServerResponse } from 'node:http';
import type { SandboxRequest } from './sandbox-request.ts';

/** What a request is for. */
export type Purpose = 'ping' | 'manifest' | 'tags' | 'blob' | 'catalog' | 'token';

/** One way to go wrong, on some requests. */
export interface Misbehaviour {
  readonly on: Purpose | 'any';
  readonly does: MisbehaviourName;
  /** Only so many times, from the first. */
  readonly times?: number;
  /** Of `redirect`: where to. */
  readonly to?: string;
  /** Of `status`. */
  readonly status?: number;
}

export type MisbehaviourName =
  /** A page to sign in at, with status 200. */
  | 'portal'
  /** Takes the request and never answers. */
  | 'hang'
  /** Headers, then a byte now and then. */
  | 'drip'
  /** A body that never ends. */
  | 'endless'
  /** Ends in the middle of what it announced. */
  | 'truncated'
  /** Closes the connection without a word. */
  | 'reset'
  /** Announces a digest that is not the content's. */
  | 'wrong-digest'
  /** Tells no digest. */
  | 'no-digest'
  /** Sends the client to itself, again and again. */
  | 'redirect-loop'
  /** Sends the client to `to`. */
  | 'redirect'
  /** A 401 with thousands of challenges. */
  | 'challenge-bomb'
  /** A 401 whose Bearer challenge names `to` as its realm. */
  | 'realm'
  /** More headers than anybody wants to read. */
  | 'huge-headers'
  /** A list of tags whose next page is always another. */
  | 'endless-pages'
  /** No JSON where JSON was promised. */
  | 'garbage'
  /** Answers with `status` and a plain text. */
  | 'status'
  /** Quotes what it was sent. */
  | 'echo';

const DRIP_PAUSE = 50;
const CHUNK = Buffer.alloc(16_384, 0x20);

/** Answers wrongly. The response is closed by the client where it has no end of its own. */
export function misbehave(how: Misbehaviour, request: SandboxRequest, response: ServerResponse): void {
  switch (how.does) {
    case 'portal':
      return send(
        response,
        200,
        { 'content-type': 'text/html' },
        '<!DOCTYPE html><html><title>Please sign in</title></html>',
      );
    case 'hang':
      return;
    case 'drip':
      return drip(response);
    case 'endless':
      return pour(request, response);
    case 'truncated':
      return truncate(response);
    case 'reset':
      response.socket?.destroy();
      return;
    case 'redirect-loop':
      return send(
        response,
        307,
        { location: `${request.path}?again=${request.query.get('again') ?? ''}x` },
        '',
      );
    case 'redirect':
      return send(response, 307, { location: how.to ?? '' }, '');
    case 'challenge-bomb':
      return send(response, 401, { 'www-authenticate': bomb() }, '');
    case 'realm':
      return send(
        response,
        401,
        { 'www-authenticate': `Bearer realm="${how.to ?? ''}",service="sandbox"` },
        '',
      );
    case 'huge-headers':
      return send(response, 200, hugeHeaders(), '');
    case 'endless-pages':
      return endlessPage(request, response);
    case 'garbage':
      return send(response, 200, { 'content-type': 'application/json' }, '{"errors": [{"code": "BROKEN", ');
    case 'echo':
      return send(
        response,
        400,
        { 'content-type': 'text/plain', server: request.authorization },
        request.bytes,
      );
    case 'status':
    case 'wrong-digest':
    case 'no-digest':
      return send(response, how.status ?? 500, { 'content-type': 'text/plain' }, 'something went wrong');
  }
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string | readonly string[]>>,
  body: string,
): void {
  response.writeHead(status, headers as Record<string, string | string[]>);
  response.end(body);
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), DRIP_PAUSE);
  response.once('close', () => clearInterval(timer));
}

function pour({ method }: SandboxRequest, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  // What a HEAD has no body for is never full.
  if (method === 'HEAD') return void response.end();
  const more = (): void => {
    while (!response.destroyed && response.write(CHUNK));
  };
  response.on('drain', more);
  more();
}

function truncate(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"schemaVersion": 2,', () => response.socket?.destroy());
}

function bomb(): readonly string[] {
  const many = Array.from({ length: 400 }, (_, index) => `Scheme${index} a="${'\\"'.repeat(20)}"`);
  return [many.join(','), `Bearer ${'x=,'.repeat(2000)}`, `Basic realm="${'('.repeat(8000)}`];
}

function hugeHeaders(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`x-header-${index}`, 'v'.repeat(1000)]),
  );
}

function endlessPage(request: SandboxRequest, response: ServerResponse): void {
  const from = Number(request.query.get('last') ?? '0');
  const tags = Array.from({ length: 100 }, (_, index) => `t${from + index + 1}`);
  const link = `<${request.path}?n=100&last=${from + 100}>; rel="next"`;
  send(response, 200, { 'content-type': 'application/json', link }, JSON.stringify({ name: 'x', tags }));
}
