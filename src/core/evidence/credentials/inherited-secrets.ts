import type { PodEvidence } from '../objects/pod.ts';
import type { ServiceAccountEvidence } from '../objects/service-account.ts';

/** The pull secrets of a pod that is there: its own list is all the kubelet looks at, and a static pod has none. */
export function pullSecretsOf({ mirror, imagePullSecrets }: PodEvidence): readonly string[] {
  return mirror ? [] : imagePullSecrets;
}

/**
 * The pull secrets that a pod gets when it is made: those of its service account only where it names none itself
 * (plugin/pkg/admission/serviceaccount). The two lists are never joined.
 *
 * @param own names in the pod's template
 */
export function inheritedPullSecrets(
  own: readonly string[],
  account: ServiceAccountEvidence | undefined,
): readonly string[] {
  return own.length > 0 ? own : (account?.imagePullSecrets ?? []);
}
