import { listOf, objectOf, textOf } from '../../core/evidence/objects/json-value.ts';
import type { ApiClient } from './api-client.ts';

/** A kind as the API serves it. */
export interface ApiResource {
  readonly kind: string;
  /** `v1`, `apps/v1`. */
  readonly apiVersion: string;
  /** As in paths and in RBAC: `pods`. */
  readonly plural: string;
  readonly namespaced: boolean;
}

function resource(kind: string, apiVersion: string, plural: string, namespaced = true): ApiResource {
  return { kind, apiVersion, plural, namespaced };
}

export const PODS: ApiResource = resource('Pod', 'v1', 'pods');
export const EVENTS: ApiResource = resource('Event', 'v1', 'events');
export const NODES: ApiResource = resource('Node', 'v1', 'nodes', false);
export const NAMESPACES: ApiResource = resource('Namespace', 'v1', 'namespaces', false);
export const SECRETS: ApiResource = resource('Secret', 'v1', 'secrets');
export const REPLICA_SETS: ApiResource = resource('ReplicaSet', 'apps/v1', 'replicasets');
export const JOBS: ApiResource = resource('Job', 'batch/v1', 'jobs');

const KNOWN: ReadonlyMap<string, ApiResource> = new Map(
  [
    PODS,
    NODES,
    SECRETS,
    REPLICA_SETS,
    JOBS,
    resource('ServiceAccount', 'v1', 'serviceaccounts'),
    resource('ReplicationController', 'v1', 'replicationcontrollers'),
    resource('Deployment', 'apps/v1', 'deployments'),
    resource('StatefulSet', 'apps/v1', 'statefulsets'),
    resource('DaemonSet', 'apps/v1', 'daemonsets'),
    resource('CronJob', 'batch/v1', 'cronjobs'),
  ].map((one) => [one.kind, one]),
);

/** A kind that Kubernetes itself serves; undefined for every other one. */
export function knownResource(kind: string, apiVersion: string = ''): ApiResource | undefined {
  const known = KNOWN.get(kind);
  // Another group may have a kind of the same name (OpenKruise's StatefulSet).
  return known === undefined || apiVersion === '' || groupOf(apiVersion) === groupOf(known.apiVersion)
    ? known
    : undefined;
}

/** Kinds that make pods, by what `plainKind` makes of their names. */
export const WORKLOADS: ReadonlyMap<string, ApiResource> = new Map(
  [...KNOWN.values()]
    .filter(({ kind }) => !['Pod', 'Node', 'Secret', 'ServiceAccount'].includes(kind))
    .map((one) => [one.kind.toLowerCase(), one]),
);

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** `/apis/apps/v1/namespaces/shop/deployments/web`; without a namespace in all of them, without a name the list. */
export function pathOf(
  { apiVersion, plural, namespaced }: ApiResource,
  namespace: string = '',
  name: string = '',
): string {
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  return [
    root,
    apiVersion,
    ...(namespaced && namespace !== '' ? ['namespaces', encodeURIComponent(namespace)] : []),
    plural,
    ...(name === '' ? [] : [encodeURIComponent(name)]),
  ].join('/');
}

/** Asks the API server under which name it serves a kind of a custom group; undefined where it does not say. */
export async function findResource(
  client: ApiClient,
  kind: string,
  apiVersion: string,
  signal?: AbortSignal,
): Promise<ApiResource | undefined> {
  const slash = apiVersion.indexOf('/');
  if (slash < 1) return undefined;
  const [group, version] = [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
  const answer = await client.fetch({
    path: `/apis/${encodeURIComponent(group)}/${encodeURIComponent(version)}`,
    ...(signal !== undefined && { signal }),
  });
  if (!answer.ok) return undefined;
  for (const entry of listOf(objectOf(answer.value)['resources'])) {
    const served = objectOf(entry);
    const plural = textOf(served['name']);
    if (served['kind'] === kind && plural !== '' && !plural.includes('/')) {
      return resource(kind, apiVersion, plural, served['namespaced'] === true);
    }
  }
  return undefined;
}
