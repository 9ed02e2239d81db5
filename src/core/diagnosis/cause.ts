/**
 * The vocabulary of verdicts. `Cause` is closed: a new cause does not compile until it has a rule,
 * words, a rung, a retry verdict, an actor, a docs page and cases.
 */
export const CAUSES = [
  'invalid-reference',
  'short-name-unresolved',
  'repository-not-found',
  'tag-not-found',
  'digest-not-found',
  'not-found-unspecified',
  'platform-mismatch',
  'unsupported-manifest',
  'wrong-architecture-binary',
  'access-denied-ambiguous',
  'credentials-missing',
  'credentials-rejected',
  'credentials-expired',
  'forbidden',
  'pull-secret-malformed',
  'dns-failure',
  'connection-refused',
  'connection-timeout',
  'connection-broken',
  'tls-untrusted',
  'tls-expired',
  'tls-hostname',
  'http-https-mismatch',
  'proxy-failure',
  'rate-limited',
  'registry-unavailable',
  'registry-retired',
  'disk-full',
  'memory-pressure',
  'runtime-unavailable',
  'corrupt-content',
  'unpack-failed',
  'pull-timeout',
  'kubelet-throttled',
  'never-pull',
  'signature-rejected',
  'image-blocked-by-node-policy',
  'image-volume-refused',
  'back-off-only',
  'unknown',
] as const;

export type Cause = (typeof CAUSES)[number];

/** Causes that by their nature leave a question open: never `proven`. */
export const OPEN_CAUSES: ReadonlySet<Cause> = new Set<Cause>([
  'unknown',
  'back-off-only',
  'access-denied-ambiguous',
  'not-found-unspecified',
]);

export type Certainty = 'proven' | 'likely' | 'possible';

/** Faults of the way to a host: whoever stands elsewhere may have another one. */
export const WAY_FAULTS: ReadonlySet<Cause> = new Set<Cause>([
  'dns-failure',
  'connection-refused',
  'connection-timeout',
  'connection-broken',
  'tls-untrusted',
  'tls-expired',
  'tls-hostname',
  'http-https-mismatch',
  'proxy-failure',
]);

/** The rungs a pull climbs, in order. A failure is the first that breaks. */
export const RUNGS = [
  'reference',
  'pull-policy',
  'credentials',
  'dns',
  'connect',
  'tls',
  'sign-in',
  'permission',
  'repository',
  'manifest',
  'platform',
  'layers',
  'unpack',
] as const;

/** A rung of the ladder, or a place beside it: the runtime itself, or a signature check. */
export type Rung = (typeof RUNGS)[number] | 'runtime' | 'verify' | 'unknown';

/** `permanent`: the same answer comes until something is changed. */
export type Retry = 'permanent' | 'transient' | 'unknown';

/** Who must act. `time`: nobody, it passes. */
export type Actor = 'author' | 'platform' | 'registry' | 'time';

/** What an incident is about; pulls with the same cause and the same such thing are one finding. */
export type GroupBy = 'image' | 'host' | 'node' | 'access';

/** The deeper why, as far as objects and registry show it. */
export type Reason =
  | 'no-secret-referenced'
  | 'secret-absent'
  | 'secret-wrong-type'
  | 'secret-wrong-key'
  | 'secret-wrong-server'
  | 'secret-wrong-path'
  | 'secret-empty'
  | 'secret-value-damaged'
  | 'secret-expired'
  | 'secret-not-inherited'
  | 'secret-in-other-namespace'
  | 'provider-silent'
  | 'pushed-later'
  | 'child-manifest-missing'
  | 'image-never-loaded'
  | 'cached-image-denied'
  | 'template-not-rendered'
  | 'registry-moved'
  | 'node-clock'
  | 'cluster-internal-name'
  | 'address-refused'
  | 'content-policy'
  | 'hosts-misconfigured'
  | 'sandbox-image'
  | 'works-now'
  | 'login-not-needed';
