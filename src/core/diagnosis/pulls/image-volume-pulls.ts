/**
 * Image volumes (KEP-4639) are pulled before any container starts, and their failure is shown as the
 * waiting reason of the container that mounts them, whose own image may be fine. Their events name
 * the pod and no container.
 */
import type { ContainerEvidence, ImageVolume, PodEvidence } from '../../evidence/objects/pod.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { PullSite } from './pull-site.ts';
import { FAILURE_KINDS, quotedImage } from './pull-event.ts';
import type { PullEvent } from './pull-event.ts';
import { failedSince } from './pull-course.ts';

/** The failing pull of a volume that a container's status speaks of; nothing when it is about its own image. */
export function imageVolumeSite(
  pod: PodEvidence,
  container: ContainerEvidence,
  events: readonly PullEvent[],
  index: ClusterIndex,
): PullSite | undefined {
  if (pod.imageVolumes.length === 0 || container.state?.kind !== 'waiting') return undefined;
  const { reason, message } = container.state;
  const refused = message.startsWith('ImageVolumeMountFailed:');
  const volume = refused ? mountedBy(pod, container)[0] : volumeMeant(pod, container, events, index);
  if (volume === undefined) return undefined;
  return {
    ...volumeSite(pod, container, volume, events),
    waitingReason: reason,
    ...(message === '' ? {} : { statusText: message }),
  };
}

/** Volumes whose events tell of a failure that no container's status shows yet. */
export function laggingVolumeSites(
  pod: PodEvidence,
  events: readonly PullEvent[],
  index: ClusterIndex,
): readonly PullSite[] {
  const sites: PullSite[] = [];
  for (const volume of pod.imageVolumes) {
    const container = pod.containers.find(
      (one) => one.imageVolumes.includes(volume.name) && one.state?.kind !== 'running',
    );
    if (container === undefined) continue;
    const site = volumeSite(pod, container, volume, events);
    const shown = container.state?.kind === 'waiting' && container.state.message !== '';
    if (!shown && failedSince(site.events, index.asOf)) sites.push(site);
  }
  return sites;
}

function volumeSite(
  pod: PodEvidence,
  container: ContainerEvidence,
  volume: ImageVolume,
  events: readonly PullEvent[],
): PullSite {
  const mine = events.filter((event) => event.container === undefined && event.image === volume.reference);
  const attempts = events.filter((event) => event.image === volume.reference);
  return {
    pod,
    kind: 'imageVolume',
    container: container.name,
    image: volume.reference,
    waitingReason: '',
    events: mine,
    attempts,
  };
}

function volumeMeant(
  pod: PodEvidence,
  container: ContainerEvidence,
  events: readonly PullEvent[],
  index: ClusterIndex,
): ImageVolume | undefined {
  const message = container.state?.kind === 'waiting' ? container.state.message : '';
  const named = imagesNamed(message, index);
  if (named.has(index.image(container.image).normal)) return undefined;
  const volumes = mountedBy(pod, container);
  const meant = volumes.find(({ reference }) => named.has(index.image(reference).normal));
  if (meant !== undefined || named.size > 0) return meant;
  if (events.some((event) => FAILURE_KINDS.has(event.kind) && event.container?.name === container.name))
    return undefined;
  return volumes.find(({ reference }) =>
    failedSince(volumeSite(pod, container, { name: '', reference }, events).events, index.asOf),
  );
}

/** Volumes the container mounts; all of the pod when its mounts could not be read. */
function mountedBy(pod: PodEvidence, container: ContainerEvidence): readonly ImageVolume[] {
  if (container.imageVolumes.length === 0) return pod.imageVolumes;
  return pod.imageVolumes.filter(({ name }) => container.imageVolumes.includes(name));
}

/** Images a message names, the kubelet's quote first, else the runtime's words; in normal form. */
function imagesNamed(message: string, index: ClusterIndex): ReadonlySet<string> {
  const quoted = quotedImage(message);
  if (quoted !== undefined) return new Set([index.image(quoted).normal]);
  const { wrapping, attempts } = index.read(message);
  const images = [wrapping.image, ...attempts.map(({ image }) => image)];
  return new Set(images.flatMap((image) => (image === undefined ? [] : [index.image(image).normal])));
}
