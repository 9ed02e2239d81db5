import { lookKey, type Look } from '../../../core/diagnosis/looks/look.ts';
import type { ApiClient } from '../api-client.ts';
import {
  EVENTS,
  findResource,
  knownResource,
  pathOf,
  PODS,
  REPLICA_SETS,
  type ApiResource,
} from '../api-resource.ts';
import type { ClusterCollection } from './cluster-collection.ts';
import { isForbidden, type WantedLook } from './failed-look.ts';
import { inLanes } from './in-lanes.ts';
import { fieldValue } from './label-selector.ts';
import { listObjects } from './list-objects.ts';
import type { LiveRequest } from './live-request.ts';

/** What the looks of one run share. */
export interface LookContext {
  readonly client: ApiClient;
  readonly collection: ClusterCollection;
  readonly request: LiveRequest;
  /** Keys of looks that were taken. */
  readonly taken: Set<string>;
  /** Resource and namespace that were refused: not asked again. */
  readonly refused: Set<string>;
  /** Hears that a list is long, so that memory has to be thought of. */
  readonly long: () => void;
}

type ObjectLook = Extract<Look, { is: 'object' }>;

/** So many objects of one kind and namespace are fetched one by one; of more, the whole list is. */
const LIST_FROM = 50;
/** More objects than this are not fetched one by one in one round. */
const MOST_OBJECTS = 400;
const NOT_FOUND = 404;
const FEW = 100;

/** Takes those looks that were not taken before. Out: whether there were any. */
export async function takeLooks(looks: readonly Look[], context: LookContext): Promise<boolean> {
  const news = looks.filter((look) => !context.taken.has(lookKey(look)) && isAllowed(look, context));
  for (const look of news) context.taken.add(lookKey(look));
  const objects = news.filter((look) => look.is === 'object');
  const { lists, single } = listsInstead(objects);
  const asked = single.slice(0, MOST_OBJECTS);
  if (single.length > asked.length) tooMany(single.length - asked.length, context);
  const tasks = [
    ...news.filter((look) => look.is !== 'object').map((look) => () => takeList(look, context)),
    ...lists.map((look) => () => listKind(look, context)),
    ...asked.map((look) => () => getObject(look, context)),
  ];
  await inLanes(tasks, (task) => task());
  return news.length > 0;
}

/** Secrets are read only where that was wanted. */
function isAllowed(look: Look, { request }: LookContext): boolean {
  return !(look.is === 'object' && look.kind === 'Secret' && request.secrets === 'never');
}

function tooMany(left: number, { collection }: LookContext): void {
  collection.blind({
    what: `${left} more objects around the failing pods`,
    why: `more than ${MOST_OBJECTS} would have to be fetched one by one; their owners and nodes are known by name only`,
    grant: 'name a namespace or a workload to see the rest',
  });
}

/** A secret is never listed: that would show all of them. */
function listsInstead(looks: readonly ObjectLook[]): {
  readonly lists: readonly ObjectLook[];
  readonly single: readonly ObjectLook[];
} {
  const groups = new Map<string, ObjectLook[]>();
  for (const look of looks) {
    const key = `${look.kind}/${look.apiVersion}/${look.namespace}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [look]);
    else group.push(look);
  }
  const all = [...groups.values()];
  const many = all.filter(
    (group) =>
      group.length >= LIST_FROM &&
      group.every(({ kind, apiVersion }) => kind !== 'Secret' && knownResource(kind, apiVersion)),
  );
  return {
    lists: many.flatMap(([first]) => first ?? []),
    single: all.filter((group) => !many.includes(group)).flat(),
  };
}

async function getObject(look: ObjectLook, context: LookContext): Promise<void> {
  const { client, collection, refused } = context;
  const { kind, namespace, name } = look;
  const resource = await resourceOf(look, context);
  if (resource === undefined) {
    if (look.guessed === true) return;
    collection.blind({
      what: `${kind} ${namespace}/${name}`,
      why: `the API server does not say how it serves ${look.apiVersion}`,
    });
    return;
  }
  const place = `${resource.plural}/${namespace}`;
  if (refused.has(place)) return;
  const answer = await client.fetch({ path: pathOf(resource, namespace, name), ...signalOf(context) });
  if (answer.ok) return collection.add(answer.value, resource, false);
  if (answer.failure.status === NOT_FOUND) {
    if (look.guessed !== true) collection.absent(kind, namespace, name);
    return;
  }
  // Secrets may be granted by name: one that is refused says nothing of the next.
  if (isForbidden(answer.failure) && kind !== 'Secret') refused.add(place);
  collection.failed({ resource: resource.plural, verb: 'get', namespace }, answer.failure);
}

async function resourceOf(
  { kind, apiVersion }: ObjectLook,
  { client, request }: LookContext,
): Promise<ApiResource | undefined> {
  return knownResource(kind, apiVersion) ?? findResource(client, kind, apiVersion, request.signal);
}

async function listKind(look: ObjectLook, context: LookContext): Promise<void> {
  const resource = knownResource(look.kind, look.apiVersion);
  if (resource === undefined) return;
  await listInto(resource, { namespace: look.namespace }, context);
}

function takeList(look: Look, context: LookContext): Promise<void> {
  const { collection, request } = context;
  switch (look.is) {
    case 'revisions': {
      const selector = collection.selectorOf('Deployment', look.namespace, look.name);
      return listInto(REPLICA_SETS, { namespace: look.namespace, ...named(selector) }, context);
    }
    case 'replicas': {
      const selector = collection.selectorOf(look.kind, look.namespace, look.name);
      if (selector === undefined) return Promise.resolve();
      return listInto(PODS, { namespace: look.namespace, selector, most: FEW }, context);
    }
    case 'node-pods': {
      // Of the namespace itself all pods were read, unless some were named.
      const others = request.namespace === undefined || request.targets.length > 0 ? '' : request.namespace;
      const fields = `spec.nodeName=${fieldValue(look.node)}${others === '' ? '' : `,metadata.namespace!=${fieldValue(others)}`}`;
      return listInto(PODS, { fields, what: `pods of other namespaces on ${look.node}` }, context);
    }
    case 'recent-pulls': {
      const what = 'pulls of other namespaces';
      return listInto(EVENTS, { fields: 'involvedObject.kind=Pod,reason=Pulled', most: 500, what }, context);
    }
    case 'object':
      return Promise.resolve();
  }
}

function named(selector: string | undefined): { readonly selector?: string } {
  return selector === undefined ? {} : { selector };
}

interface ListPlace {
  readonly namespace?: string;
  readonly selector?: string;
  readonly fields?: string;
  /** Objects that are read at most. */
  readonly most?: number;
  /** In words, of a look at other namespaces. */
  readonly what?: string;
}

async function listInto(resource: ApiResource, place: ListPlace, context: LookContext): Promise<void> {
  const { client, collection } = context;
  const { namespace = '', selector, fields, most, what } = place;
  const end = await listObjects(client, {
    path: pathOf(resource, namespace),
    query: { labelSelector: selector, fieldSelector: fields },
    ...(most !== undefined && { limit: most, mostPages: 1 }),
    ...signalOf(context),
    take: (items) => collection.addAll(items, resource),
  });
  if (end.is !== 'failed') return;
  const wanted: WantedLook = {
    resource: resource.plural,
    verb: 'list',
    namespace,
    ...(what !== undefined && { what }),
  };
  if (what === undefined) collection.failed(wanted, end.failure);
  else collection.missed(wanted, end.failure);
}

function signalOf({ request }: LookContext): { readonly signal?: AbortSignal } {
  return request.signal === undefined ? {} : { signal: request.signal };
}
