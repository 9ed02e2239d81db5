import type { Cause } from '../diagnosis/cause.ts';
import type { Finding } from '../diagnosis/finding.ts';
import type { ClusterEvidence } from '../evidence/evidence.ts';
import { ambiguousRemedies, missingRemedies, refusedCredentialsRemedies } from './access-remedies.ts';
import { forbiddenRemedies } from './forbidden-remedies.ts';
import { readIncident, type Incident } from './incident.ts';
import {
  digestRemedies,
  notFoundRemedies,
  repositoryRemedies,
  retiredRemedies,
  tagRemedies,
} from './missing-image-remedies.ts';
import {
  brokenRemedies,
  dnsRemedies,
  proxyRemedies,
  refusedRemedies,
  timeoutRemedies,
} from './network-remedies.ts';
import {
  corruptRemedies,
  diskRemedies,
  memoryRemedies,
  pullTimeoutRemedies,
  runtimeRemedies,
  throttledRemedies,
  unpackRemedies,
} from './node-remedies.ts';
import { backOffRemedies, unknownRemedies } from './open-remedies.ts';
import { manifestRemedies, platformRemedies, wrongBinaryRemedies } from './platform-remedies.ts';
import {
  blockedRemedies,
  imageVolumeRemedies,
  neverPullRemedies,
  signatureRemedies,
} from './policy-remedies.ts';
import { invalidReferenceRemedies, shortNameRemedies } from './reference-remedies.ts';
import { rateLimitRemedies, unavailableRemedies } from './registry-remedies.ts';
import type { Remedy } from './remedy.ts';
import { retryNow } from './retry-now.ts';
import { rollback } from './rollback.ts';
import { expiredRemedies, malformedRemedies } from './secret-remedies.ts';
import {
  expiredCertificateRemedies,
  hostnameRemedies,
  schemeRemedies,
  untrustedRemedies,
} from './tls-remedies.ts';

type Planner = (incident: Incident) => readonly Remedy[];

/** More than this is a list to read, not help. */
const MAX_REMEDIES = 4;

/** Faults of the node: another revision would meet them too. */
const OF_THE_NODE: ReadonlySet<Cause> = new Set<Cause>([
  'disk-full',
  'memory-pressure',
  'runtime-unavailable',
  'kubelet-throttled',
  'pull-timeout',
]);

/** One planner for each cause: a new cause does not compile without. */
const PLANNERS: Readonly<Record<Cause, Planner>> = {
  'invalid-reference': invalidReferenceRemedies,
  'short-name-unresolved': shortNameRemedies,
  'repository-not-found': repositoryRemedies,
  'tag-not-found': tagRemedies,
  'digest-not-found': digestRemedies,
  'not-found-unspecified': notFoundRemedies,
  'platform-mismatch': platformRemedies,
  'unsupported-manifest': manifestRemedies,
  'wrong-architecture-binary': wrongBinaryRemedies,
  'access-denied-ambiguous': ambiguousRemedies,
  'credentials-missing': missingRemedies,
  'credentials-rejected': refusedCredentialsRemedies,
  'credentials-expired': expiredRemedies,
  forbidden: forbiddenRemedies,
  'pull-secret-malformed': malformedRemedies,
  'dns-failure': dnsRemedies,
  'connection-refused': refusedRemedies,
  'connection-timeout': timeoutRemedies,
  'connection-broken': brokenRemedies,
  'tls-untrusted': untrustedRemedies,
  'tls-expired': expiredCertificateRemedies,
  'tls-hostname': hostnameRemedies,
  'http-https-mismatch': schemeRemedies,
  'proxy-failure': proxyRemedies,
  'rate-limited': rateLimitRemedies,
  'registry-unavailable': unavailableRemedies,
  'registry-retired': retiredRemedies,
  'disk-full': diskRemedies,
  'memory-pressure': memoryRemedies,
  'runtime-unavailable': runtimeRemedies,
  'corrupt-content': corruptRemedies,
  'unpack-failed': unpackRemedies,
  'pull-timeout': pullTimeoutRemedies,
  'kubelet-throttled': throttledRemedies,
  'never-pull': neverPullRemedies,
  'signature-rejected': signatureRemedies,
  'image-blocked-by-node-policy': blockedRemedies,
  'image-volume-refused': imageVolumeRemedies,
  'back-off-only': backOffRemedies,
  unknown: unknownRemedies,
};

/**
 * Plans what to do about a finding: the best first, at most four. Commands are for the owner of the
 * pods and safe to paste into bash or zsh; nothing is applied.
 *
 * @param finding one incident with its pulls
 * @param evidence the cluster as it was seen, for secrets, nodes and versions that run elsewhere
 */
export function planRemedies(finding: Finding, evidence: ClusterEvidence): readonly Remedy[] {
  const incident = readIncident(finding, evidence);
  const planned = eachOnce([...mended(incident), ...PLANNERS[finding.cause](incident)]).slice(
    0,
    MAX_REMEDIES,
  );
  if (OF_THE_NODE.has(finding.cause) || finding.retry === 'transient') return planned;
  // What the author broke, going back mends at once; what lies elsewhere, it may only go round.
  const at = finding.actor === 'author' ? 1 : MAX_REMEDIES - 1;
  return planned.toSpliced(at, 0, ...rollback(incident)).slice(0, MAX_REMEDIES);
}

/** What was wrong has been put right: only the back-off is left to be skipped. */
function mended(incident: Incident): readonly Remedy[] {
  if (incident.finding.reason !== 'works-now') return [];
  return [retryNow(incident, { notes: ['Asked again just now, the registry gives the image'] })];
}

/** Two ways of planning may come to the same remedy. */
function eachOnce(planned: readonly Remedy[]): readonly Remedy[] {
  const titles = new Set<string>();
  return planned.filter(({ title }) => !titles.has(title) && titles.add(title));
}
