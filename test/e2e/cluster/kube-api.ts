import { request } from 'node:http';

/** An object of the Kubernetes API, as far as the lane looks into it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: KubeObject;
}

/** A client that speaks to the API server through `kubectl proxy`, so with any kubeconfig. */
export class KubeApi {
  readonly #socket: string;

  constructor(socket: string) {
    this.#socket = socket;
  }

  /** Sends one request; gives status and parsed body. */
  send(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    return new Promise((resolve, reject) => {
      const asked = request(
        { socketPath: this.#socket, method, path, headers: headersFor(method, body) },
        (answer) => {
          const chunks: Uint8Array[] = [];
          answer.on('data', (chunk: Uint8Array) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            resolve({ status: answer.statusCode ?? 0, body: parse(Buffer.concat(chunks).toString('utf8')) });
          });
        },
      );
      asked.on('error', reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** As `send`; any status but a success is thrown. */
  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await this.send(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 400)}`);
    return answer.body;
  }

  /** Creates an object at the place its kind and namespace say. */
  async create(object: KubeObject): Promise<void> {
    await this.call(
      'POST',
      collectionPath(object.apiVersion, object.kind, object.metadata.namespace),
      object,
    );
  }

  /** Follows a collection until `stop` is called; `ended` tells why it ended. */
  watch(
    path: string,
    onEvent: (event: WatchEvent) => void,
  ): { readonly stop: () => void; readonly ended: Promise<void> } {
    const asked = request({
      socketPath: this.#socket,
      path: `${path}${path.includes('?') ? '&' : '?'}watch=1`,
    });
    const ended = new Promise<void>((resolve) => {
      asked.on('error', () => resolve());
      asked.on('response', (answer) => {
        let rest = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          const lines = (rest + chunk).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) if (line !== '') onEvent(JSON.parse(line) as WatchEvent);
        });
        answer.on('error', () => resolve());
        answer.on('close', () => resolve());
      });
    });
    asked.end();
    return { stop: () => asked.destroy(), ended };
  }
}

function headersFor(method: string, body: unknown): Record<string, string> {
  if (body === undefined) return {};
  return {
    'content-type': method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json',
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Path of a kind's collection; plural names are the kind in small letters with an s. */
export function collectionPath(apiVersion: string, kind: string, namespace?: string): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const place = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return `${root}${place}/${kind.toLowerCase()}s`;
}
