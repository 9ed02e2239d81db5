import type { LookFailureKind, RegistryLook } from './image-probe.ts';

/** Nobody answered because we did not wait for it, or would not ask there: no word of a registry's. */
const OWN: ReadonlySet<LookFailureKind> = new Set<LookFailureKind>([
  'budget',
  'redirect-refused',
  'realm-refused',
]);

/** Whether a look has no answer for a reason of our own. */
export function isOwnRefusal({ failure }: Pick<RegistryLook, 'failure'>): boolean {
  return failure !== undefined && OWN.has(failure.kind);
}
