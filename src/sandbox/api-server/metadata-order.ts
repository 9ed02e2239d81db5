import type { JsonObject } from '../../core/evidence/objects/json-value.ts';

/** The fields of ObjectMeta (apimachinery `meta/v1`, types.go) in their order there, in which Go writes them. */
const ORDER = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

/** The same metadata with its fields in the order in which an API server writes them. */
export function inServerOrder(metadata: JsonObject): JsonObject {
  const known = ORDER.filter((name) => metadata[name] !== undefined).map((name) => [name, metadata[name]]);
  return { ...Object.fromEntries(known), ...metadata } as JsonObject;
}
