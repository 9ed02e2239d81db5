/**
 * What was said of a pull before its text was hidden again. Up to Kubernetes 1.31 the status names the cause
 * for some seconds after an attempt and then says only that it waits, and events end after an hour: whoever
 * goes on looking has seen both.
 */
import type { ClusterEvidence } from '../evidence/evidence.ts';
import type { EventEvidence } from '../evidence/objects/event.ts';
import type { ContainerEvidence, PodEvidence } from '../evidence/objects/pod.ts';
import { quotedImage, readPullEvent } from './pulls/pull-event.ts';

/**
 * The newer evidence with what the older one knew beyond it: events of pods that are still there, and for a
 * container that only waits the message of its last attempt, in the words in which newer kubelets repeat it.
 * It is evidence that is kept, never a verdict: what is said anew outranks it.
 */
export function rememberMessages(before: ClusterEvidence, now: ClusterEvidence): ClusterEvidence {
  const events = [...now.events, ...expiredEvents(before, now)];
  const earlier = new Map(before.pods.map((pod) => [podKey(pod), pod]));
  const failed = new Set(events.flatMap(failedImage));
  const pods = now.pods.map((pod) => {
    const same = earlier.get(podKey(pod));
    return same === undefined ? pod : withMessages(same, pod, failed);
  });
  return { ...now, pods, events };
}

function podKey({ namespace, name, uid }: PodEvidence): string {
  return [namespace, name, uid].join('/');
}

/** An event has no name here; what it says of whom, and since when, tells it apart. */
function eventKey({ namespace, object, reason, message, first }: EventEvidence): string {
  return [namespace, object.kind, object.name, object.uid, object.fieldPath, reason, message, first].join(
    '\n',
  );
}

/** Of pods only: other objects' events are not what was hidden. */
function expiredEvents(before: ClusterEvidence, now: ClusterEvidence): readonly EventEvidence[] {
  const there = new Set(now.events.map(eventKey));
  const uids = new Set(now.pods.map(({ uid }) => uid));
  return before.events.filter(
    (event) => event.object.kind === 'Pod' && uids.has(event.object.uid) && !there.has(eventKey(event)),
  );
}

/** `uid image` of an event that says why a pull failed. */
function failedImage(event: EventEvidence): readonly string[] {
  const read = readPullEvent(event);
  return read?.kind === 'failed' && read.image !== undefined ? [`${event.object.uid} ${read.image}`] : [];
}

function withMessages(before: PodEvidence, now: PodEvidence, failed: ReadonlySet<string>): PodEvidence {
  const containers = now.containers.map((container) => {
    if (!onlyWaits(container) || failed.has(`${now.uid} ${container.image}`)) return container;
    const same = before.containers.find(
      ({ kind, name, image }) =>
        kind === container.kind && name === container.name && image === container.image,
    );
    return same === undefined ? container : withMessage(same, container);
  });
  return { ...now, containers };
}

/** `Back-off pulling image "X"` and no more. */
function onlyWaits({ state }: ContainerEvidence): boolean {
  if (state?.kind !== 'waiting' || state.reason !== 'ImagePullBackOff') return false;
  const image = quotedImage(state.message);
  return image !== undefined && !state.message.includes('": ');
}

function withMessage(before: ContainerEvidence, now: ContainerEvidence): ContainerEvidence {
  if (before.state?.kind !== 'waiting' || now.state?.kind !== 'waiting') return now;
  const { reason, message } = before.state;
  if (message === '') return now;
  // Remembered already: it goes from one look to the next.
  if (reason === 'ImagePullBackOff') return onlyWaits(before) ? now : { ...now, state: before.state };
  return { ...now, state: { ...now.state, message: `${now.state.message}: ${reason}: ${message}` } };
}
