/**
 * What was seen when the registry itself was asked about one image: facts in the order they were seen, never
 * a judgement. Edge makes these (edge/registry), diagnosis judges them, and tests write them by hand.
 */
import type { Platform } from '../image/platform.ts';
import type { HostReading } from '../message/message-reading.ts';
import type { BlindSpot, Instant } from '../observed.ts';

/** One image asked about with one set of credentials, from one place. */
export interface ImageProbe {
  /** The image string as asked for (as a pod's spec has it). */
  readonly image: string;
  /** Whose credentials, see accessOf in core/diagnosis/probing; empty when no pod stands behind the question. */
  readonly access: string;
  readonly at: Instant;
  /** Milliseconds from the first look to the last answer. */
  readonly took: number;
  /** Every look in order: names, addresses, handshakes, requests. */
  readonly looks: readonly RegistryLook[];
  /** Credentials in the order tried; a look points at one by its index. */
  readonly trials: readonly CredentialTrial[];
  /** The manifest the reference resolves to for whoever was let in. */
  readonly manifest?: ManifestFacts;
  /** The manifests chosen out of an index, one for each platform asked for that it has. */
  readonly children?: readonly ChildManifest[];
  readonly tags?: TagListFacts;
  /** Repositories beside the one asked for, where the registry shows any. */
  readonly repositories?: readonly string[];
  readonly rateLimit?: RateLimitFacts;
  /** The registry's clock (Date header) minus ours, in milliseconds; left out below the header's resolution. */
  readonly clockSkew?: number;
  /** What was wanted and could not be looked at, budget and refusals of our own included. */
  readonly blindSpots: readonly BlindSpot[];
}

export type LookKind =
  | 'dns'
  | 'connect'
  | 'tls'
  | 'ping'
  | 'token'
  | 'manifest'
  | 'child-manifest'
  | 'config'
  | 'layer'
  | 'tags'
  | 'catalog';

export interface RegistryLook {
  readonly kind: LookKind;
  readonly host: HostReading;
  /** What was asked for: an address, a tag or digest, a scope, a repository. */
  readonly subject?: string;
  /** Index in `trials` of the credential used; none for an anonymous look outside a trial. */
  readonly trial?: number;
  /** Addresses of a `dns` look. */
  readonly addresses?: readonly string[];
  /** What a `token` look's token says it grants, where it tells: `repository:shop/web:pull`; nothing at all: []. */
  readonly granted?: readonly string[];
  /** The leaf of a `tls` look, whether or not it was trusted. */
  readonly certificate?: CertificateFacts;
  /** The answer to a request, when there was one. */
  readonly answer?: HttpAnswer;
  /** Why there was none. Neither: the look went well. */
  readonly failure?: LookFailure;
}

export interface HttpAnswer {
  readonly method: 'HEAD' | 'GET' | 'POST';
  readonly status: number;
  /** What the body was. A page of HTML in place of an API's JSON is a portal or a proxy. */
  readonly body: 'none' | 'json' | 'html' | 'text' | 'binary';
  /** `errors[]` of the OCI specification, or its vendors' single `{code, message}`; control characters gone. */
  readonly errors: readonly { readonly code: string; readonly message: string }[];
  /** The server's words where there are no `errors`: plain, one line, at most 300 characters. */
  readonly words?: string;
  /** `Server`, `X-…` and the like that tell a vendor, lower-cased names; never cookies or tokens. */
  readonly signs?: Readonly<Record<string, string>>;
  /** Challenges of a 401: scheme and realm host, service and scope as announced. */
  readonly challenges?: readonly ChallengeFacts[];
  /** Milliseconds, from Retry-After. */
  readonly retryAfter?: number;
}

export interface ChallengeFacts {
  /** Lower case: `bearer`, `basic`, `negotiate`, or what was said. */
  readonly scheme: string;
  readonly realm?: string;
  readonly service?: string;
  readonly scope?: string;
  /** `error` parameter: `insufficient_scope`, `invalid_token`. */
  readonly error?: string;
}

/** Closed: what keeps a look from having an answer. */
export type LookFailureKind =
  | 'name-not-found'
  | 'name-unresolved'
  | 'refused'
  | 'timeout'
  | 'unreachable'
  | 'broken'
  | 'tls-untrusted'
  | 'tls-expired'
  | 'tls-not-yet-valid'
  | 'tls-hostname'
  | 'tls-protocol'
  | 'plain-http'
  | 'needs-tls'
  | 'proxy'
  | 'bad-answer'
  | 'redirect-refused'
  | 'realm-refused'
  | 'budget';

export interface LookFailure {
  readonly kind: LookFailureKind;
  /** One line in the field's words: `lookup reg.example.com: no such host`. */
  readonly says: string;
}

export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** One credential offered to the registry. Never its password; of its own text only what may be shown. */
export interface CredentialTrial {
  /** `secret shop/regcred key registry.example.com`, `anonymous`, `your own login for ghcr.io`. */
  readonly source: string;
  readonly anonymous: boolean;
  /** Where the login stands, when it is a pull secret's. */
  readonly secret?: { readonly namespace: string; readonly name: string; readonly key: string };
  readonly user?: string;
  /**
   * `accepted`: the registry let it read the manifest or said that it is not there;
   * `rejected`: it did not take the login; `denied`: it knows the login and refuses this repository;
   * `unclear`: an answer that means either; `not-tried`: an earlier one worked, or no look got that far.
   */
  readonly outcome: 'accepted' | 'rejected' | 'denied' | 'unclear' | 'not-tried';
  /** HTTP status of the answer that decided, and which look it was. */
  readonly status?: number;
  readonly look?: number;
  /** The server's words for it. */
  readonly says?: string;
  /** True where the login belongs to what the kubelet would offer (all but the user's own and extra anonymous). */
  readonly kubelets: boolean;
}

export interface ManifestFacts {
  readonly digest: string;
  readonly mediaType: string;
  readonly kind: 'index' | 'image' | 'artifact' | 'schema1';
  /** Platforms of an index, attestations left out; of a single image what its config says, when it was read. */
  readonly platforms: readonly Platform[];
  /** Compressed bytes of config and layers, where they were read. */
  readonly size?: number;
  /** When the image was built, as its config or annotations say. */
  readonly created?: Instant;
  /** `artifactType` or the config's media type of an artifact. */
  readonly artifactType?: string;
}

export interface ChildManifest {
  readonly platform: Platform;
  readonly digest: string;
  /** Whether the registry still has it; `unknown` when it was not asked or did not say. */
  readonly state: 'present' | 'missing' | 'unknown';
  readonly size?: number;
  /** Digests of layers or config that the registry has lost (a HEAD said 404). */
  readonly lost?: readonly string[];
}

export interface TagListFacts {
  readonly names: readonly string[];
  /** False when the registry has more than were read. */
  readonly complete: boolean;
  /** What was learned of single tags, nearest to the one asked for first. */
  readonly near: readonly TagFacts[];
}

export interface TagFacts {
  readonly name: string;
  readonly digest?: string;
  readonly created?: Instant;
  readonly platforms?: readonly Platform[];
}

/** `ratelimit-limit`, `ratelimit-remaining` and `docker-ratelimit-source` of an answer. */
export interface RateLimitFacts {
  readonly limit?: number;
  readonly remaining?: number;
  /** Seconds. */
  readonly window?: number;
  /** The account or address that is counted. */
  readonly source?: string;
}
