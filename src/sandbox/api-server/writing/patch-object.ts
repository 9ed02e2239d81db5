import { type JsonObject, objectOf, objectsOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import type { ApiObject } from '../api-object.ts';
import type { ObjectStore } from '../object-store.ts';
import type { Resource } from '../resource.ts';
import { badRequest, invalid, modified, notFound, StatusError } from '../status.ts';
import { jsonPatch } from './json-patch.ts';
import { mergePatch, strategicPatch } from './merge-patch.ts';

export interface Patch {
  readonly store: ObjectStore;
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly contentType: string;
  readonly body: string;
  readonly dryRun: boolean;
}

type Applied = (object: JsonObject, patch: unknown) => unknown;

/** Server-side apply (`application/apply-patch+yaml`) is not served. */
const BY_TYPE: Readonly<Record<string, Applied>> = {
  'application/merge-patch+json': mergePatch,
  'application/strategic-merge-patch+json': strategicPatch,
  'application/json-patch+json': jsonPatch,
};
const POD_RULE =
  'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** Changes an object in part; gives what it is now. */
export function patchObject(patch: Patch): ApiObject {
  const { store, resource, namespace, name, contentType, body, dryRun } = patch;
  const apply = BY_TYPE[(contentType.split(';')[0] ?? '').trim()];
  if (apply === undefined)
    throw new StatusError({
      code: 415,
      reason: 'UnsupportedMediaType',
      message: '415: Unsupported Media Type',
      details: {},
      surprise: `PATCH with Content-Type: ${contentType}`,
    });
  const before = store.get(resource, namespace, name);
  if (before === undefined) throw notFound(resource, name);
  const after = objectOf(apply(before, parsed(body)));
  const meta = objectOf(after['metadata']);
  if (textOf(meta['resourceVersion']) !== before.metadata.resourceVersion) throw modified(resource, name);
  if (resource.kept === 'pods' && fixedPart(before) !== fixedPart(after))
    throw invalid('Pod', '', name, [{ field: 'spec', reason: 'FieldValueForbidden', message: POD_RULE }]);
  if (JSON.stringify(after) === JSON.stringify(before)) return before;
  const raised = JSON.stringify(after['spec']) === JSON.stringify(before['spec']) ? 0 : 1;
  const generation = Number(before.metadata['generation'] ?? 0) + raised;
  const next = raised === 0 ? after : { ...after, metadata: { ...meta, generation } };
  return dryRun ? (next as unknown as ApiObject) : store.put(resource, next);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw badRequest('error decoding patch: invalid character', 'a patch that is not JSON');
  }
}

/** The part of a pod that nobody may change. */
function fixedPart(pod: JsonObject): string {
  const { activeDeadlineSeconds: _, tolerations: __, ...spec } = objectOf(pod['spec']);
  const { terminationGracePeriodSeconds: ___, ...rest } = spec;
  const imageless = (field: string): readonly unknown[] =>
    objectsOf(rest[field]).map(({ image: ____, ...container }) => container);
  return JSON.stringify({
    ...rest,
    containers: imageless('containers'),
    initContainers: imageless('initContainers'),
  });
}
