import type { Misbehaviour } from './misbehaviour.ts';
import type { SandboxAccount } from './sandbox-accounts.ts';
import type { VendorStyle } from './vendor-style.ts';

export interface SandboxRegistryOptions {
  /** How it answers, the distribution project's registry unless told. */
  readonly style?: VendorStyle;
  /** In place of the style's: `none` lets everybody in. */
  readonly auth?: VendorStyle['auth'];
  readonly accounts?: readonly SandboxAccount[];
  /** Beginnings of the names of repositories that anybody may read; all of them unless told. */
  readonly open?: readonly string[];
  /** Speaks TLS with this (PEM); plain HTTP without. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** The name it is known by, `127.0.0.1:PORT` unless told. Challenges and redirects say it. */
  readonly host?: string;
  /** The name of its token server, where that is another host: a server of its own then. */
  readonly tokenHost?: string;
  /** The name of its store of blobs, which it redirects to: a server of its own then. */
  readonly blobHost?: string;
  readonly rateLimit?: {
    readonly limit: number;
    readonly remaining: number;
    readonly window: number;
    readonly source?: string;
  };
  /** Addresses in the store of blobs are signed for GET: a HEAD is refused there. */
  readonly blobsByGetOnly?: boolean;
  /** Most tags on a page, whatever was asked for. */
  readonly pageSize?: number;
  /** What it does wrong; the first that fits a request. */
  readonly misbehaves?: readonly Misbehaviour[];
  readonly catalog?: boolean;
}
