import type { Ending } from '../ending.ts';

/** One HTTP request as it goes out. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, the server's own prefix in front. */
  readonly target: string;
  readonly headers: WireHeaders;
  readonly body?: string;
  readonly ending: Ending;
  /** It is answered soon, so that another request may wait for its connection. */
  readonly brief: boolean;
}

export type WireHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The head of an answer, its body still to be read. */
export interface WireAnswer {
  readonly status: number;
  /** Names in lower case; of a header that came several times the values with commas between. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /**
   * The body as it comes, still packed if the server packed it; to be read once. Whoever breaks off the loop ends
   * the connection. The loop throws when the body ends before its time.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the connection, whatever of the body is left. After the body's end it does nothing. */
  readonly destroy: () => void;
}

export type WireOutcome =
  | { readonly kind: 'answer'; readonly answer: WireAnswer }
  /** `reused`: the connection was an old one, which the server may have closed in the meantime. */
  | { readonly kind: 'error'; readonly error: unknown; readonly reused: boolean };

/** The way to one server for one identity. */
export interface Wire {
  /** Never throws. */
  readonly send: (request: WireRequest) => Promise<WireOutcome>;
  /** Ends all connections, those in use too. */
  readonly close: () => void;
}

/** What cannot be sent or is no HTTP. The codes are those that Node's own client has for it. */
export class WireFault extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function noHttp(what: string): WireFault {
  return new WireFault('HPE_INVALID', what);
}

/** The connection ended in the middle of a body. */
export function brokenOff(): WireFault {
  return new WireFault('ECONNRESET', 'aborted');
}

/** The connection ended before there was an answer. */
export function hungUp(): WireFault {
  return new WireFault('ECONNRESET', 'socket hang up');
}
