import { type JsonObject, objectOf, textOf } from '../../core/evidence/objects/json-value.ts';
import { PROTOBUF, protobufReview } from './access/protobuf-review.ts';
import { review } from './access/reviews.ts';
import type { Visitor } from './access/visitor.ts';
import type { ApiObject } from './api-object.ts';
import { nodeProxy } from './node-proxy.ts';
import { acceptedForm } from './reading/accepted-form.ts';
import { listPage } from './reading/list-page.ts';
import { listQuery } from './reading/list-query.ts';
import { presentList, presentObject, type Presentation } from './reading/present.ts';
import { watchStream } from './reading/watch-stream.ts';
import { podLog } from './pod-log.ts';
import { findResource, type Resource } from './resource.ts';
import type { ServerState } from './server-state.ts';
import { methodNotAllowed, noSuchResource, notFound } from './status.ts';
import { type Answer, jsonAnswer } from './wire/answer.ts';
import { SUBRESOURCES } from './wire/discovery.ts';
import { checkParameters } from './wire/known-parameters.ts';
import type { ResourceTarget } from './wire/request-target.ts';
import { createObject } from './writing/create-object.ts';
import { deleteObject } from './writing/delete-object.ts';
import { patchObject } from './writing/patch-object.ts';
import { isDryRun, sentJson, sentObject } from './writing/sent-object.ts';

/** A request whose sender is known and may do it. */
export interface Call {
  readonly state: ServerState;
  readonly target: ResourceTarget;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  readonly body: string;
  /** The same as it came. */
  readonly bytes: Buffer;
  readonly visitor: Visitor;
  /** Take a continue token for too old. */
  readonly expire: boolean;
}

type Handler = (call: Call, resource: Resource) => Answer;

const HANDLERS: Readonly<Record<string, Handler>> = {
  list: answerList,
  watch: answerWatch,
  get: answerGet,
  create: answerCreate,
  delete: answerDelete,
  patch: answerPatch,
};

/** The answer to a request for a resource; refusals are thrown. */
export function answerResource(call: Call): Answer {
  const { group, version, plural, subresource, namespace, verb, name } = call.target;
  const resource = findResource(group, version, plural);
  const at = `${group || 'core'}/${version} ${plural}`;
  if (resource === undefined) throw noSuchResource(at);
  if (resource.namespaced ? namespace === '' && hasName(verb) : namespace !== '' && plural !== 'namespaces')
    throw noSuchResource(`${at} ${resource.namespaced ? 'without' : 'in'} a namespace`);
  if (subresource !== '') return answerSubresource(call, resource);
  const handler = resource.verbs.includes(verb) ? HANDLERS[verb] : undefined;
  const everywhere = resource.namespaced && namespace === '' && verb === 'create';
  if (handler === undefined || everywhere || (verb === 'patch' && name === ''))
    throw methodNotAllowed(`${verb} of ${at}`);
  checkParameters(call.query, verb);
  return handler(call, resource);
}

/** Verbs of one object; with list, watch and create there may be none. */
function hasName(verb: string): boolean {
  return ['get', 'update', 'delete'].includes(verb);
}

function answerSubresource(call: Call, resource: Resource): Answer {
  const { target, state, query } = call;
  const known = resource.group === '' ? SUBRESOURCES[resource.kept] : undefined;
  if (target.subresource !== known) throw noSuchResource(`${target.plural}/${target.subresource}`);
  if (target.verb !== 'get')
    throw methodNotAllowed(`${target.verb} of ${target.plural}/${target.subresource}`);
  if (known === 'proxy') return nodeProxy(state, resource, target, query);
  checkParameters(query, 'log');
  return podLog(state, resource, target.namespace, target.name, query);
}

function answerList(call: Call, resource: Resource): Answer {
  const { state, target, query, expire } = call;
  const how = presentationOf(call);
  const asked = listQuery(query, resource, state.store.revision);
  const page = listPage(state.store, resource, placeOf(target), asked, expire);
  return { status: 200, contentType: 'application/json', body: presentList(page, resource, how) };
}

function answerWatch(call: Call, resource: Resource): Answer {
  const { state, target, query } = call;
  const how = presentationOf(call);
  return watchStream({
    store: state.store,
    resource,
    namespace: placeOf(target),
    query: listQuery(query, resource, state.store.revision),
    presentation: () => ({ ...how, now: state.clock() }),
    bookmarkEvery: state.options.bookmarkEvery ?? 60_000,
    onBookmark: (send) => {
      state.bookmarks.add(send);
      return () => state.bookmarks.delete(send);
    },
  });
}

/** Every namespace is listed at once, whatever the path says of one. */
function placeOf({ plural, namespace }: ResourceTarget): string {
  return plural === 'namespaces' ? '' : namespace;
}

function answerGet(call: Call, resource: Resource): Answer {
  const { state, target } = call;
  const object = state.store.get(resource, placeOf(target), target.name);
  if (object === undefined) throw notFound(resource, target.name);
  return shown(call, resource, object, 200);
}

function answerCreate(call: Call, resource: Resource): Answer {
  const { state, target, query, contentType, body, visitor } = call;
  if (target.name !== '') throw methodNotAllowed(`POST to ${target.plural}/${target.name}`);
  if (resource.verbs.length === 1)
    return jsonAnswer(201, review(resource.plural, sentReview(call, resource), visitor, state.clock()));
  const { namespace } = target;
  const object = createObject({
    store: state.store,
    resource,
    namespace,
    sent: sentObject(body, contentType, resource, namespace),
    dryRun: isDryRun(query.getAll('dryRun'), 'CreateOptions'),
    now: state.clock(),
  });
  if (resource.kept === 'pods' && !query.has('dryRun')) state.kubelet?.run(object);
  return shown(call, resource, object, 201);
}

function sentReview({ contentType, body, bytes }: Call, { plural, kind }: Resource): JsonObject {
  const review = contentType === PROTOBUF ? protobufReview(plural, bytes) : undefined;
  return review ?? sentJson(body, contentType, kind);
}

function answerDelete(call: Call, resource: Resource): Answer {
  const { state, target, query, contentType, body } = call;
  const sent = sentJson(body, contentType, 'DeleteOptions');
  const grace = query.get('gracePeriodSeconds');
  const options: JsonObject = grace === null ? sent : { ...sent, gracePeriodSeconds: Number(grace) };
  const inBody = (objectOf(sent)['dryRun'] ?? []) as readonly string[];
  const deleted = deleteObject({
    store: state.store,
    resource,
    namespace: placeOf(target),
    name: target.name,
    options,
    dryRun: isDryRun([...inBody, ...query.getAll('dryRun')], 'DeleteOptions'),
    now: state.clock(),
    isRun: (pod) => state.kubelet?.runs(pod) ?? false,
  });
  return textOf(deleted['kind']) === 'Status'
    ? jsonAnswer(200, deleted)
    : shown(call, resource, deleted as unknown as ApiObject, 200);
}

function answerPatch(call: Call, resource: Resource): Answer {
  const { state, target, query, contentType, body } = call;
  const patched = patchObject({
    store: state.store,
    resource,
    namespace: placeOf(target),
    name: target.name,
    contentType,
    body,
    dryRun: isDryRun(query.getAll('dryRun'), 'PatchOptions'),
  });
  return shown(call, resource, patched, 200);
}

function shown(call: Call, resource: Resource, object: ApiObject, status: number): Answer {
  const body = presentObject({ revision: 0, object }, resource, presentationOf(call), true);
  return { status, contentType: 'application/json', body };
}

function presentationOf({ accept, query, state }: Call): Presentation {
  return {
    form: acceptedForm(accept),
    includeObject: query.get('includeObject') ?? '',
    now: state.clock(),
  };
}
