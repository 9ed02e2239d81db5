/**
 * Why no credential reached the registry, or why the one that did was refused, as far as secrets and the service
 * account show it (pkg/kubelet/kubelet_pods.go, pkg/credentialprovider/secrets/secrets.go, the ServiceAccount
 * admission).
 */
import type { LoginFault, RegistryEntryEvidence } from '../../evidence/credentials/registry-entry.ts';
import { formOfType } from '../../evidence/credentials/secret-content.ts';
import type { Instant } from '../../evidence/observed.ts';
import type { PodEvidence } from '../../evidence/objects/pod.ts';
import type { SecretEvidence } from '../../evidence/objects/secret.ts';
import type { Reason } from '../cause.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { ImageName } from '../image-name.ts';
import { cloudOfRegistry } from './cloud-registry.ts';
import { isRead, matchedEntries } from './matched-entries.ts';
import { FAILURE_KINDS } from './pull-event.ts';
import { keyFit, type KeyFit } from './registry-key.ts';
import type { PullSite } from './pull-site.ts';

/** The reason behind missing credentials; nothing where the objects seen do not tell. */
export function secretReason(site: PullSite, index: ClusterIndex): Reason | undefined {
  const { pod } = site;
  if (pod.mirror) return undefined;
  const image = index.image(site.image);
  if (pod.imagePullSecrets.length === 0) return withoutSecrets(pod, image, index);
  const absent = absentSecrets(pod, index);
  const [first] = absent;
  if (first !== undefined) {
    const elsewhere = index.secretsNamed(first).some(({ namespace }) => namespace !== pod.namespace);
    return elsewhere ? 'secret-in-other-namespace' : 'secret-absent';
  }
  const seen = secretsOf(pod, index);
  return seen.length < pod.imagePullSecrets.length ? undefined : contentReason(seen, image);
}

/**
 * The reason behind credentials that were sent and refused: only where it holds for each that the kubelet would
 * have tried.
 *
 * @param at when they were refused
 */
export function refusedReason(site: PullSite, at: Instant, index: ClusterIndex): Reason | undefined {
  const { pod } = site;
  const seen = secretsOf(pod, index);
  const unknown = pod.imagePullSecrets.length - seen.length - absentSecrets(pod, index).length;
  if (pod.mirror || unknown > 0 || seen.some((secret) => isRead(secret) && !secret.entries.seen)) {
    return undefined;
  }
  const tried = matchedEntries(seen, index.image(site.image)).filter(({ empty }) => !empty);
  // What was written later is not what was refused.
  if (tried.some(({ secret }) => (secret.writtenAt ?? 0) > at)) return undefined;
  const reasons = tried.map((entry) => entryReason(entry, at));
  return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
}

/** Faults that no registry overlooks; the rest may be meant so. */
const DAMAGE: ReadonlySet<LoginFault> = new Set<LoginFault>([
  'trailing-newline',
  'surrounding-space',
  'quotes',
  'double-base64',
  'placeholder',
  'not-a-json-key',
  'not-utf8',
]);

/** What is wrong with one login for certain, by its own look. */
export function entryReason({ expiresAt, faults }: RegistryEntryEvidence, at: Instant): Reason | undefined {
  if (expiresAt !== undefined && expiresAt <= at) return 'secret-expired';
  return faults.some((fault) => DAMAGE.has(fault)) ? 'secret-value-damaged' : undefined;
}

function secretsOf(pod: PodEvidence, index: ClusterIndex): readonly SecretEvidence[] {
  return pod.imagePullSecrets.flatMap((name) => index.secret(pod.namespace, name) ?? []);
}

/**
 * Names in `imagePullSecrets` that are not there: the kubelet said so (`FailedToRetrieveImagePullSecret`,
 * 1.28+); a live cluster was asked for it; or, where the kubelet would not have said so, secrets were listed
 * in this namespace without it.
 */
export function absentSecrets(pod: PodEvidence, index: ClusterIndex): readonly string[] {
  const events = index.pullEventsOf(pod);
  const said = new Set(events.flatMap(({ kind, secrets }) => (kind === 'secret-absent' ? secrets : [])));
  const kubelet = index.node(pod.nodeName)?.kubelet;
  const saysSo = kubelet !== undefined && (kubelet.major > 1 || kubelet.minor >= 28);
  // Said just before an attempt. Where no failed attempt is on record, it may have been said and lost:
  // the back-off alone goes on being told when warnings have expired or are held back as spam.
  const wouldSay = saysSo && events.some(({ kind }) => FAILURE_KINDS.has(kind));
  const listed = !wouldSay && secretsListed(pod.namespace, index);
  return pod.imagePullSecrets.filter(
    (name) =>
      index.secret(pod.namespace, name) === undefined &&
      (said.has(name) || listed || index.absent('Secret', pod.namespace, name)),
  );
}

/** A list that was refused or cut short shows nothing by what it lacks. */
export function secretsListed(namespace: string, index: ClusterIndex): boolean {
  const hidden = index.evidence.blindSpots.some(({ what }) => what.toLowerCase().includes('secret'));
  return (
    index.looked('Secret') &&
    !hidden &&
    index.evidence.secrets.some((secret) => secret.namespace === namespace)
  );
}

function withoutSecrets(pod: PodEvidence, image: ImageName, index: ClusterIndex): Reason | undefined {
  const account = index.serviceAccount(pod.namespace, pod.serviceAccount);
  if (account !== undefined && account.imagePullSecrets.length > 0) return 'secret-not-inherited';
  const cloud = cloudOfRegistry(image.host);
  if (cloud === undefined) return 'no-secret-referenced';
  const node = index.node(pod.nodeName);
  if (node === undefined) return undefined;
  return node.provider === cloud ? 'provider-silent' : 'no-secret-referenced';
}

/** Why none of these secrets gives anything for the image; nothing when one may. */
function contentReason(secrets: readonly SecretEvidence[], image: ImageName): Reason | undefined {
  const read = secrets.filter(isRead);
  if (read.some(({ entries, malformed }) => !entries.seen || malformed !== undefined)) return undefined;
  const matched = matchedEntries(secrets, image);
  if (matched.length > 0) return matched.every(({ empty }) => empty) ? 'secret-empty' : undefined;
  const faults = secrets.map((secret) => secretFault(secret, image));
  const known = faults.filter((fault) => fault !== undefined);
  if (known.length < faults.length) return undefined;
  // The one that comes nearest is the one that was meant.
  return known.toSorted((one, other) => NEARNESS[one.fit] - NEARNESS[other.fit])[0]?.reason;
}

const NEARNESS: Readonly<Record<KeyFit, number>> = { fits: 0, 'other-path': 1, unsure: 2, 'other-host': 2 };

interface SecretFault {
  readonly reason: Reason;
  /** How near its entries come to the image, whether or not the kubelet reads them. */
  readonly fit: KeyFit;
}

function secretFault(secret: SecretEvidence, image: ImageName): SecretFault | undefined {
  const { type, entries } = secret;
  // Who may not read a secret may still see that it is there.
  if (type === '') return undefined;
  const fits = entries.seen ? entries.value.map(({ key }) => keyFit(key, image)) : [];
  const fit = (['fits', 'other-path'] as const).find((one) => fits.includes(one)) ?? 'other-host';
  if (!isRead(secret)) {
    return { reason: formOfType(type) === undefined ? 'secret-wrong-type' : 'secret-wrong-key', fit };
  }
  if (fits.includes('unsure')) return undefined;
  if (fits.length === 0) return { reason: 'secret-empty', fit };
  return { reason: fit === 'other-path' ? 'secret-wrong-path' : 'secret-wrong-server', fit };
}
