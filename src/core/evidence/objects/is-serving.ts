import type { ContainerEvidence, PodEvidence } from './pod.ts';

/** Whether a pod runs with every container ready: of such a one no condition says anything. */
export function isServing({
  phase,
  deletedAt,
  containers,
}: Pick<PodEvidence, 'phase' | 'deletedAt' | 'containers'>): boolean {
  return phase === 'Running' && deletedAt === undefined && containers.every(isUp);
}

function isUp({ kind, state, ready }: ContainerEvidence): boolean {
  if (kind === 'container') return ready && state?.kind === 'running';
  // An init container is done, a sidecar among them runs; ephemeral ones are never ready.
  return state !== undefined && state.kind !== 'waiting';
}
