/**
 * What a message of the kubelet or a runtime said, before anybody judges it.
 *
 * A message is nested: event wrapper → one attempt per credential → gRPC status → steps of the
 * runtime → URL and host → the innermost error. The reading keeps that nesting and the raw text;
 * it never holds a verdict.
 */

/** Programs whose words were recognised. */
export type Runtime =
  'containerd' | 'cri-o' | 'docker' | 'podman' | 'buildkit' | 'kubelet' | 'go-containerregistry';

/** What the runtime was doing when it failed, outermost decision first in a pull's life. */
export type PullStep =
  | 'inspect'
  | 'reference'
  | 'ping'
  | 'authorize'
  | 'resolve'
  | 'manifest'
  | 'platform'
  | 'config'
  | 'layer'
  | 'unpack'
  | 'verify';

/** Which server of a pull was spoken to. */
export type HostRole = 'registry' | 'token' | 'mirror' | 'blob' | 'proxy';

export interface HostReading {
  /** Host, with port when the text has one. Lower case as written. */
  readonly name: string;
  readonly role: HostRole;
}

/** Error codes of the OCI distribution spec and of its vendors, as words of the answer. */
export type RegistryCode =
  | 'BLOB_UNKNOWN'
  | 'DENIED'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'NOT_FOUND'
  | 'TAG_EXPIRED'
  | 'TOOMANYREQUESTS'
  | 'UNAUTHORIZED'
  | 'UNAVAILABLE'
  | 'UNKNOWN'
  | 'UNSUPPORTED';

/** What the server's own words speak of, wherever they stand. */
export type ServerHint =
  | 'token-expired'
  | 'tag-expired'
  | 'bad-login'
  | 'login-required'
  | 'anonymous'
  | 'not-permitted'
  | 'may-not-exist'
  | 'pull-rate-limit'
  | 'quota'
  | 'repository-missing'
  | 'tag-missing'
  | 'address-refused'
  | 'content-policy'
  | 'signature'
  | 'retired'
  | 'service-disabled'
  | 'maintenance';

/**
 * The innermost things that can be said. `kind` names what was said, not what it means: a 403 is
 * a `status`, whoever is to blame for it.
 */
export type Fault =
  | { readonly kind: 'reference'; readonly detail: string }
  | { readonly kind: 'short-name'; readonly name: string; readonly ambiguous: boolean }
  | { readonly kind: 'blocked'; readonly by: string }
  | { readonly kind: 'secret-malformed'; readonly detail: string }
  | { readonly kind: 'secret-absent'; readonly names: readonly string[] }
  | { readonly kind: 'never-pull' }
  | { readonly kind: 'throttled' }
  /** `lost`: it answered at first, and the connection to it broke on the way. */
  | { readonly kind: 'runtime'; readonly detail: string; readonly lost?: boolean }
  | { readonly kind: 'dns'; readonly name: string; readonly server?: string; readonly detail: string }
  | { readonly kind: 'proxy'; readonly detail: string }
  /** `by: 'node'`: the node's own kernel or firewall forbade the connection. */
  | { readonly kind: 'refused'; readonly address?: string; readonly by?: 'node' }
  | {
      readonly kind: 'timeout';
      readonly what: 'dial' | 'tls' | 'answer' | 'route' | 'read';
      readonly address?: string;
    }
  | { readonly kind: 'broken'; readonly what: 'reset' | 'eof' | 'unexpected-eof' | 'stream' | 'altered' }
  | {
      readonly kind: 'tls';
      readonly what: 'untrusted' | 'expired' | 'hostname' | 'alert' | 'client-certificate';
      readonly detail: string;
      /** `current time T is after T2`, both as written. */
      readonly clock?: {
        readonly now: string;
        readonly bound: string;
        readonly relation: 'before' | 'after';
      };
    }
  | { readonly kind: 'scheme'; readonly served: 'http' | 'https' }
  | { readonly kind: 'status'; readonly status: number; readonly page: boolean }
  /** A status phrase where an answer should stand (`Get https://h/v2/: Forbidden`): a proxy's words. */
  | { readonly kind: 'bare-phrase'; readonly phrase: string }
  | { readonly kind: 'registry-error'; readonly code: RegistryCode }
  | {
      readonly kind: 'access-denied';
      readonly server: 'insufficient-scope' | 'invalid-token' | 'denied' | 'unsaid';
    }
  | { readonly kind: 'no-credentials' }
  | { readonly kind: 'login-refused' }
  | { readonly kind: 'no-auth-scheme' }
  | {
      readonly kind: 'not-found';
      readonly what: 'reference' | 'manifest' | 'content' | 'snapshot' | 'hosts' | 'unsaid';
    }
  | { readonly kind: 'platform'; readonly wanted?: string; readonly has?: string }
  | {
      readonly kind: 'media-type';
      readonly what: 'schema1' | 'artifact' | 'unknown' | 'page' | 'layers' | 'too-large';
      readonly mediaType?: string;
    }
  /** Text where JSON should stand: the first character and what was being read. */
  | { readonly kind: 'not-json'; readonly character: string }
  | { readonly kind: 'disk'; readonly what: 'space' | 'quota' | 'read-only' }
  | { readonly kind: 'memory' }
  | { readonly kind: 'content'; readonly what: 'digest' | 'size' | 'missing' | 'damaged' | 'disk-error' }
  | { readonly kind: 'unpack'; readonly detail: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'deadline' }
  | { readonly kind: 'no-progress' }
  | { readonly kind: 'signature'; readonly what: 'missing' | 'policy' | 'invalid' | 'verifier' }
  | { readonly kind: 'retired' }
  | { readonly kind: 'image-volume'; readonly detail: string }
  | { readonly kind: 'exec-format' }
  | { readonly kind: 'reconfigured-hosts'; readonly detail: string };

export interface Request {
  readonly method: string;
  readonly url: string;
}

/** One attempt with one credential: everything said about it, and the fault that decides. */
export interface AttemptReading {
  readonly runtime?: Runtime;
  readonly step?: PullStep;
  /** gRPC code word of the innermost status (`NotFound`, `Unknown`, …). */
  readonly grpc?: string;
  /** Whose answer or silence it was. */
  readonly host?: HostReading;
  readonly request?: Request;
  /** Whether credentials went out, where the text tells. */
  readonly sent?: 'credentials' | 'nothing';
  /** HTTP status, wherever it was said. */
  readonly status?: number;
  readonly code?: RegistryCode;
  /** The server's own words, as far as they were passed on. */
  readonly serverWords?: string;
  readonly hints: readonly ServerHint[];
  /** The normalised image the runtime names (`docker.io/library/nginx:1`). */
  readonly image?: string;
  /** A digest named beside the image: the manifest or layer that failed. */
  readonly digest?: string;
  /** True when the runtime says that it asked mirrors first or through one (`ns=`, `Mirrors also failed`). */
  readonly throughMirror?: boolean;
  /** Everything that went wrong, outermost first. */
  readonly faults: readonly Fault[];
  /** The one of `faults` that decides; absent when nothing was said beyond the steps. */
  readonly fault?: Fault;
}

/** The kubelet's words around the attempts. */
export interface Wrapping {
  /** Reason word found in the text: `ErrImagePull`, `ImagePullBackOff`, `RegistryUnavailable` … */
  readonly reason?: string;
  /** The image string as the kubelet quotes it (as the spec has it). */
  readonly image?: string;
  /** `(combined from similar events): ` stood in front. */
  readonly combined: boolean;
  /** Says only that the kubelet waits. */
  readonly backOff: boolean;
  /** It was the sandbox ("pause") image. */
  readonly sandbox: boolean;
  /** Container named by the text (`failed to "StartContainer" for "app"`). */
  readonly container?: string;
}

export interface MessageReading {
  /** The text as it came, cut at the reader's limit. */
  readonly raw: string;
  /** True when the text was longer than the reader's limit and its middle was not read. */
  readonly cut: boolean;
  readonly wrapping: Wrapping;
  /** One per credential tried, in the kubelet's order; empty when only the back-off was said. */
  readonly attempts: readonly AttemptReading[];
  /** What the runtime's mirrors said, where it tells (CRI-O). */
  readonly mirrors: readonly AttemptReading[];
}
