/** By what the pods are known that were made for a fresh pull (--from-node): by whoever makes, removes or meets one. */
import { objectOf, textOf, type JsonObject } from '../objects/json-value.ts';

/** Found by these when a run was killed before it could remove its pod. */
export const CANARY_LABELS: Readonly<Record<string, string>> = {
  'app.kubernetes.io/managed-by': 'pulldoctor',
  'app.kubernetes.io/component': 'canary',
};

/** Every canary's name begins so. */
export const CANARY_PREFIX = 'pulldoctor-canary-';

/** Seconds until the kubelet gives the pod up by itself, whatever became of us. */
export const CANARY_DEADLINE = 180;

/**
 * Whether a pod is one of these. Only with all of the marks: nobody hides a pod from a diagnosis by a label, and what
 * has the deadline too is gone in three minutes.
 *
 * @param json the pod, as the API has it
 */
export function isCanary(
  { name, labels }: { readonly name: string; readonly labels: JsonObject },
  json: JsonObject,
): boolean {
  if (!name.startsWith(CANARY_PREFIX)) return false;
  const labelled = Object.entries(CANARY_LABELS).every(([label, value]) => textOf(labels[label]) === value);
  return labelled && objectOf(json['spec'])['activeDeadlineSeconds'] === CANARY_DEADLINE;
}
