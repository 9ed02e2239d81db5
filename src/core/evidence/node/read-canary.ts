import { REASON_WORDS } from '../message/reason-word.ts';
import type { EventEvidence } from '../objects/event.ts';
import type { ContainerState, PodEvidence } from '../objects/pod.ts';

/** How far a fresh pull has come. */
export interface CanaryState {
  /**
   * `pulled` and `failed`: the pull's own end. `stopped`: the pod ended before either. `pending`: nothing
   * of it yet; `sandbox` the same, while the pod's sandbox cannot be made, which comes before any pull.
   */
  readonly is: 'pulled' | 'failed' | 'stopped' | 'pending' | 'sandbox';
  /** The status's or the event's reason word; empty where nothing was said. */
  readonly reason: string;
  readonly message: string;
}

/**
 * What the kubelet says of a container only after it has the image (startContainer of
 * pkg/kubelet/kuberuntime/kuberuntime_container.go pulls before it does anything else).
 */
const AFTER_THE_PULL: ReadonlySet<string> = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError',
  'RunContainerError',
  'CrashLoopBackOff',
]);

const PULL_FAILED: ReadonlySet<string> = new Set(REASON_WORDS);

/**
 * Reads how the pull of a pod's container went, by the words of the API alone.
 * In: the pod, the container's name, and the pod's events in any order.
 */
export function readCanary(
  pod: PodEvidence,
  container: string,
  events: readonly EventEvidence[],
): CanaryState {
  const state = pod.containers.find(({ name, kind }) => name === container && kind === 'container');
  if (state !== undefined && hasImage(state.state, state.imageId)) return said('pulled');
  if (events.some(({ reason }) => reason === 'Pulled')) return said('pulled');
  const failed = events.findLast(
    ({ reason, message }) => reason === 'Failed' && message.startsWith('Failed to pull image'),
  );
  const waiting = waitingFor(state?.state, failed);
  if (waiting !== undefined) return waiting;
  if (failed !== undefined) return said('failed', 'ErrImagePull', failed.message);
  if (pod.phase === 'Failed' || pod.phase === 'Succeeded')
    return said('stopped', pod.statusReason, pod.statusMessage);
  return undecided(events);
}

function hasImage(state: ContainerState | undefined, imageId: string): boolean {
  if (imageId !== '' || state?.kind === 'running') return true;
  if (state?.kind === 'terminated') return state.reason !== 'ContainerStatusUnknown';
  return state?.kind === 'waiting' && AFTER_THE_PULL.has(state.reason);
}

/**
 * The failure in `state.waiting`. From 1.33 on some stand in `reason` as a whole sentence. Up to 1.31 a
 * back-off says nothing of why: then the event does, or it is waited for.
 */
function waitingFor(
  state: ContainerState | undefined,
  failed: EventEvidence | undefined,
): CanaryState | undefined {
  if (state?.kind !== 'waiting') return undefined;
  const { reason, message } = state;
  if (reason === 'ImagePullBackOff') {
    if (failed !== undefined) return said('failed', 'ErrImagePull', failed.message);
    return message.includes('": ') ? said('failed', reason, message) : undefined;
  }
  const sentence = reason !== '' && !/^[A-Z][A-Za-z0-9]*$/.test(reason);
  return PULL_FAILED.has(reason) || sentence ? said('failed', reason, message || reason) : undefined;
}

function undecided(events: readonly EventEvidence[]): CanaryState {
  const sandbox = events.findLast(({ reason }) => reason === 'FailedCreatePodSandBox');
  const pulling = events.findLast(({ reason }) => reason === 'Pulling');
  if (pulling !== undefined) return said('pending', 'Pulling', pulling.message);
  if (sandbox !== undefined) return said('sandbox', sandbox.reason, sandbox.message);
  const last = events.at(-1);
  return said('pending', last?.reason, last?.message);
}

function said(is: CanaryState['is'], reason: string = '', message: string = ''): CanaryState {
  return { is, reason, message };
}
