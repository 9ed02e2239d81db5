import type { IncomingMessage } from 'node:http';

/** Which server of the sandbox was spoken to. */
export type SandboxRole = 'registry' | 'token' | 'blobs';

/** One request as it was received, and how it was answered. */
export interface SandboxRequest {
  readonly role: SandboxRole;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The Host header. */
  readonly host: string;
  readonly authorization: string;
  readonly accept: string;
  readonly body: string;
  /** All that came: request line, headers and body, to be searched for what should not be there. */
  readonly bytes: string;
  /** Filled in when it is answered. */
  status: number;
}

const MOST_BODY = 1 << 20;

export async function readRequest(role: SandboxRole, message: IncomingMessage): Promise<SandboxRequest> {
  const body = await readBody(message);
  const url = new URL(message.url ?? '/', 'http://sandbox.invalid');
  const lines = [`${message.method} ${message.url}`, ...message.rawHeaders, body];
  return {
    role,
    method: message.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    host: message.headers.host ?? '',
    authorization: message.headers.authorization ?? '',
    accept: message.headers.accept ?? '',
    body,
    bytes: lines.join('\n'),
    status: 0,
  };
}

async function readBody(message: IncomingMessage): Promise<string> {
  let body = '';
  message.setEncoding('utf8');
  for await (const chunk of message) {
    if (body.length < MOST_BODY) body += String(chunk);
  }
  return body;
}
