import type { BlindSpot } from '../../../core/evidence/observed.ts';
import { UserError } from '../../files/user-error.ts';
import type { ApiFailure } from '../api-client.ts';
import { EVENTS, NAMESPACES, pathOf, PODS } from '../api-resource.ts';
import { failedLook, isForbidden } from './failed-look.ts';
import { listObjects, type ListEnd } from './list-objects.ts';
import type { LookContext } from './take-looks.ts';

/**
 * Reasons that no pull is told by, and that most events of a busy cluster have. The API server leaves them
 * out itself.
 */
const NOT_ABOUT_PULLS = ['Created', 'Started', 'Scheduled', 'Killing', 'Unhealthy'];

/** Events are read up to so many pages: a cluster that writes more in an hour is read by namespace. */
const MOST_EVENT_PAGES = 200;

const BAD_REQUEST = 400;
const NOT_FOUND = 404;

/** Reads all pods of the scope and, at the same time, the events beside them. */
export async function gatherScope(context: LookContext): Promise<void> {
  const { request } = context;
  const namespace = request.namespace ?? '';
  const [pods, events] = await Promise.all([listPods(context), listEvents(namespace, context)]);
  if (pods.end.is === 'failed') podsUnseen(pods, context);
  // Where no pod could be looked at, it is no news that the same holds for events.
  if (pods.end.is !== 'failed' || pods.read > 0) eventsRead(events, namespace, context);
  if (pods.end.is === 'complete' && pods.read === 0) await findNamespace(context);
}

interface PodsRead {
  readonly end: ListEnd;
  readonly read: number;
}

async function listPods({ client, collection, request, long }: LookContext): Promise<PodsRead> {
  let read = 0;
  const end = await listObjects(client, {
    path: pathOf(PODS, request.namespace),
    query: { labelSelector: request.selector, fieldSelector: request.fieldSelector },
    signal: request.signal,
    take: (items) => {
      collection.addAll(items, PODS);
      read += items.length;
    },
    progress: (left) => {
      if (left === 0) return;
      long();
      request.progress?.(progressWords(read, left));
    },
    restart: () => {
      collection.forget('pod');
      read = 0;
    },
  });
  if (end.is === 'complete') collection.listed(PODS);
  return { end, read };
}

function progressWords(read: number, left: number | undefined): string {
  const done = `${read.toLocaleString('en')} pods read`;
  return left === undefined ? done : `${done}, ${left.toLocaleString('en')} to go`;
}

/** Nothing, or not everything, could be looked at: said in place of any verdict. */
function podsUnseen({ end, read }: PodsRead, { collection, request }: LookContext): void {
  if (end.is !== 'failed') return;
  const { failure } = end;
  const selected = selectorWords(request);
  if (failure.status === BAD_REQUEST && selected !== '') {
    throw new UserError(`the API server does not understand ${selected}: ${failure.says}`);
  }
  const spot = failedLook(
    {
      resource: 'pods',
      verb: 'list',
      namespace: request.namespace ?? '',
      ...(isForbidden(failure) && { what: 'pods' }),
    },
    failure,
    request.namespace ?? '',
  );
  if (read === 0)
    return collection.blind({ ...nothingSeen(spot, failure, request.namespace), hidesTarget: true });
  collection.blind({ ...spot, what: `${spot.what} beyond the first ${read}`, hidesTarget: true });
}

/** As it was typed: `-l "app in"`. */
function selectorWords({ selector, fieldSelector }: LookContext['request']): string {
  return [
    ...(selector === undefined ? [] : [`-l "${selector}"`]),
    ...(fieldSelector === undefined ? [] : [`--field-selector "${fieldSelector}"`]),
  ].join(' or ');
}

function nothingSeen(spot: BlindSpot, failure: ApiFailure, namespace: string | undefined): BlindSpot {
  const why = `${spot.why.replace(/\.$/u, '')}. Nothing was looked at.`;
  if (!isForbidden(failure)) return { what: spot.what, why };
  const grant =
    namespace === undefined
      ? 'try one namespace: pulldoctor -n NAME, or ask for: pulldoctor rbac -A'
      : spot.grant;
  return { what: spot.what, why, ...(grant !== undefined && { grant }) };
}

/** Reads the events of a namespace, or of all; what cannot be read is said. */
export async function gatherEvents(namespace: string, context: LookContext): Promise<void> {
  eventsRead(await listEvents(namespace, context), namespace, context);
}

function listEvents(namespace: string, { client, collection, request }: LookContext): Promise<ListEnd> {
  const narrow = request.selector !== undefined || request.fieldSelector !== undefined;
  const fields = [
    ...(narrow ? ['involvedObject.kind=Pod'] : []),
    ...NOT_ABOUT_PULLS.map((reason) => `reason!=${reason}`),
  ];
  return listObjects(client, {
    path: pathOf(EVENTS, namespace),
    query: { fieldSelector: fields.join(',') },
    signal: request.signal,
    mostPages: MOST_EVENT_PAGES,
    take: (items) => collection.addAll(items, EVENTS),
    restart: () => collection.forget('event'),
  });
}

function eventsRead(end: ListEnd, namespace: string, { collection }: LookContext): void {
  if (end.is === 'complete') return collection.listed(EVENTS);
  if (end.is === 'failed') {
    return collection.failed({ resource: 'events', verb: 'list', namespace }, end.failure);
  }
  collection.blind({
    what: `events beyond the first ${(MOST_EVENT_PAGES * 500).toLocaleString('en')}`,
    why: 'there are too many to read',
    grant: 'name a namespace',
  });
}

/** No pods: is there such a namespace at all? Who may not know, is told of no pods. */
async function findNamespace({ client, collection, request }: LookContext): Promise<void> {
  const { namespace } = request;
  if (namespace === undefined) return;
  const answer = await client.fetch({ path: pathOf(NAMESPACES, '', namespace) });
  if (answer.ok || answer.failure.status !== NOT_FOUND) return;
  collection.blind({ what: `namespace ${namespace}`, why: 'there is none of that name', hidesTarget: true });
}
