import type { Credential } from '../login/credential.ts';
import type { ServerAddress } from '../login/server-address.ts';

/** Who asked whom, as far as words about a failure need it. */
export interface FailurePlace {
  readonly server: ServerAddress;
  readonly context: string;
  readonly userName: string;
  /** How the user logs in: `the token`. */
  readonly loginBy: string;
  /** Which certificates vouch for the server: see ServerTrust. */
  readonly trustSource: string;
  readonly serverName?: string;
  /** Whether there is a proxy in between: its name, without a password. */
  readonly proxy?: string;
  /** Which file the context stands in. */
  readonly file: string;
}

/** The same for one request. */
export interface RequestPlace extends FailurePlace {
  readonly credential: Credential;
  /** Milliseconds that were given; 0 is none. */
  readonly time: number;
}
