/**
 * Which containers of a pod cannot get their image, and what was said about it: status and
 * events side by side, since the status lags one sync behind. No verdict here.
 */
import type { ContainerEvidence, PodEvidence } from '../../evidence/objects/pod.ts';
import { REASON_WORDS } from '../../evidence/message/reason-word.ts';
import { isTroubled } from '../cluster-index.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { execFormatText } from './exec-format.ts';
import { imageVolumeSite, laggingVolumeSites } from './image-volume-pulls.ts';
import { failedSince, ranSince, recoveredSince } from './pull-course.ts';
import { quotedImage } from './pull-event.ts';
import type { PullEvent } from './pull-event.ts';
import type { PullSite } from './pull-site.ts';
import { sandboxSite } from './sandbox-pull.ts';

/** Each says that the image is not there. */
export const PULL_REASONS: ReadonlySet<string> = new Set(REASON_WORDS);

/** Reasons that a pull may hide behind until the next sync. */
export const STARTING_REASONS: ReadonlySet<string> = new Set(['', 'ContainerCreating', 'PodInitializing']);

/** Every failing pull of a pod; none for a pod that runs, has ended or is being deleted. */
export function failingPullsOf(pod: PodEvidence, index: ClusterIndex): readonly PullSite[] {
  if (pod.deletedAt !== undefined || hasEnded(pod) || !isTroubled(pod)) return [];
  const events = index.pullEventsOf(pod);
  const sites = pod.containers.flatMap((container) => siteOf(pod, container, events, index) ?? []);
  const all = [...sites, ...laggingVolumeSites(pod, events, index)];
  const distinct = all.filter((site, at) => all.findIndex((one) => siteKey(one) === siteKey(site)) === at);
  if (distinct.length > 0) return distinct;
  const sandbox = sandboxSite(pod, events, index);
  return sandbox === undefined ? [] : [sandbox];
}

/** The pod's containers will not be started again. */
export function hasEnded(pod: PodEvidence): boolean {
  return pod.phase === 'Succeeded' || pod.phase === 'Failed';
}

/** An image volume is pulled once for the pod, however many containers show its failure. */
function siteKey(site: PullSite): string {
  return site.kind === 'imageVolume' ? `volume/${site.image}` : `${site.kind}/${site.container}`;
}

function siteOf(
  pod: PodEvidence,
  container: ContainerEvidence,
  events: readonly PullEvent[],
  index: ClusterIndex,
): PullSite | undefined {
  const { state } = container;
  if (state?.kind === 'running') return undefined;
  const reason = state?.kind === 'waiting' ? state.reason : '';
  const message = state?.kind === 'waiting' ? state.message : '';
  if (PULL_REASONS.has(reason)) return statedSite(pod, container, events, index);
  if (isSentence(reason)) return sentenceSite(pod, container, events);
  if (reason === 'CreateContainerError' && message.startsWith('ImageVolumeMountFailed:')) {
    return imageVolumeSite(pod, container, events, index);
  }
  if (state?.kind !== 'terminated' && STARTING_REASONS.has(reason))
    return laggingSite(pod, container, events, index);
  const text = execFormatText(container, () => index.eventsOf(pod));
  if (text === undefined) return undefined;
  return {
    ...newSite(pod, container, []),
    waitingReason: reason,
    statusText: text,
    only: 'wrong-architecture-binary',
  };
}

/** A container whose status names a failed pull: of its own image, or of a volume it mounts. */
function statedSite(
  pod: PodEvidence,
  container: ContainerEvidence,
  events: readonly PullEvent[],
  index: ClusterIndex,
): PullSite | undefined {
  const volume = imageVolumeSite(pod, container, events, index);
  if (volume !== undefined) return recoveredSince(volume.events, index.asOf) ? undefined : volume;
  const site = newSite(pod, container, events);
  if (recoveredSince(site.events, index.asOf) && !ranSince(container, site.events)) return undefined;
  const { reason, message } =
    container.state?.kind === 'waiting' ? container.state : { reason: '', message: '' };
  const quoted = quotedImage(message);
  const speaksOfThis = quoted === undefined || quoted === container.image;
  return {
    ...site,
    waitingReason: reason,
    ...(speaksOfThis && message !== '' ? { statusText: message } : {}),
  };
}

/** Its event says `Error: ` and the same sentence. */
function sentenceSite(
  pod: PodEvidence,
  container: ContainerEvidence,
  events: readonly PullEvent[],
): PullSite {
  const site = newSite(pod, container, events);
  const { reason, message } =
    container.state?.kind === 'waiting' ? container.state : { reason: '', message: '' };
  const text = message || reason;
  const said = events.filter(
    (event) => event.kind === 'error' && isOf(event, container) && event.text === `Error: ${text}`,
  );
  return {
    ...site,
    waitingReason: reason,
    statusText: text,
    events: [...site.events, ...said],
    attempts: said,
  };
}

function laggingSite(
  pod: PodEvidence,
  container: ContainerEvidence,
  events: readonly PullEvent[],
  index: ClusterIndex,
): PullSite | undefined {
  const site = newSite(pod, container, events);
  return failedSince(site.events, index.asOf) ? site : undefined;
}

/**
 * From kubelet 1.33 the error of a malformed pull secret, or of a pull record that could not be
 * written, stands in `reason` itself: a sentence where a CamelCase word belongs.
 */
function isSentence(reason: string): boolean {
  return reason !== '' && !/^[A-Z][A-Za-z0-9]*$/u.test(reason);
}

function newSite(pod: PodEvidence, container: ContainerEvidence, events: readonly PullEvent[]): PullSite {
  const mine = events.filter((event) => concerns(event, container));
  const attempts = events.filter((event) => event.image === container.image);
  return {
    pod,
    kind: container.kind,
    container: container.name,
    image: container.image,
    waitingReason: '',
    events: mine,
    attempts,
  };
}

/**
 * An event about another image than the spec's is of the time before an edit. Without a trustworthy
 * container the image alone decides; a container that did not start (`error`) is no pull.
 */
function concerns(event: PullEvent, container: ContainerEvidence): boolean {
  if (event.kind === 'error' || (event.image !== undefined && event.image !== container.image)) return false;
  return event.container === undefined ? event.image !== undefined : isOf(event, container);
}

function isOf({ container: of }: PullEvent, container: ContainerEvidence): boolean {
  return of !== undefined && of.name === container.name && of.kind === container.kind;
}
