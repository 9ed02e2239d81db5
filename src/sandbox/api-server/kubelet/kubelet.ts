import { randomBytes } from 'node:crypto';
import { type JsonObject, listOf, objectsOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import { type ApiObject, fieldOf, timestamp } from '../api-object.ts';
import type { ObjectStore } from '../object-store.ts';
import { findResource, type Resource } from '../resource.ts';
import {
  backOff,
  created,
  type EventWords,
  failed,
  noSuchCommand,
  pulled,
  pullFailed,
  pulling,
  started,
} from './kubelet-words.ts';
import type { PullScript } from './pull-script.ts';

type Scripts = Readonly<Record<string, PullScript>>;

/**
 * The kubelets of all nodes, for pods that a client makes and pins to one: each container's image goes as its
 * script says. Init containers are not waited for.
 */
export class Kubelet {
  readonly #store: ObjectStore;
  readonly #scripts: Scripts;
  readonly #clock: () => number;
  readonly #pods: Resource;
  readonly #events: Resource;
  readonly #stopListening: () => void;
  /** Timers by the UID of their pod. */
  readonly #timers = new Map<string, Set<NodeJS.Timeout>>();

  constructor(store: ObjectStore, scripts: Scripts, clock: () => number) {
    const pods = findResource('', 'v1', 'pods');
    const events = findResource('', 'v1', 'events');
    if (pods === undefined || events === undefined) throw new Error('pods and events are always served');
    this.#store = store;
    this.#scripts = scripts;
    this.#clock = clock;
    this.#pods = pods;
    this.#events = events;
    this.#stopListening = store.listen(({ before, after }) => {
      if (before !== undefined && this.runs(before)) this.#follow(before, after);
    });
  }

  runs(pod: ApiObject): boolean {
    return this.#timers.has(pod.metadata.uid);
  }

  /** Takes a pod that was bound to a node. */
  run(pod: ApiObject): void {
    if (textOf(fieldOf(pod, 'spec', 'nodeName')) === '') return;
    this.#timers.set(pod.metadata.uid, new Set());
    this.#later(pod, 0, () => {
      this.#setStatus(pod, (status) => ({ ...status, ...firstStatus(pod, this.#clock()) }));
      for (const container of objectsOf(fieldOf(pod, 'spec', 'containers'))) this.#pull(pod, container);
      const deadline = fieldOf(pod, 'spec', 'activeDeadlineSeconds');
      if (typeof deadline === 'number') this.#later(pod, deadline * 1000, () => this.#overdue(pod));
    });
  }

  close(): void {
    this.#stopListening();
    for (const timers of this.#timers.values()) for (const timer of timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #pull(pod: ApiObject, container: JsonObject): void {
    const image = textOf(container['image']);
    const script = this.#scripts[image] ?? this.#scripts['*'] ?? { outcome: 'silent' };
    this.#tell(pod, container, pulling(image));
    if (script.outcome === 'silent') return;
    const after = script.after ?? 0;
    this.#later(pod, after, () => {
      if (script.outcome === 'pulled') {
        this.#tell(pod, container, pulled(image, after));
        this.#start(pod, container);
        return;
      }
      const { message, reason = 'ErrImagePull', backOffAfter } = script;
      this.#setState(pod, container, { waiting: { message, reason } });
      for (const words of pullFailed(image, script)) this.#tell(pod, container, words);
      if (backOffAfter === undefined) return;
      this.#later(pod, backOffAfter, () => {
        const said = `Back-off pulling image "${image}": ${reason}: ${message}`;
        this.#setState(pod, container, { waiting: { message: said, reason: 'ImagePullBackOff' } });
        this.#tell(pod, container, backOff(image));
      });
    });
  }

  #start(pod: ApiObject, container: JsonObject): void {
    const name = textOf(container['name']);
    this.#tell(pod, container, created(name));
    const command = textOf(listOf(container['command'])[0]);
    if (command === '') {
      this.#setState(pod, container, { running: { startedAt: timestamp(this.#clock()) } });
      this.#tell(pod, container, started(name));
      return;
    }
    const message = noSuchCommand(command);
    const once = fieldOf(pod, 'spec', 'restartPolicy') === 'Never';
    const state = once
      ? {
          terminated: {
            exitCode: 128,
            message,
            reason: 'StartError',
            startedAt: '1970-01-01T00:00:00Z',
            finishedAt: timestamp(this.#clock()),
          },
        }
      : { waiting: { message, reason: 'RunContainerError' } };
    this.#tell(pod, container, failed(`Error: ${message}`));
    this.#setState(pod, container, state);
  }

  #overdue(pod: ApiObject): void {
    const message = 'Pod was active on the node longer than the specified deadline';
    this.#setStatus(pod, (status) => ({ ...status, phase: 'Failed', reason: 'DeadlineExceeded', message }));
    this.#tell(pod, undefined, { type: 'Normal', reason: 'DeadlineExceeded', message });
  }

  /** A pod that is marked for its end is ended; one that is gone is forgotten. */
  #follow(before: ApiObject, after: ApiObject | undefined): void {
    if (after === undefined) {
      for (const timer of this.#timers.get(before.metadata.uid) ?? []) clearTimeout(timer);
      this.#timers.delete(before.metadata.uid);
    } else if (
      before.metadata.deletionTimestamp === undefined &&
      after.metadata.deletionTimestamp !== undefined
    ) {
      const { namespace = '', name } = after.metadata;
      this.#later(after, 0, () => void this.#store.remove(this.#pods, namespace, name));
    }
  }

  #later(pod: ApiObject, after: number, act: () => void): void {
    const timers = this.#timers.get(pod.metadata.uid);
    if (timers === undefined) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (this.#newest(pod) !== undefined) act();
    }, after);
    timers.add(timer);
  }

  #newest(pod: ApiObject): ApiObject | undefined {
    const { namespace = '', name, uid } = pod.metadata;
    const found = this.#store.get(this.#pods, namespace, name);
    return found?.metadata.uid === uid ? found : undefined;
  }

  #setStatus(pod: ApiObject, change: (status: JsonObject) => JsonObject): void {
    const found = this.#newest(pod);
    if (found === undefined) return;
    const status = fieldOf(found, 'status');
    this.#store.put(this.#pods, { ...found, status: change(status as JsonObject) });
  }

  #setState(pod: ApiObject, container: JsonObject, state: JsonObject): void {
    this.#setStatus(pod, (status) => {
      const all = objectsOf(status['containerStatuses']).map((one) =>
        one['name'] === container['name'] ? statusOf(container, state) : one,
      );
      return { ...status, phase: phaseOf(all), containerStatuses: all };
    });
  }

  #tell(pod: ApiObject, container: JsonObject | undefined, words: EventWords): void {
    const host = textOf(fieldOf(pod, 'spec', 'nodeName'));
    const { namespace = '', name, uid, resourceVersion } = pod.metadata;
    const now = timestamp(this.#clock());
    const fieldPath =
      container === undefined ? {} : { fieldPath: `spec.containers{${textOf(container['name'])}}` };
    this.#store.put(this.#events, {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name: `${name}.${randomBytes(8).toString('hex')}`, namespace },
      involvedObject: { kind: 'Pod', namespace, name, uid, apiVersion: 'v1', resourceVersion, ...fieldPath },
      ...words,
      source: { component: 'kubelet', host },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      eventTime: null,
      reportingComponent: 'kubelet',
      reportingInstance: host,
    });
  }
}

function firstStatus(pod: ApiObject, now: number): JsonObject {
  const time = timestamp(now);
  const condition = (type: string, holds: boolean): JsonObject => ({
    lastProbeTime: null,
    lastTransitionTime: time,
    status: holds ? 'True' : 'False',
    type,
  });
  return {
    phase: 'Pending',
    conditions: [
      condition('PodReadyToStartContainers', true),
      condition('Initialized', true),
      condition('Ready', false),
      condition('ContainersReady', false),
      condition('PodScheduled', true),
    ],
    hostIP: '10.0.0.1',
    startTime: time,
    containerStatuses: objectsOf(fieldOf(pod, 'spec', 'containers')).map((container) =>
      statusOf(container, { waiting: { reason: 'ContainerCreating' } }),
    ),
  };
}

function statusOf(container: JsonObject, state: JsonObject): JsonObject {
  const running = state['running'] !== undefined;
  const { name, image } = container;
  return {
    name,
    image,
    imageID: '',
    lastState: {},
    ready: running,
    restartCount: 0,
    started: running,
    state,
  };
}

function phaseOf(statuses: readonly JsonObject[]): string {
  const inState = (name: string): number =>
    statuses.filter((one) => fieldOf(one, 'state', name) !== undefined).length;
  if (inState('terminated') === statuses.length) return 'Failed';
  return inState('running') > 0 ? 'Running' : 'Pending';
}
