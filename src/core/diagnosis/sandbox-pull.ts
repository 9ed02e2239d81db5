/**
 * The sandbox ("pause") image: its failure leaves every container in ContainerCreating without a word,
 * and only a FailedCreatePodSandBox event tells. It is pulled with the node's credentials.
 */
import type { PodEvidence } from '../evidence/pod.ts';
import type { ClusterIndex } from './cluster-index.ts';
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
  const failure = events.findLast(({ kind }) => kind === 'sandbox-failed');
  if (failure === undefined) return undefined;
  const went = events.some(
    ({ kind, event }) => PAST_SANDBOX.has(kind) && lastSeen(event) > lastSeen(failure.event),
  );
  const reading = index.read(failure.text);
  if (went || !reading.wrapping.sandbox) return undefined;
  const image =
    reading.wrapping.image ?? reading.attempts.find((attempt) => attempt.image !== undefined)?.image;
  const mine = events.filter(({ kind }) => kind === 'sandbox-failed');
  return {
    pod,
    kind: 'sandbox',
    container: '',
    image: image ?? '',
    waitingReason: '',
    events: mine,
    attempts: mine,
  };
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
