import type { Look } from '../../../core/diagnosis/looks/look.ts';
import { plainKind, type Target } from '../../../core/diagnosis/targets.ts';
import { listOf, objectOf, objectsOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import { parseObjectMeta, type ObjectMeta } from '../../../core/evidence/objects/parse-object-meta.ts';
import type { ApiFailure } from '../api-client.ts';
import { EVENTS, JOBS, pathOf, PODS, REPLICA_SETS, WORKLOADS, type ApiResource } from '../api-resource.ts';
import { isForbidden } from './failed-look.ts';
import { gatherEvents, gatherScope } from './gather-scope.ts';
import { inLanes } from './in-lanes.ts';
import { fieldValue } from './label-selector.ts';
import { listObjects } from './list-objects.ts';
import { takeLooks, type LookContext } from './take-looks.ts';

const NOT_FOUND = 404;

/** Reads what was named, with its pods and their events, and nothing else of the namespace. */
export async function gatherTargets(context: LookContext): Promise<void> {
  const reader = new TargetReader(context);
  await inLanes(context.request.targets, (target) => reader.read(target));
}

/** An object that was found under a name. */
interface Found {
  readonly json: unknown;
  readonly meta: ObjectMeta;
}

type Naming =
  | { readonly is: 'found'; readonly objects: readonly Found[] }
  | { readonly is: 'absent' }
  | { readonly is: 'failed'; readonly failure: ApiFailure };

class TargetReader {
  readonly #context: LookContext;
  /** Events of whole namespaces, each read once. */
  readonly #events = new Map<string, Promise<void>>();
  #whole: Promise<void> | undefined;

  constructor(context: LookContext) {
    this.#context = context;
  }

  async read({ kind, name }: Target): Promise<void> {
    const plain = kind === undefined ? '' : plainKind(kind);
    const workload = WORKLOADS.get(plain);
    if (plain === 'pod') await this.#readPod(name);
    else if (workload !== undefined) await this.#readWorkload(workload, name);
    else if (plain !== '') await this.#readByOwner(name);
    else if (!(await this.#readPod(name))) await this.#readAnyWorkload(name);
  }

  /** Out: false where there is no such pod, so that the name may be another kind's. */
  async #readPod(name: string): Promise<boolean> {
    const { namespace } = this.#context.request;
    // One pod is known to have this name before it is seen, so its events need not wait for it.
    const events = namespace === undefined ? undefined : this.#readEventsOf(namespace, name);
    const naming = await this.#find(PODS, name);
    this.#take(naming, PODS, `pod/${name}`);
    if (naming.is === 'found' && events === undefined) {
      await inLanes(naming.objects, ({ meta }) => this.#readEventsOf(meta.namespace, name));
    }
    await events;
    return naming.is !== 'absent';
  }

  async #readAnyWorkload(name: string): Promise<void> {
    await inLanes([...WORKLOADS.values()], async (resource) => {
      const naming = await this.#find(resource, name);
      // One of seven kinds that may not be seen says nothing of the one that was meant.
      if (naming.is === 'failed' && isForbidden(naming.failure)) this.#refused(resource, naming.failure);
      else await this.#readFound(resource, name, naming);
    });
  }

  #refused({ plural }: ApiResource, failure: ApiFailure): void {
    const { collection, request } = this.#context;
    collection.failed({ resource: plural, verb: 'get', namespace: request.namespace ?? '' }, failure);
  }

  async #readWorkload(resource: ApiResource, name: string): Promise<void> {
    await this.#readFound(resource, name, await this.#find(resource, name));
  }

  async #readFound(resource: ApiResource, name: string, naming: Naming): Promise<void> {
    const title = `${resource.kind.toLowerCase()}/${name}`;
    this.#take(naming, resource, title);
    if (naming.is !== 'found') return;
    await inLanes(naming.objects, async ({ json, meta }) => {
      const selector = await this.#selector(resource, json, meta);
      await Promise.all([
        this.#eventsIn(meta.namespace),
        ...(selector === undefined ? [] : [this.#list(PODS, meta.namespace, selector, title)]),
        ...(selector === undefined || resource.kind !== 'Deployment'
          ? []
          : [this.#list(REPLICA_SETS, meta.namespace, selector)]),
      ]);
    });
  }

  /** A CronJob selects no pods: its jobs do. */
  async #selector(resource: ApiResource, json: unknown, meta: ObjectMeta): Promise<string | undefined> {
    const { collection } = this.#context;
    if (resource.kind !== 'CronJob') return collection.selectorOf(resource.kind, meta.namespace, meta.name);
    const jobs: string[] = [];
    await this.#each(JOBS, meta.namespace, undefined, undefined, (job) => {
      const { name, owners } = parseObjectMeta(objectOf(job)) ?? { name: '', owners: [] };
      if (!owners.some(({ uid }) => uid === meta.uid)) return;
      collection.add(job, JOBS, true);
      jobs.push(name);
    });
    const active = objectsOf(objectOf(objectOf(json)['status'])['active']).map(({ name }) => textOf(name));
    const names = [...new Set([...jobs, ...active])];
    return names.length === 0 ? undefined : `job-name in (${names.join(',')})`;
  }

  /** A kind of a custom group: its pods are found by who owns them. */
  async #readByOwner(name: string): Promise<void> {
    const context = this.#context;
    this.#whole ??= gatherScope(context);
    await this.#whole;
    const looks = context.collection
      .evidence()
      .pods.flatMap(({ owners, namespace }) =>
        owners
          .filter((owner) => owner.name.startsWith(`${name}-`) && owner.kind !== 'Node')
          .map((owner): Look => ({ is: 'object', ...owner, namespace })),
      );
    await takeLooks([...new Map(looks.map((look) => [JSON.stringify(look), look])).values()], context);
  }

  /** One object by its name, or one of each namespace where none is named. */
  async #find(resource: ApiResource, name: string): Promise<Naming> {
    const { client, request } = this.#context;
    const { namespace, signal } = request;
    const path = namespace === undefined ? pathOf(resource) : pathOf(resource, namespace, name);
    const answer = await client.fetch({
      path,
      ...(namespace === undefined && { query: { fieldSelector: `metadata.name=${fieldValue(name)}` } }),
      ...(signal !== undefined && { signal }),
    });
    if (!answer.ok) {
      return answer.failure.status === NOT_FOUND
        ? { is: 'absent' }
        : { is: 'failed', failure: answer.failure };
    }
    const items = namespace === undefined ? listOf(objectOf(answer.value)['items']) : [answer.value];
    const objects = items.flatMap((json) => {
      const meta = parseObjectMeta(objectOf(json));
      return meta === undefined ? [] : [{ json, meta }];
    });
    return objects.length === 0 ? { is: 'absent' } : { is: 'found', objects };
  }

  #take(naming: Naming, resource: ApiResource, title: string): void {
    const { collection, request } = this.#context;
    const { namespace } = request;
    if (naming.is === 'found') {
      for (const { json } of naming.objects) collection.add(json, resource, namespace === undefined);
    }
    if (naming.is !== 'failed') return;
    collection.hide(
      {
        resource: resource.plural,
        verb: 'get',
        namespace: namespace ?? '',
        what: `${title}${namespace === undefined ? '' : ` in namespace ${namespace}`}`,
      },
      naming.failure,
    );
  }

  #readEventsOf(namespace: string, pod: string): Promise<void> {
    return this.#list(EVENTS, namespace, undefined, undefined, `involvedObject.name=${fieldValue(pod)}`);
  }

  #eventsIn(namespace: string): Promise<void> {
    const before = this.#events.get(namespace);
    if (before !== undefined) return before;
    const events = gatherEvents(namespace, this.#context);
    this.#events.set(namespace, events);
    return events;
  }

  /** Reads a list into the collection; `hides` names the target that cannot be judged without it. */
  async #list(
    resource: ApiResource,
    namespace: string,
    selector: string | undefined,
    hides?: string,
    fields?: string,
  ): Promise<void> {
    const { collection } = this.#context;
    const failure = await this.#each(resource, namespace, selector, fields, (json) =>
      collection.add(json, resource, true),
    );
    if (failure === undefined) return collection.listed(resource);
    const wanted = { resource: resource.plural, verb: 'list' as const, namespace };
    if (hides === undefined) collection.failed(wanted, failure);
    else collection.hide({ ...wanted, what: `pods of ${hides} in namespace ${namespace}` }, failure);
  }

  async #each(
    resource: ApiResource,
    namespace: string,
    selector: string | undefined,
    fields: string | undefined,
    take: (json: unknown) => void,
  ): Promise<ApiFailure | undefined> {
    const { client, request } = this.#context;
    const end = await listObjects(client, {
      path: pathOf(resource, namespace),
      query: { labelSelector: selector, fieldSelector: fields },
      signal: request.signal,
      take: (items) => {
        for (const json of items) take(json);
      },
    });
    return end.is === 'failed' ? end.failure : undefined;
  }
}
