import { type JsonObject, objectOf, textOf } from '../../core/evidence/objects/json-value.ts';
import { takenApart } from './api-object.ts';
import type { ApiServerOptions } from './api-server-options.ts';
import { Kubelet } from './kubelet/kubelet.ts';
import { ObjectStore, placeOf } from './object-store.ts';
import { findResource } from './resource.ts';
import { FaultPlan } from './wire/fault-plan.ts';

/** What all requests share. */
export interface ServerState {
  readonly options: ApiServerOptions;
  readonly store: ObjectStore;
  readonly faults: FaultPlan;
  readonly kubelet: Kubelet | undefined;
  readonly clock: () => number;
  /** One for each watch that wants bookmarks. */
  readonly bookmarks: Set<() => void>;
}

export function createState(options: ApiServerOptions): ServerState {
  const clock = options.clock ?? Date.now;
  const store = new ObjectStore(clock);
  for (const namespace of ['default', 'kube-system']) ensureNamespace(store, namespace);
  for (const value of options.objects ?? [])
    for (const object of takenApart(value)) applyObject(store, object);
  return {
    options,
    store,
    faults: new FaultPlan(options.faults ?? []),
    kubelet: options.kubelet === undefined ? undefined : new Kubelet(store, options.kubelet, clock),
    clock,
    bookmarks: new Set(),
  };
}

/** Keeps an object as its controllers would write it. Its namespace comes into being with it. */
export function applyObject(store: ObjectStore, object: JsonObject): void {
  const resource = placeOf(object);
  const meta = objectOf(object['metadata']);
  const name = textOf(meta['name']);
  const namespace = textOf(meta['namespace']);
  if (resource === undefined || name === '')
    throw new Error(`the sandbox serves no ${textOf(object['kind'])} called ${name || 'nothing'}`);
  if (resource.namespaced && namespace === '')
    throw new Error(`${resource.kind} ${name} lies in no namespace`);
  if (resource.namespaced) ensureNamespace(store, namespace);
  store.put(resource, object);
}

/** A namespace with the service account that the controller manager makes in each. */
function ensureNamespace(store: ObjectStore, name: string): void {
  const namespaces = findResource('', 'v1', 'namespaces');
  const accounts = findResource('', 'v1', 'serviceaccounts');
  if (namespaces === undefined || accounts === undefined) return;
  if (store.get(namespaces, '', name) !== undefined) return;
  store.put(namespaces, {
    kind: 'Namespace',
    apiVersion: 'v1',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  });
  store.put(accounts, {
    kind: 'ServiceAccount',
    apiVersion: 'v1',
    metadata: { name: 'default', namespace: name },
  });
}
