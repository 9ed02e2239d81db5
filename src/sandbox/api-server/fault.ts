import type { RequestRecord } from './request-record.ts';

/** Something that goes wrong with a request, in place of or on top of the true answer. */
export interface Fault {
  /** Which requests it befalls; fields left out match all. */
  readonly on: RequestMatch;
  readonly does: Misbehaviour;
  /** How often at most; always when left out. */
  readonly times?: number;
  /** How many matching requests go well before. */
  readonly after?: number;
}

export interface RequestMatch {
  readonly method?: string;
  /** The whole path, or what it has to contain. */
  readonly path?: string | RegExp;
  /** As RBAC has them: `list`, `watch`, `pods`, `nodes/proxy`. */
  readonly verb?: string;
  readonly resource?: string;
  readonly namespace?: string;
  /** Anything else. */
  readonly where?: (request: RequestRecord) => boolean;
}

export type Misbehaviour =
  /** Another answer: the body is a Status made from the code unless one is given. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** No byte is ever sent. */
  | { readonly kind: 'hang' }
  /** The true answer stops after so many bytes of its body and the connection stays open. */
  | { readonly kind: 'hang-in-body'; readonly after: number }
  /** The true answer ends after so many bytes: under a content-length that promised more, or between chunks. */
  | { readonly kind: 'cut-in-body'; readonly after: number; readonly framing: 'length' | 'chunked' }
  /** 200 with JSON of this many bytes that never closes its brackets before. */
  | { readonly kind: 'huge-body'; readonly bytes: number }
  /** 200 and application/json, but the body is not JSON. */
  | { readonly kind: 'bad-json' }
  /** A page for people, as captive portals and load balancers send it. */
  | { readonly kind: 'html'; readonly status?: number }
  /** The true answer, so many bytes at a time with a pause (milliseconds) between. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly every: number }
  /** The true answer, so many milliseconds late. */
  | { readonly kind: 'delay'; readonly by: number }
  /** The connection is reset before any answer. */
  | { readonly kind: 'close' }
  /** A list's continue token is too old: 410 with the token of the rest, inconsistent. */
  | { readonly kind: 'expire' };
