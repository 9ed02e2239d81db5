import { randomUUID } from 'node:crypto';
import { type JsonObject, objectOf, textOf } from '../../core/evidence/objects/json-value.ts';
import { type ApiObject, timestamp } from './api-object.ts';
import { inServerOrder } from './metadata-order.ts';
import { type Resource, resourceOfKind } from './resource.ts';
import { notFound } from './status.ts';

/** What etcd keeps of one key at one revision. */
export interface Version {
  readonly revision: number;
  /** Undefined: removed at this revision. */
  readonly object: ApiObject | undefined;
  /** Its JSON without kind and apiVersion, as lists carry it; made when first asked for. */
  json?: string;
  metadataJson?: string;
}

/** Something that happened, for watches. */
export interface Change {
  readonly revision: number;
  /** `Resource.kept` */
  readonly kept: string;
  readonly before: ApiObject | undefined;
  readonly after: ApiObject | undefined;
}

interface Keyspace {
  readonly keys: Map<string, Version[]>;
  sorted: readonly string[] | undefined;
  /** The newest revision in it. */
  newest: number;
  /** Each key was written once: what is there now was always there, from its revision on. */
  plain: boolean;
}

/**
 * The objects with their history, as etcd has it: one revision for all, each change adds one, a list may be
 * read at any revision that is not compacted. Keys are `namespace/name` and come in the order of their bytes.
 */
export class ObjectStore {
  revision = 1;
  /** Older ones than this are gone. */
  compacted = 0;
  #changes: Change[] = [];
  readonly #spaces = new Map<string, Keyspace>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Makes or replaces an object; fills in what the API fills in. */
  put(resource: Resource, value: JsonObject): ApiObject {
    const meta = objectOf(value['metadata']);
    const key = keyOf(resource, textOf(meta['namespace']), textOf(meta['name']));
    const before = this.#newest(resource, key);
    this.revision += 1;
    const object = {
      ...value,
      metadata: inServerOrder({
        ...meta,
        uid: before?.metadata.uid ?? (textOf(meta['uid']) || randomUUID()),
        resourceVersion: String(this.revision),
        creationTimestamp: textOf(meta['creationTimestamp']) || timestamp(this.#clock()),
      }),
    } as unknown as ApiObject;
    this.#write(resource, key, before, object);
    return object;
  }

  /** Removes it; gives what it was last, with the revision of its removal. */
  remove(resource: Resource, namespace: string, name: string): ApiObject {
    const key = keyOf(resource, namespace, name);
    const before = this.#newest(resource, key);
    if (before === undefined) throw notFound(resource, name);
    this.revision += 1;
    this.#write(resource, key, before, undefined);
    return { ...before, metadata: { ...before.metadata, resourceVersion: String(this.revision) } };
  }

  get(resource: Resource, namespace: string, name: string): ApiObject | undefined {
    return this.#newest(resource, keyOf(resource, namespace, name));
  }

  /** Keys from `start` on that begin with `prefix`, removed ones too. */
  keys(resource: Resource, prefix: string, start: string): readonly string[] {
    const sorted = this.#sorted(resource);
    const from = lowerBound(sorted, start > prefix ? start : prefix);
    if (prefix === '') return from === 0 ? sorted : sorted.slice(from);
    // '\uffff' sorts behind every character of a name.
    return sorted.slice(from, lowerBound(sorted, `${prefix}\uffff`));
  }

  /** What a key held at a revision. */
  at(resource: Resource, key: string, revision: number): Version | undefined {
    const versions = this.#spaces.get(resource.kept)?.keys.get(key) ?? [];
    return versions.findLast((one) => one.revision <= revision);
  }

  /** How many of these keys held something at a revision. */
  count(resource: Resource, keys: readonly string[], revision: number): number {
    const space = this.#spaces.get(resource.kept);
    // Asked for each page of a long list, so that it must not cost what the list costs.
    if (space?.plain === true && space.newest <= revision) return keys.length;
    return keys.filter((key) => this.at(resource, key, revision)?.object !== undefined).length;
  }

  changesAfter(revision: number): readonly Change[] {
    return this.#changes.filter((one) => one.revision > revision);
  }

  /** Calls on every change from now on; gives what ends that. */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets all but what is there now. */
  compact(): void {
    this.compacted = this.revision;
    this.#changes = [];
    for (const space of this.#spaces.values()) {
      for (const [key, versions] of space.keys) {
        const last = versions.at(-1);
        if (last?.object === undefined) space.keys.delete(key);
        else versions.splice(0, versions.length - 1);
      }
      space.sorted = undefined;
      space.plain = true;
    }
  }

  #newest(resource: Resource, key: string): ApiObject | undefined {
    return this.#spaces.get(resource.kept)?.keys.get(key)?.at(-1)?.object;
  }

  #write(resource: Resource, key: string, before: ApiObject | undefined, after: ApiObject | undefined): void {
    const { kept } = resource;
    const { revision } = this;
    let space = this.#spaces.get(kept);
    if (space === undefined)
      this.#spaces.set(kept, (space = { keys: new Map(), sorted: undefined, newest: 0, plain: true }));
    const versions = space.keys.get(key);
    if (versions === undefined) {
      space.keys.set(key, [{ revision, object: after }]);
      space.sorted = undefined;
    } else {
      versions.push({ revision, object: after });
      space.plain = false;
    }
    space.newest = revision;
    const change = { revision, kept, before, after };
    this.#changes.push(change);
    for (const listener of this.#listeners) listener(change);
  }

  #sorted(resource: Resource): readonly string[] {
    const space = this.#spaces.get(resource.kept);
    if (space === undefined) return [];
    space.sorted ??= [...space.keys.keys()].sort();
    return space.sorted;
  }
}

/** Where an object lies, and its resource; undefined for kinds that are not served. */
export function placeOf(value: JsonObject): Resource | undefined {
  return resourceOfKind(textOf(value['kind']), textOf(value['apiVersion']) || 'v1');
}

export function keyOf(resource: Resource, namespace: string, name: string): string {
  return resource.namespaced ? `${namespace}/${name}` : name;
}

function lowerBound(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
