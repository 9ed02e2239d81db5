import type { Cause } from '../cause.ts';

/**
 * What asking the registry tells about a cause: 3 settles an open question, 2 proves and shows what would do
 * instead, 1 tells the node's path from the registry's, 0 nothing that is not known.
 */
export const PROBE_WORTH: Readonly<Record<Cause, 0 | 1 | 2 | 3>> = {
  'not-found-unspecified': 3,
  'access-denied-ambiguous': 3,
  'back-off-only': 3,
  unknown: 3,
  'tag-not-found': 2,
  'digest-not-found': 2,
  'repository-not-found': 2,
  'platform-mismatch': 2,
  'unsupported-manifest': 2,
  'credentials-missing': 2,
  'credentials-rejected': 2,
  'credentials-expired': 2,
  forbidden: 2,
  'corrupt-content': 2,
  'wrong-architecture-binary': 2,
  'rate-limited': 1,
  'registry-unavailable': 1,
  'registry-retired': 1,
  'dns-failure': 1,
  'connection-refused': 1,
  'connection-timeout': 1,
  'connection-broken': 1,
  'tls-untrusted': 1,
  'tls-expired': 1,
  'tls-hostname': 1,
  'http-https-mismatch': 1,
  'proxy-failure': 1,
  'pull-timeout': 1,
  // Unless the room that is left on the node is known (plan-probes.ts).
  'disk-full': 0,
  'invalid-reference': 0,
  'short-name-unresolved': 0,
  'pull-secret-malformed': 0,
  'memory-pressure': 0,
  'runtime-unavailable': 0,
  'unpack-failed': 0,
  'kubelet-throttled': 0,
  'never-pull': 0,
  'signature-rejected': 0,
  'image-blocked-by-node-policy': 0,
  'image-volume-refused': 0,
};
