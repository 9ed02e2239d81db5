import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a client asks of a registry, by the paths of the OCI distribution specification. */
export interface RegistryRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly kind: 'ping' | 'manifest' | 'blob' | 'tags' | 'other';
  readonly repository: string;
  /** Tag or digest. */
  readonly reference: string;
  readonly body: string;
}

/** Answers one request. The request it is given is read to its end. */
export type Responder = (asked: RegistryRequest, answer: ServerResponse) => void;

const KINDS: Readonly<Record<string, RegistryRequest['kind']>> = {
  manifests: 'manifest',
  blobs: 'blob',
  tags: 'tags',
};

export function readRequest(message: IncomingMessage, body: string): RegistryRequest {
  const host = message.headers.host ?? '';
  const url = new URL(message.url ?? '/', `https://${host === '' ? 'localhost' : host}`);
  const [, name = '', kind = '', reference = ''] =
    /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/u.exec(url.pathname) ?? [];
  return {
    method: message.method ?? 'GET',
    host: url.hostname,
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    kind: url.pathname === '/v2/' ? 'ping' : (KINDS[kind] ?? 'other'),
    repository: name,
    reference,
    body,
  };
}

export interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Error code of the specification, with its message. */
  readonly code?: string;
  readonly message?: string;
  /** A body that is not the specification's. */
  readonly text?: string;
}

/** Answers with a status and, unless the request is a HEAD, an error body. */
export function refuse(answer: ServerResponse, { status, headers, code, message, text }: Refusal): void {
  const body =
    text ?? (code === undefined ? '' : JSON.stringify({ errors: [{ code, message: message ?? code }] }));
  const type = text === undefined ? 'application/json' : 'text/html';
  answer.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), ...headers });
  answer.end(body);
}
