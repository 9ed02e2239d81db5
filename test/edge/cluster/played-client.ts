import type { ApiAnswer, ApiClient, ApiFailure, ApiRequest } from '../../../src/edge/cluster/api-client.ts';

/** What a played server answers: JSON, a failure, or undefined for what is not there. */
export type Script = (request: ApiRequest, at: number) => unknown;

export interface PlayedClient {
  readonly client: ApiClient;
  /** `POST /api/v1/namespaces/shop/pods`, in order. */
  readonly asked: readonly string[];
}

/** Marks a failure as one. */
export function refused(status: number, says: string, reason?: string): { readonly failure: ApiFailure } {
  return { failure: { kind: 'status', status, says, ...(reason !== undefined && { reason }) } };
}

export function broken(kind: ApiFailure['kind'], says: string = kind): { readonly failure: ApiFailure } {
  return { failure: { kind, says } };
}

/** A client of a server that answers from a script; text and lists of text are bodies as they come. */
export function playedClient(script: Script): PlayedClient {
  const asked: string[] = [];
  const answer = (request: ApiRequest): ApiAnswer<unknown> => {
    if (request.signal?.aborted === true)
      return { ok: false, failure: { kind: 'aborted', says: 'interrupted' } };
    asked.push(`${request.method ?? 'GET'} ${request.path}`);
    const said = script(request, asked.length);
    if (said === undefined) return { ok: false, ...refused(404, 'not found') };
    if (typeof said === 'object' && said !== null && 'failure' in said)
      return { ok: false, failure: said.failure as ApiFailure };
    return { ok: true, value: said };
  };
  const client: ApiClient = {
    server: 'https://api.example:6443',
    fetch: (request) => Promise.resolve(answer(request)),
    open: (request) => {
      const read = answer(request);
      return Promise.resolve(read.ok ? { ok: true, value: bytesOf(read.value, request.signal) } : read);
    },
    close: () => undefined,
  };
  return { client, asked };
}

async function* bytesOf(body: unknown, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  for (const text of Array.isArray(body) ? body : [body]) {
    // A body that waits for ever, until the request is broken off.
    if (text === HANGING) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    else yield new TextEncoder().encode(String(text));
  }
}

export const HANGING: unique symbol = Symbol('hanging');
