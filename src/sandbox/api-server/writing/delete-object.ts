import { type JsonObject, objectOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import { type ApiObject, fieldOf, timestamp } from '../api-object.ts';
import type { ObjectStore } from '../object-store.ts';
import type { Resource } from '../resource.ts';
import { notFound, StatusError } from '../status.ts';

export interface Deletion {
  readonly store: ObjectStore;
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  /** metav1.DeleteOptions, from the body and the query. */
  readonly options: JsonObject;
  readonly dryRun: boolean;
  readonly now: number;
  /** Whether some kubelet runs this pod and will end it. */
  readonly isRun: (pod: ApiObject) => boolean;
}

/** Removes an object; gives what the real server answers: the pod, or a Status for what goes at once. */
export function deleteObject(deletion: Deletion): JsonObject {
  const { store, resource, namespace, name, options, dryRun } = deletion;
  const object = store.get(resource, namespace, name);
  if (object === undefined) throw notFound(resource, name);
  checkPreconditions(object, objectOf(options['preconditions']), name);
  const grace = graceOf(object, options);
  if (resource.kept === 'pods') {
    const marked = markedPod(object, grace, deletion.now);
    if (dryRun) return marked;
    if (grace > 0 && deletion.isRun(object)) return store.put(resource, marked);
    const gone = store.remove(resource, namespace, name);
    return {
      ...gone,
      metadata: { ...objectOf(marked['metadata']), resourceVersion: gone.metadata.resourceVersion },
    };
  }
  if (!dryRun) store.remove(resource, namespace, name);
  return success(resource, object);
}

/** A pod that is being ended: the kubelet sees it, and a pod that is already on its way keeps its hour. */
function markedPod(pod: ApiObject, grace: number, now: number): JsonObject {
  if (pod.metadata.deletionTimestamp !== undefined) return pod;
  const generation = Number(pod.metadata['generation'] ?? 0) + 1;
  const end = timestamp(now + grace * 1000);
  const ending = { generation, deletionTimestamp: end, deletionGracePeriodSeconds: grace };
  return { ...pod, metadata: { ...pod.metadata, ...ending } };
}

/** What is not scheduled or is over needs no time to end. */
function graceOf(object: ApiObject, options: JsonObject): number {
  const phase = textOf(fieldOf(object, 'status', 'phase'));
  if (textOf(fieldOf(object, 'spec', 'nodeName')) === '' || phase === 'Succeeded' || phase === 'Failed')
    return 0;
  const grace =
    options['gracePeriodSeconds'] ?? fieldOf(object, 'spec', 'terminationGracePeriodSeconds') ?? 30;
  return Number(grace);
}

function checkPreconditions(object: ApiObject, wanted: JsonObject, name: string): void {
  const { uid, resourceVersion } = object.metadata;
  const wantedUid = textOf(wanted['uid']);
  const wantedVersion = textOf(wanted['resourceVersion']);
  if (wantedUid !== '' && wantedUid !== uid) {
    throw conflict(object, name, 'UID', wantedUid, uid);
  }
  if (wantedVersion !== '' && wantedVersion !== resourceVersion)
    throw conflict(object, name, 'ResourceVersion', wantedVersion, resourceVersion);
}

function conflict(object: ApiObject, name: string, what: string, wanted: string, found: string): StatusError {
  return new StatusError({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${object.kind} "${name}": the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been deleted and then recreated`,
    details: { name, kind: object.kind },
  });
}

function success({ plural, group }: Resource, { metadata }: ApiObject): JsonObject {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: metadata.name,
      ...(group === '' ? {} : { group }),
      kind: plural,
      uid: metadata.uid,
    },
  };
}
