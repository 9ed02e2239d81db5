/**
 * A Kubernetes API server as this program talks to it. What goes wrong is a value, since most of it ends as
 * a blind spot beside what could be read.
 */
export interface ApiClient {
  /** `https://10.0.0.1:6443`, for words. */
  readonly server: string;
  /** One answer read whole and parsed. */
  readonly fetch: (request: ApiRequest) => Promise<ApiAnswer<unknown>>;
  /**
   * The body of an answer as it comes, for long lists and watches. Breaking off the loop ends the request. A
   * body that ends before its time makes the loop throw an {@link ApiBreak}: `failureOf(error)` is why.
   */
  readonly open: (request: ApiRequest) => Promise<ApiAnswer<AsyncIterable<Uint8Array>>>;
  /** Closes idle connections, so that the program can end. */
  readonly close: () => void;
}

export interface ApiRequest {
  /** `GET` when left out. */
  readonly method?: 'GET' | 'POST' | 'DELETE' | 'PATCH';
  /** `/api/v1/namespaces/shop/pods`: segments already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** `application/json` when left out. */
  readonly accept?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly contentType?: string;
  /** Ends the request early. Every request also ends at the client's own --request-timeout. */
  readonly signal?: AbortSignal;
  /** Milliseconds for this request, in place of the client's own; 0 is none (a watch ends by its signal). */
  readonly timeout?: number;
}

export type ApiAnswer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: ApiFailure };

/** Why a request to the API server has no result. */
export interface ApiFailure {
  /**
   * `status`: the server answered with an error; `unreachable`: no connection; `tls`: no trust; `timeout`:
   * the time was up; `broken`: the answer ended early or is no JSON; `too-large`: more than is read whole;
   * `aborted`: whoever asked no longer wants it; `login`: no credentials could be had for it.
   */
  readonly kind: 'status' | 'unreachable' | 'tls' | 'timeout' | 'broken' | 'too-large' | 'aborted' | 'login';
  /** HTTP status of a `status` failure. */
  readonly status?: number;
  /** `reason` of the server's Status object: `Forbidden`, `Expired`, `NotFound`. */
  readonly reason?: string;
  /** `details` of a Forbidden, NotFound or Conflict: which resource was asked for. */
  readonly details?: { readonly name?: string; readonly group?: string; readonly kind?: string };
  /** Milliseconds, from Retry-After or the Status. */
  readonly retryAfter?: number;
  /** One line in the user's terms, ready to be printed: no control characters, nothing secret. */
  readonly says: string;
}

/** Thrown by the loop over a body that broke off, since a loop has no other way to say so. */
export class ApiBreak extends Error {
  override readonly name = 'ApiBreak';
  readonly failure: ApiFailure;

  constructor(failure: ApiFailure) {
    super(failure.says);
    this.failure = failure;
  }
}

/** Why a body broke off; undefined for every other error. By name, since it crosses the border of a bundle. */
export function failureOf(error: unknown): ApiFailure | undefined {
  return error instanceof Error && error.name === 'ApiBreak' ? (error as ApiBreak).failure : undefined;
}
