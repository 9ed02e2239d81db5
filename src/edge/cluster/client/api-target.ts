import type { ApiRequest } from '../api-client.ts';
import type { Credential } from '../login/credential.ts';
import type { WireHeaders } from './wire/wire.ts';

/** Path and query of a request behind the server's own prefix; parameters without a value are left out. */
export function requestTarget(basePath: string, { path, query }: ApiRequest): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (given.length === 0) return basePath + path;
  const pairs = given.map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  return `${basePath}${path}?${pairs.join('&')}`;
}

export function requestBody({ body }: ApiRequest): string | undefined {
  return body === undefined ? undefined : JSON.stringify(body);
}

/** The headers of one request: those of every request, what it asks for, and who asks. */
export function requestHeaders(
  request: ApiRequest,
  body: string | undefined,
  always: WireHeaders,
  { authorization }: Credential,
): WireHeaders {
  return {
    Accept: request.accept ?? 'application/json',
    ...always,
    ...(body !== undefined && {
      'Content-Type': request.contentType ?? 'application/json',
      'Content-Length': String(Buffer.byteLength(body)),
    }),
    ...(authorization !== undefined && { Authorization: authorization }),
  };
}
