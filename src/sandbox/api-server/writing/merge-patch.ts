import {
  isObject,
  type JsonObject,
  objectOf,
  objectsOf,
  textOf,
} from '../../../core/evidence/objects/json-value.ts';

/** RFC 7386. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = { ...objectOf(target) };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = mergePatch(result[name], value);
  }
  return result;
}

/** Lists whose members are told apart by a field, as the Go types are tagged (`patchMergeKey`). */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  imagePullSecrets: 'name',
  secrets: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  hostAliases: 'ip',
  ownerReferences: 'uid',
  conditions: 'type',
};

/**
 * A strategic merge patch for what workloads and service accounts are made of: lists with a merge key,
 * `$patch: delete` and `replace`, `$retainKeys`. Left out: `ports` with their two keys, lists of plain values
 * with `$deleteFromPrimitiveList`, and the order of `$setElementOrder`, which is overlooked.
 */
export function strategicPatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  if (patch['$patch'] === 'replace') return without(patch, '$patch');
  const kept = Array.isArray(patch['$retainKeys']) ? retained(objectOf(target), patch) : objectOf(target);
  const result: Record<string, unknown> = { ...kept };
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith('$')) continue;
    if (value === null) delete result[name];
    else if (Array.isArray(value)) result[name] = mergedList(name, result[name], value);
    else result[name] = strategicPatch(result[name], value);
  }
  return result;
}

function retained(target: JsonObject, patch: JsonObject): JsonObject {
  const keys = new Set(patch['$retainKeys'] as readonly unknown[]);
  return Object.fromEntries(Object.entries(target).filter(([name]) => keys.has(name)));
}

function mergedList(name: string, target: unknown, patch: readonly unknown[]): readonly unknown[] {
  const key = MERGE_KEYS[name];
  const members = objectsOf(patch);
  if (key === undefined) return patch;
  if (members.some((one) => one['$patch'] === 'replace'))
    return members.filter((one) => one['$patch'] === undefined);
  const result: unknown[] = [...objectsOf(target)];
  for (const member of members) {
    const at = result.findIndex((one) => textOf(objectOf(one)[key]) === textOf(member[key]));
    if (member['$patch'] === 'delete') {
      if (at >= 0) result.splice(at, 1);
    } else if (at >= 0) result[at] = strategicPatch(result[at], member);
    else result.push(member);
  }
  return result;
}

function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([one]) => one !== name));
}
