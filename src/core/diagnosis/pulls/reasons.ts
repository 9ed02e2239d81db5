/**
 * The deeper why of a verdict, as far as the objects around the pod show it. It never touches the
 * cause: that stays what the kubelet's text says, whatever was allowed to be seen.
 */
import type { Instant } from '../../evidence/observed.ts';
import { isReference, parseImageReference } from '../../evidence/image/image-reference.ts';
import type { NodeEvidence } from '../../evidence/objects/node.ts';
import type { Cause, Reason } from '../cause.ts';
import type { ChosenReading } from './choose-reading.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { cloudOfRegistry } from './cloud-registry.ts';
import { providerFailed } from './provider-log.ts';
import type { PullSite } from './pull-site.ts';
import { refusedReason, secretReason } from './secret-reason.ts';
import type { Verdict } from '../verdict.ts';

/** The reason of one pull; nothing where neither text nor objects tell. */
export function deriveReason(site: PullSite, chosen: ChosenReading, index: ClusterIndex): Reason | undefined {
  const { verdict, quote } = chosen;
  if (site.kind === 'sandbox') return 'sandbox-image';
  return (
    verdict.reason ??
    neverLoaded(site, verdict, index) ??
    cachedDenied(site, verdict, index) ??
    accessReason(site, chosen, index) ??
    mistyped(site, verdict, index) ??
    (clockIsOff(verdict, quote?.at, index.asOf) ? 'node-clock' : undefined) ??
    (asksForClusterName(verdict) ? 'cluster-internal-name' : undefined)
  );
}

/** Clusters on the desk, whose nodes are given images by hand. */
const LOCAL_CLUSTERS: ReadonlySet<NodeEvidence['provider']> = new Set<NodeEvidence['provider']>([
  'kind',
  'minikube',
  'k3d',
  'docker-desktop',
]);

/**
 * An image built on the desk and never loaded into the local cluster. Docker Hub's official images are
 * public, so an access denied under `library/` means that there is none of that name.
 */
function neverLoaded(site: PullSite, { cause }: Verdict, index: ClusterIndex): Reason | undefined {
  if (!LOCAL_CLUSTERS.has(index.node(site.pod.nodeName)?.provider)) return undefined;
  const { repository, host } = index.image(site.image);
  const official = repository.startsWith('docker.io/library/');
  const local = host === 'localhost' || host.startsWith('localhost:');
  if (cause === 'never-pull') return imageOnNode(site, index) ? undefined : 'image-never-loaded';
  const unnamed = cause === 'access-denied-ambiguous' || cause === 'repository-not-found';
  return (official && unnamed) || (local && (unnamed || cause === 'connection-refused'))
    ? 'image-never-loaded'
    : undefined;
}

/**
 * The same, where the registry was asked: an image without a registry in its name, that Docker Hub does not show
 * to anybody, in a pod that brings no credentials along.
 */
export function neverPushed({ pod, image, kind }: PullSite, cause: Cause, index: ClusterIndex): boolean {
  if (!LOCAL_CLUSTERS.has(index.node(pod.nodeName)?.provider) || kind === 'sandbox') return false;
  const hidden = cause === 'access-denied-ambiguous' || cause === 'repository-not-found';
  const read = parseImageReference(image);
  return hidden && pod.imagePullSecrets.length === 0 && isReference(read) && !read.explicitDomain;
}

/** First minor version with KEP-2535 (image pull credential verification) on by default. */
const VERIFIES_CACHED = { major: 1, minor: 35 };

/** `Never`, and yet the image is on the node: this pod may not use what another pulled. */
function cachedDenied(site: PullSite, { cause }: Verdict, index: ClusterIndex): Reason | undefined {
  const kubelet = index.node(site.pod.nodeName)?.kubelet;
  if (cause !== 'never-pull' || kubelet === undefined) return undefined;
  const verifies = kubelet.major > VERIFIES_CACHED.major || kubelet.minor >= VERIFIES_CACHED.minor;
  return verifies && imageOnNode(site, index) ? 'cached-image-denied' : undefined;
}

/** The node lists the image, or another pod runs it there. A list without it proves nothing. */
export function imageOnNode({ pod, image }: PullSite, index: ClusterIndex): boolean {
  const { normal } = index.image(image);
  const node = index.node(pod.nodeName);
  if (node?.images.some((name) => index.image(name).normal === normal) === true) return true;
  return index
    .podsOn(pod.nodeName ?? '')
    .flatMap(({ containers }) => containers)
    .some(
      (one) =>
        one.imageId !== '' && one.state?.kind === 'running' && index.image(one.image).normal === normal,
    );
}

/** Causes behind which the want of a fitting credential may stand. */
const NEEDS_CREDENTIALS: ReadonlySet<Cause> = new Set<Cause>([
  'credentials-missing',
  'access-denied-ambiguous',
  // A bare 401 is said to wrong credentials and to none alike.
  'credentials-rejected',
]);

/** Causes behind which a credential may stand that was sent and is worth nothing. */
const REFUSES_CREDENTIALS: ReadonlySet<Cause> = new Set<Cause>([
  'credentials-rejected',
  'credentials-expired',
]);

function accessReason(
  site: PullSite,
  { verdict, quote }: ChosenReading,
  index: ClusterIndex,
): Reason | undefined {
  const { cause, attempt } = verdict;
  // A client certificate is the node's: no pull secret can hold one.
  if (attempt?.fault?.kind === 'tls') return undefined;
  const refused = REFUSES_CREDENTIALS.has(cause);
  const sent = attempt?.sent === 'credentials' || (refused && attempt?.hints.includes('bad-login') === true);
  const unsent =
    sent || !NEEDS_CREDENTIALS.has(cause)
      ? undefined
      : (providerSilent(site, index) ?? secretReason(site, index));
  const mayBePublic = cause === 'access-denied-ambiguous' && index.image(site.image).host === 'docker.io';
  if (mayBePublic && unsent === 'no-secret-referenced') return undefined;
  if (unsent !== undefined) return unsent;
  // ECR and others answer a token that has run out with a 403, too, and say no more.
  const forbidden = cause === 'forbidden' && verdict.host?.role !== 'blob';
  const reason = refused || forbidden ? refusedReason(site, quote?.at ?? index.asOf, index) : undefined;
  return forbidden && reason !== 'secret-expired' ? undefined : reason;
}

/** The node signs in by itself, and its own log says that it could not. */
function providerSilent({ pod, image }: PullSite, index: ClusterIndex): Reason | undefined {
  const own = pod.imagePullSecrets.length === 0 && cloudOfRegistry(index.image(image).host) !== undefined;
  return own && providerFailed(pod.nodeName, index.evidence) ? 'provider-silent' : undefined;
}

function mistyped(site: PullSite, { cause }: Verdict, index: ClusterIndex): Reason | undefined {
  if (cause !== 'invalid-reference') return undefined;
  return index.image(site.image).fault?.why === 'template' ? 'template-not-rendered' : undefined;
}

/** Events and statuses come within seconds of the failure; more than this is the node's clock. */
const CLOCK_SLACK = 15 * 60_000;
/** A quote without a time of its own may be as old as its pod. */
const DAY = 24 * 3_600_000;

function clockIsOff({ attempt }: Verdict, at: Instant | undefined, asOf: Instant): boolean {
  const fault = attempt?.fault;
  if (fault?.kind !== 'tls' || fault.what !== 'expired' || fault.clock === undefined) return false;
  const said = Date.parse(fault.clock.now);
  if (!Number.isFinite(said)) return false;
  return at === undefined ? Math.abs(said - asOf) > DAY : Math.abs(said - at) > CLOCK_SLACK;
}

const CLUSTER_NAMES = ['.svc', '.svc.cluster.local', '.cluster.local'];

/** Images are resolved by the node's resolver, which knows nothing of services. */
function asksForClusterName({ attempt }: Verdict): boolean {
  const fault = attempt?.fault;
  if (fault?.kind !== 'dns') return false;
  const name = (fault.name.split(':')[0] ?? '').replace(/\.$/u, '');
  return CLUSTER_NAMES.some((end) => name.endsWith(end));
}
