/** One line of the server's journal. */
export interface RequestRecord {
  readonly method: string;
  /** Without the query, as sent. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it was sent; empty when there was none. */
  readonly body: string;
  /** Who asked, after impersonation; empty before that is known. */
  readonly user: string;
  readonly accept: string;
  /** As RBAC has them; empty for paths that are no resource. */
  readonly verb: string;
  /** `pods`, `pods/log`. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** HTTP status sent; 0 when the connection ended without one. */
  readonly status: number;
  /** Why the server had not reckoned with it: an unknown path, parameter, verb or media type. */
  readonly surprise?: string;
}
