import type { PodEvidence } from '../../evidence/objects/pod.ts';

/** Pods whose credentials are not in the API: all of them are asked for alike, whatever their namespace. */
const NOBODY = 'no pull secret';

/**
 * Whose credentials a pod pulls with: pods of one access are told the same by a registry, so one probe serves
 * them all. In: the pod. Out: its pull secrets by name, in the order in which the kubelet reads them.
 */
export function accessOf({ namespace, imagePullSecrets, mirror }: PodEvidence): string {
  return mirror || imagePullSecrets.length === 0 ? NOBODY : `${namespace}/${imagePullSecrets.join(',')}`;
}

/** What joins a probe with the pulls it is about: the image in normal form, and who asks. */
export function probeKey(normalImage: string, access: string): string {
  return `${normalImage}\n${access}`;
}
