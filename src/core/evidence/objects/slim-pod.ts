import type { PodCondition } from './condition.ts';
import { isServing } from './is-serving.ts';
import type { PodEvidence } from './pod.ts';
import type { ShareParts } from './share-parts.ts';

const NO_CONDITIONS: readonly PodCondition[] = Object.freeze([]);

/**
 * What is worth keeping of a pod among tens of thousands. Of one that runs, with every container ready,
 * that is which images it runs and where, as a witness for pods that do not: its conditions, all of them
 * true, are dropped, and what it has in common with others is shared. Every other pod is returned as it is.
 */
export function slimPod(pod: PodEvidence, share: ShareParts): PodEvidence {
  if (!isServing(pod)) return pod;
  const slim = { ...pod, conditions: NO_CONDITIONS };
  share(slim);
  return slim;
}
