/**
 * The sandbox ("pause") image: its failure leaves every container in ContainerCreating without a word,
 * and only a FailedCreatePodSandBox event tells. It is pulled with the node's credentials.
 */
import type { PodEvidence } from '../../evidence/objects/pod.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { PullSite } from './pull-site.ts';
import { lastSeen } from './pull-event.ts';
import type { PullEvent } from './pull-event.ts';

/** The failing pull of the sandbox image; nothing for any other fault of a sandbox (network, runtime). */
export function sandboxSite(
  pod: PodEvidence,
  events: readonly PullEvent[],
  index: ClusterIndex,
): PullSite | undefined {
  if (!allWait(pod) || hasSandbox(pod)) return undefined;
  const mine = events.filter((event) => event.kind === 'sandbox-failed');
  const failure = mine.at(-1);
  const image = failure === undefined ? undefined : sandboxImage(failure, index);
  if (failure === undefined || image === undefined) return undefined;
  const went = events.some(
    ({ kind, event }) => PAST_SANDBOX.has(kind) && lastSeen(event) > lastSeen(failure.event),
  );
  if (went) return undefined;
  const same = mine.filter((event) => sandboxImage(event, index) === image);
  return {
    pod,
    kind: 'sandbox',
    container: '',
    image,
    waitingReason: '',
    events: same,
    attempts: same,
  };
}

/** Only a text that names an image speaks of the sandbox's image: networks and runtimes name none. */
function sandboxImage({ text }: PullEvent, index: ClusterIndex): string | undefined {
  const { wrapping, attempts } = index.read(text);
  if (!wrapping.sandbox) return undefined;
  return wrapping.image ?? attempts.find((attempt) => attempt.image !== undefined)?.image;
}

const PAST_SANDBOX: ReadonlySet<PullEvent['kind']> = new Set<PullEvent['kind']>([
  'pulling',
  'pulled',
  'present',
  'failed',
  'back-off',
]);

function allWait(pod: PodEvidence): boolean {
  return pod.containers.every(
    ({ kind, state }) => kind === 'ephemeralContainer' || state === undefined || state.kind === 'waiting',
  );
}

/** `PodReadyToStartContainers` is true once the sandbox stands. */
function hasSandbox(pod: PodEvidence): boolean {
  return pod.conditions.some(({ type, status }) => type === 'PodReadyToStartContainers' && status === 'True');
}
