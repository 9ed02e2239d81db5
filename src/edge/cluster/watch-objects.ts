import { listOf, objectOf, textOf } from '../../core/evidence/objects/json-value.ts';
import type { ApiClient, ApiFailure } from './api-client.ts';
import { linesOf } from './byte-lines.ts';
import { pause } from './pause.ts';

export interface WatchRequest {
  /** `/api/v1/namespaces/shop/pods` or `/api/v1/pods`. */
  readonly path: string;
  /** Selectors. */
  readonly query?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** One object as it came, was changed or went. */
  readonly onObject: (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: unknown) => void;
  /** Changes may have been missed: everything is to be looked at again. */
  readonly onGap: () => void;
  /** A stream is up: what changes from now on is told. */
  readonly onOpen?: () => void;
  /** The stream ended, or there is none: why, and in how many milliseconds it is tried again. */
  readonly onTrouble?: (failure: ApiFailure, retryIn: number) => void;
  /** Milliseconds; for tests. */
  readonly timing?: Partial<WatchTiming>;
}

export interface WatchTiming {
  /** How long the server is asked to keep a stream up. */
  readonly streamFor: number;
  /** A stream that is up so much longer than that is dead: a connection can die without a word. */
  readonly grace: number;
  readonly retryFirst: number;
  readonly retryMost: number;
}

const TIMING: WatchTiming = { streamFor: 240_000, grace: 15_000, retryFirst: 800, retryMost: 30_000 };

/** How a stream came to its end. */
type End =
  { readonly is: 'over' } | { readonly is: 'gone' } | { readonly is: 'failed'; readonly failure: ApiFailure };

/**
 * Follows the changes of a list of objects until the signal ends it, through ends of streams, restarts of
 * the server and expired resource versions (410). Never throws. Resolves early, with the failure, only
 * when watching is not allowed: then nothing else will ever come.
 */
export async function watchObjects(
  client: ApiClient,
  request: WatchRequest,
): Promise<ApiFailure | undefined> {
  const timing = { ...TIMING, ...request.timing };
  let version = '';
  let failures = 0;
  while (!request.signal.aborted) {
    const stream = new Stream(client, request, timing);
    const end = version === '' ? await stream.begin() : await stream.follow(version);
    version = end.is === 'gone' ? '' : stream.version;
    if (end.is === 'failed') {
      if (isForbidden(end.failure)) return end.failure;
      const retryIn = end.failure.retryAfter ?? Math.min(timing.retryFirst * 2 ** failures, timing.retryMost);
      failures++;
      if (request.signal.aborted) return undefined;
      request.onTrouble?.(end.failure, retryIn);
      await pause(retryIn, request.signal);
    } else {
      // A stream that ends at once, again and again, is no reason to ask without a pause.
      failures = stream.objects > 0 ? 0 : failures;
      if (stream.objects === 0) await pause(timing.retryFirst, request.signal);
    }
  }
  return undefined;
}

function isForbidden({ kind, status }: ApiFailure): boolean {
  return kind === 'status' && (status === 403 || status === 404 || status === 405);
}

/** One list or one stream of changes. */
class Stream {
  readonly #client: ApiClient;
  readonly #request: WatchRequest;
  readonly #timing: WatchTiming;
  /** Where the next stream goes on; empty when the list has to be read first. */
  version = '';
  objects = 0;

  constructor(client: ApiClient, request: WatchRequest, timing: WatchTiming) {
    this.#client = client;
    this.#request = request;
    this.#timing = timing;
  }

  /** Learns where the list stands now, without its objects. */
  async begin(): Promise<End> {
    const { path, query, signal } = this.#request;
    const listed = await this.#client.fetch({ path, query: { ...query, limit: 1 }, signal });
    if (!listed.ok) return { is: 'failed', failure: listed.failure };
    this.version = textOf(objectOf(objectOf(listed.value)['metadata'])['resourceVersion']) || '0';
    this.objects = Math.max(1, listOf(objectOf(listed.value)['items']).length);
    this.#request.onGap();
    return { is: 'over' };
  }

  /** Reads changes from a version on until the stream ends. */
  async follow(version: string): Promise<End> {
    this.version = version;
    const { streamFor, grace } = this.#timing;
    const dead = AbortSignal.timeout(streamFor + grace);
    const answer = await this.#client.open({
      path: this.#request.path,
      query: {
        ...this.#request.query,
        watch: true,
        allowWatchBookmarks: true,
        resourceVersion: version,
        timeoutSeconds: Math.max(1, Math.round(streamFor / 1000)),
      },
      signal: AbortSignal.any([this.#request.signal, dead]),
      timeout: 0,
    });
    if (!answer.ok) {
      if (answer.failure.status === 410) return { is: 'gone' };
      return dead.aborted ? { is: 'over' } : { is: 'failed', failure: answer.failure };
    }
    this.#request.onOpen?.();
    return this.#read(answer.value);
  }

  async #read(bytes: AsyncIterable<Uint8Array>): Promise<End> {
    try {
      for await (const line of linesOf(bytes)) {
        const end = this.#take(line);
        if (end !== undefined) return end;
      }
    } catch {
      // Broken off: the next stream goes on where this one was.
    }
    return { is: 'over' };
  }

  /** `{"type":"MODIFIED","object":{…}}`; the ends of a stream come the same way. */
  #take(line: string): End | undefined {
    const change = parseLine(line);
    const type = textOf(change?.['type']);
    const object = objectOf(change?.['object']);
    if (type === 'ERROR') return endOf(object);
    const version = textOf(objectOf(object['metadata'])['resourceVersion']);
    if (version !== '') this.version = version;
    this.objects++;
    if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') this.#request.onObject(type, object);
    return undefined;
  }
}

/** The Status of an ERROR; 410 and reason Expired say that changes since the version are lost. */
function endOf(status: Readonly<Record<string, unknown>>): End {
  if (status['code'] === 410 || status['reason'] === 'Expired') return { is: 'gone' };
  const code = typeof status['code'] === 'number' ? status['code'] : 500;
  const says = textOf(status['message']) || textOf(status['reason']) || 'the watch ended with an error';
  // Whatever ended the stream is not what asking was refused with: it is tried again.
  return { is: 'failed', failure: { kind: 'status', status: Math.max(code, 500), says } };
}

function parseLine(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return objectOf(JSON.parse(line));
  } catch {
    return undefined;
  }
}
