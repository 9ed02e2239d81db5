import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ApiServer } from '../../src/sandbox/api-server/api-server.ts';

// A client with no opinion of its own, so that a test of the sandbox tests nothing else.

export interface Asked {
  readonly method?: string;
  readonly token?: string;
  readonly accept?: string;
  /** Sent as JSON unless it is text. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  readonly json: Json;
  /** Why the answer ended early, if it did. */
  readonly broken: string | undefined;
}

export type Json = Readonly<Record<string, unknown>>;

export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
export const PARTIAL = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';

export function ask(server: Pick<ApiServer, 'url'>, path: string, asked: Asked = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const url = new URL(path, server.url);
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(
      url,
      optionsOf(asked),
      (response) => {
        const pieces: Buffer[] = [];
        const finish = (broken?: string): void => {
          const text = Buffer.concat(pieces).toString();
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: parsed(text),
            broken,
          });
        };
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.once('end', () => finish());
        response.once('error', (error) => finish(error.message));
      },
    );
    request.once('error', reject);
    request.end(bodyText(asked.body));
  });
}

function optionsOf({ method, token, accept, body, contentType, headers, ca, cert, key }: Asked): object {
  const text = bodyText(body);
  return {
    method: method ?? 'GET',
    agent: false,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(accept === undefined ? {} : { accept }),
      ...(text === undefined
        ? {}
        : { 'content-type': contentType ?? 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...headers,
    },
    ca,
    cert,
    key,
  };
}

function bodyText(body: unknown): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}

/** The names of a list's items or a table's rows. */
export function namesIn({ json }: Reply): readonly string[] {
  const rows = (json['rows'] ?? json['items']) as readonly {
    metadata?: Named;
    object?: { metadata?: Named };
  }[];
  return rows.map((one) => one.metadata?.name ?? one.object?.metadata?.name ?? '?');
}

interface Named {
  readonly name?: string;
}

/** A pod with so much in it as a test asks for. */
export function pod(
  name: string,
  more: { namespace?: string; labels?: object; spec?: object; status?: object } = {},
): Json {
  const { namespace = 'shop', labels = {}, spec = {}, status = {} } = more;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels, creationTimestamp: '2026-11-21T10:00:00Z' },
    spec: { containers: [{ name: 'app', image: 'registry.example.com/app:1' }], ...spec },
    status: { phase: 'Running', ...status },
  };
}
