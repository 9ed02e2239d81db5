/** What a registry may have to refuse. */
export type Situation =
  /** Asked anonymously for what is private, or, where that is hidden, for what is not there. */
  | 'no-login'
  | 'wrong-login'
  | 'expired-login'
  /** The login is right and may not read this repository. */
  | 'no-right'
  | 'no-repository'
  | 'no-tag'
  | 'too-many-requests';

/** How it says so. */
export interface Refusal {
  /** Who says it: the token server, or the registry to whoever comes with a token or a login. */
  readonly at: 'token' | 'registry';
  readonly status: number;
  /** `errors[0]` of the OCI distribution specification. */
  readonly code?: string;
  readonly message?: string;
  /** A body of another form, in place of `errors`. */
  readonly text?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `error` of the challenge that goes with a 401; no challenge at all with `none`. */
  readonly challenge?: 'insufficient_scope' | 'invalid_token' | 'plain' | 'none';
}

/** How one vendor's registry talks. The statuses and shapes are the vendors', the sentences only alike. */
export interface VendorStyle {
  readonly name: string;
  /** A host it is known by. */
  readonly host: string;
  readonly auth: 'none' | 'basic' | 'bearer';
  /** Where tokens are to be had; on another host where one is named. */
  readonly token?: { readonly path: string; readonly host?: string; readonly service: string };
  /** Anonymous requests for what is not there are answered like those for what is private. */
  readonly hides: boolean;
  readonly refusals: Readonly<Record<Situation, Refusal>>;
  /** Headers of every answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The `errors` body of a refusal. */
export function errorsBody(code: string, message: string): string {
  return JSON.stringify({ errors: [{ code, message, detail: null }] });
}

/** A refusal by the registry with the specification's body. */
export function atRegistry(
  status: number,
  code: string,
  message: string,
  more: Partial<Refusal> = {},
): Refusal {
  return { at: 'registry', status, code, message, ...more };
}

/** A refusal by the token server with the specification's body. */
export function atToken(status: number, code: string, message: string, more: Partial<Refusal> = {}): Refusal {
  return { at: 'token', status, code, message, ...more };
}
