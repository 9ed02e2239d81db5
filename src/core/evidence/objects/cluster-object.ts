import type { EventEvidence } from './event.ts';
import { objectOf, textOf, type JsonObject } from './json-value.ts';
import type { NodeEvidence } from './node.ts';
import { parseEvent } from './parse-event.ts';
import { parseNode } from './parse-node.ts';
import { parsePod, type PodReading } from './parse-pod.ts';
import { parseSecret } from './parse-secret.ts';
import { parseServiceAccount } from './parse-service-account.ts';
import { parseWorkload } from './parse-workload.ts';
import type { PodEvidence } from './pod.ts';
import { unshared, type Share } from './share-texts.ts';
import type { SecretEvidence } from './secret.ts';
import type { ServiceAccountEvidence } from './service-account.ts';
import type { WorkloadEvidence } from './workload.ts';

/** One object of the API, read as what it is. */
export type ClusterObject =
  | { readonly is: 'pod'; readonly value: PodEvidence }
  | { readonly is: 'event'; readonly value: EventEvidence }
  | { readonly is: 'node'; readonly value: NodeEvidence }
  | { readonly is: 'workload'; readonly value: WorkloadEvidence }
  | { readonly is: 'serviceAccount'; readonly value: ServiceAccountEvidence }
  | { readonly is: 'secret'; readonly value: SecretEvidence };

/** `kind` and `apiVersion` of an object or of the list it stands in; either may be empty. */
export interface TypeMeta {
  readonly kind: string;
  readonly apiVersion: string;
}

const CORE_KINDS: ReadonlySet<string> = new Set(['Pod', 'Event', 'Node', 'ServiceAccount', 'Secret']);

/** What an object says that it is. */
export function typeMetaOf(json: unknown): TypeMeta {
  const object = objectOf(json);
  return { kind: textOf(object['kind']), apiVersion: textOf(object['apiVersion']) };
}

/**
 * What an object is. Items of a typed list (`PodList`, as the raw API and `kubectl cluster-info dump`
 * write it) do not say it themselves: the list does, and where that is not known (yet) their shape does.
 */
export function parseTypeMeta(json: unknown, list?: TypeMeta): TypeMeta {
  const own = typeMetaOf(json);
  if (own.kind !== '') return own;
  const item = list === undefined ? undefined : itemType(list);
  return item ?? { kind: kindByShape(objectOf(json)), apiVersion: '' };
}

/** What the items of a typed list are; undefined for a list of anything. */
export function itemType({ kind, apiVersion }: TypeMeta): TypeMeta | undefined {
  if (!kind.endsWith('List') || kind === 'List') return undefined;
  return { kind: kind.slice(0, -'List'.length), apiVersion };
}

/** Fields that stand in objects of one kind only. */
function kindByShape(object: JsonObject): string {
  if (object['involvedObject'] !== undefined || object['regarding'] !== undefined) return 'Event';
  if (objectOf(object['status'])['nodeInfo'] !== undefined) return 'Node';
  if (Array.isArray(objectOf(object['spec'])['containers'])) return 'Pod';
  return '';
}

/**
 * Reads an object of any kind. Out: undefined for kinds that a pull has nothing to do with, and for
 * values that are no object of their kind. Other API groups have a kind Node or Event of their own
 * (longhorn.io); those are not read as the core ones. `share` keeps equal texts of many objects as one; `reading` is
 * for pods and events, which are many.
 */
export function parseClusterObject(
  json: unknown,
  { kind, apiVersion }: TypeMeta,
  share: Share = unshared,
  reading: PodReading = {},
): ClusterObject | undefined {
  if (!CORE_KINDS.has(kind)) return wrap('workload', parseWorkload(json, kind, apiVersion));
  const event = kind === 'Event' && apiVersion.startsWith('events.k8s.io/');
  if (apiVersion !== 'v1' && apiVersion !== '' && !event) return undefined;
  switch (kind) {
    case 'Pod':
      return wrap('pod', parsePod(json, share, reading));
    case 'Event':
      return wrap('event', parseEvent(json, share, reading.meta));
    case 'Node':
      return wrap('node', parseNode(json, share));
    case 'Secret':
      return wrap('secret', parseSecret(json));
    default:
      return wrap('serviceAccount', parseServiceAccount(json));
  }
}

function wrap<Is extends ClusterObject['is']>(
  is: Is,
  value: Extract<ClusterObject, { is: Is }>['value'] | undefined,
): ClusterObject | undefined {
  return value === undefined ? undefined : ({ is, value } as ClusterObject);
}
