import type { ContainerEvidence, PodEvidence } from './pod.ts';
import type { PodCondition } from './condition.ts';
import type { ShareParts } from './share-parts.ts';

const NO_CONDITIONS: readonly PodCondition[] = Object.freeze([]);

/**
 * What is worth keeping of a pod among tens of thousands. Of one that runs, with every container ready,
 * that is which images it runs and where, as a witness for pods that do not: its conditions, all of them
 * true, are dropped, and what it has in common with others is shared. Every other pod is returned as it is.
 */
export function slimPod(pod: PodEvidence, share: ShareParts): PodEvidence {
  const healthy = pod.phase === 'Running' && pod.deletedAt === undefined && pod.containers.every(isServing);
  return healthy ? share({ ...pod, conditions: NO_CONDITIONS }) : pod;
}

function isServing({ kind, state, ready }: ContainerEvidence): boolean {
  if (kind === 'container') return ready && state?.kind === 'running';
  // An init container is done, a sidecar among them runs; ephemeral ones are never ready.
  return state !== undefined && state.kind !== 'waiting';
}
