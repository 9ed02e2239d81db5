import type { CauseRule } from '../judgement/cause-rule.ts';
import { accessDeniedAmbiguous } from './access-denied-ambiguous.ts';
import { backOffOnly } from './back-off-only.ts';
import { connectionBroken } from './connection-broken.ts';
import { connectionRefused } from './connection-refused.ts';
import { connectionTimeout } from './connection-timeout.ts';
import { corruptContent } from './corrupt-content.ts';
import { credentialsExpired } from './credentials-expired.ts';
import { credentialsMissing } from './credentials-missing.ts';
import { credentialsRejected } from './credentials-rejected.ts';
import { digestNotFound } from './digest-not-found.ts';
import { diskFull } from './disk-full.ts';
import { dnsFailure } from './dns-failure.ts';
import { forbidden } from './forbidden.ts';
import { httpHttpsMismatch } from './http-https-mismatch.ts';
import { imageBlockedByNodePolicy } from './image-blocked-by-node-policy.ts';
import { imageVolumeRefused } from './image-volume-refused.ts';
import { invalidReference } from './invalid-reference.ts';
import { kubeletThrottled } from './kubelet-throttled.ts';
import { memoryPressure } from './memory-pressure.ts';
import { neverPull } from './never-pull.ts';
import { notFoundUnspecified } from './not-found-unspecified.ts';
import { platformMismatch } from './platform-mismatch.ts';
import { proxyFailure } from './proxy-failure.ts';
import { pullSecretMalformed } from './pull-secret-malformed.ts';
import { pullTimeout } from './pull-timeout.ts';
import { rateLimited } from './rate-limited.ts';
import { registryRetired } from './registry-retired.ts';
import { registryUnavailable } from './registry-unavailable.ts';
import { repositoryNotFound } from './repository-not-found.ts';
import { runtimeUnavailable } from './runtime-unavailable.ts';
import { shortNameUnresolved } from './short-name-unresolved.ts';
import { signatureRejected } from './signature-rejected.ts';
import { tagNotFound } from './tag-not-found.ts';
import { tlsExpired } from './tls-expired.ts';
import { tlsHostname } from './tls-hostname.ts';
import { tlsUntrusted } from './tls-untrusted.ts';
import { unknown } from './unknown.ts';
import { unpackFailed } from './unpack-failed.ts';
import { unsupportedManifest } from './unsupported-manifest.ts';
import { wrongArchitectureBinary } from './wrong-architecture-binary.ts';

/**
 * Every cause, in the order in which they are asked. What a server says outranks how it said it
 * (`denied: token has expired` is expiry), and the particular outranks the general.
 */
export const CAUSE_RULES: readonly CauseRule[] = [
  registryRetired,
  credentialsExpired,
  pullSecretMalformed,
  invalidReference,
  shortNameUnresolved,
  neverPull,
  kubeletThrottled,
  runtimeUnavailable,
  imageVolumeRefused,
  wrongArchitectureBinary,
  signatureRejected,
  imageBlockedByNodePolicy,
  diskFull,
  memoryPressure,
  platformMismatch,
  dnsFailure,
  proxyFailure,
  httpHttpsMismatch,
  tlsUntrusted,
  tlsExpired,
  tlsHostname,
  rateLimited,
  registryUnavailable,
  corruptContent,
  unsupportedManifest,
  connectionRefused,
  connectionTimeout,
  connectionBroken,
  repositoryNotFound,
  digestNotFound,
  tagNotFound,
  credentialsRejected,
  forbidden,
  credentialsMissing,
  accessDeniedAmbiguous,
  notFoundUnspecified,
  unpackFailed,
  pullTimeout,
  backOffOnly,
  unknown,
];
