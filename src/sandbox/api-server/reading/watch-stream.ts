import type { ServerResponse } from 'node:http';
import type { ApiObject } from '../api-object.ts';
import type { Change, ObjectStore, Version } from '../object-store.ts';
import { groupVersionOf, type Resource } from '../resource.ts';
import { expired, type StatusError } from '../status.ts';
import type { StreamAnswer } from '../wire/answer.ts';
import type { ListQuery } from './list-query.ts';
import { presentObject, type Presentation } from './present.ts';

/** All that a watch needs to know. */
export interface WatchRequest {
  readonly store: ObjectStore;
  readonly resource: Resource;
  readonly namespace: string;
  readonly query: ListQuery;
  readonly presentation: () => Presentation;
  /** Milliseconds between bookmarks. */
  readonly bookmarkEvery: number;
  /** Calls back whenever every watch is to send a bookmark; gives what ends that. */
  readonly onBookmark: (send: () => void) => () => void;
}

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

/** Changes from a revision on, a line each, until the client goes or the time is up. */
export function watchStream(request: WatchRequest): StreamAnswer {
  return {
    status: 200,
    contentType: 'application/json',
    stream: (response) => new Watch(request, response).run(),
  };
}

class Watch {
  readonly #request: WatchRequest;
  readonly #response: ServerResponse;
  readonly #ends: (() => void)[] = [];
  #headed = true;

  constructor(request: WatchRequest, response: ServerResponse) {
    this.#request = request;
    this.#response = response;
  }

  run(): () => void {
    const { store, query, bookmarkEvery, onBookmark } = this.#request;
    const from = Number(query.resourceVersion);
    if (from > 0 && from < store.compacted) {
      this.#fail(expired(`too old resource version: ${from} (${store.compacted})`));
      this.#response.end();
      return () => {};
    }
    if (from > 0) for (const change of store.changesAfter(from)) this.#tell(change);
    else this.#tellAll();
    this.#ends.push(store.listen((change) => this.#tell(change)));
    if (query.bookmarks) {
      const timer = setInterval(() => this.#bookmark(), bookmarkEvery);
      this.#ends.push(
        () => clearInterval(timer),
        onBookmark(() => this.#bookmark()),
      );
    }
    if (query.timeoutSeconds > 0) {
      const timer = setTimeout(() => this.#response.end(), query.timeoutSeconds * 1000);
      this.#ends.push(() => clearTimeout(timer));
    }
    return () => {
      for (const end of this.#ends.splice(0)) end();
    };
  }

  /** Without a revision, or with 0, a watch begins with what is there. */
  #tellAll(): void {
    const { store, resource, namespace } = this.#request;
    for (const key of store.keys(resource, namespace === '' ? '' : `${namespace}/`, '')) {
      const object = store.at(resource, key, store.revision)?.object;
      if (object !== undefined && this.#isChosen(object)) this.#send('ADDED', object);
    }
  }

  /** A change of what a selector chooses is, for the watch, its coming or its going. */
  #tell({ kept, before, after, revision }: Change): void {
    if (kept !== this.#request.resource.kept) return;
    const was = before !== undefined && this.#isChosen(before);
    const is = after !== undefined && this.#isChosen(after);
    if (is) this.#send(was ? 'MODIFIED' : 'ADDED', after);
    else if (was) {
      const gone = { ...before.metadata, resourceVersion: String(revision) };
      this.#send('DELETED', { ...before, metadata: gone });
    }
  }

  #isChosen(object: ApiObject): boolean {
    const { namespace, query } = this.#request;
    return (namespace === '' || object.metadata.namespace === namespace) && (query.chooses?.(object) ?? true);
  }

  #send(type: EventType, object: ApiObject): void {
    const { resource, presentation } = this.#request;
    const version: Version = { revision: 0, object };
    this.#write(type, presentObject(version, resource, presentation(), this.#headed));
    this.#headed = false;
  }

  #bookmark(): void {
    const { store, resource, presentation } = this.#request;
    const metadata = { resourceVersion: String(store.revision), creationTimestamp: null };
    const kind =
      presentation().form === 'partial'
        ? { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' }
        : { kind: resource.kind, apiVersion: groupVersionOf(resource) };
    this.#write('BOOKMARK', JSON.stringify({ ...kind, metadata }));
  }

  #fail(error: StatusError): void {
    this.#write('ERROR', JSON.stringify(error.status));
  }

  #write(type: EventType, object: string): void {
    this.#response.write(`{"type":"${type}","object":${object.trimEnd()}}\n`);
  }
}
