import type { KubeObject } from '../cluster/kube-api.ts';

/** A pod of a dump, as far as the lane looks into it. */
export interface PodState {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly phase: string;
  readonly ready: boolean;
  readonly waiting: readonly {
    readonly container: string;
    readonly reason: string;
    readonly message: string;
  }[];
}

interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: { readonly reason?: string; readonly message?: string };
  };
  readonly lastState?: { readonly terminated?: { readonly reason?: string; readonly message?: string } };
}

interface PodObject extends KubeObject {
  readonly metadata: KubeObject['metadata'] & {
    readonly uid?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly status?: {
    readonly phase?: string;
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
  };
}

function waitingOf({ name, state, lastState }: ContainerStatus): PodState['waiting'] {
  return [state?.waiting, state?.terminated, lastState?.terminated]
    .filter((one) => one !== undefined)
    .map(({ reason = '', message = '' }) => ({ container: name, reason, message }));
}

export function readPod(object: KubeObject): PodState {
  const { metadata, status = {} } = object as PodObject;
  const { containerStatuses = [], initContainerStatuses = [], ephemeralContainerStatuses = [] } = status;
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    uid: metadata.uid ?? '',
    labels: metadata.labels ?? {},
    phase: status.phase ?? '',
    ready: containerStatuses.length > 0 && containerStatuses.every(({ ready }) => ready === true),
    waiting: [...ephemeralContainerStatuses, ...initContainerStatuses, ...containerStatuses].flatMap(
      waitingOf,
    ),
  };
}

/** An event about a pod. */
export interface PodEvent {
  readonly pod: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly last: number;
}

interface EventObject extends KubeObject {
  readonly involvedObject?: { readonly kind?: string; readonly name?: string; readonly namespace?: string };
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly lastTimestamp?: string | null;
}

/** Reads an event; nothing when it is about something else than a pod. */
export function readEvent(object: KubeObject): PodEvent | undefined {
  const { involvedObject, reason = '', message = '', count = 1, lastTimestamp } = object as EventObject;
  if (involvedObject?.kind !== 'Pod') return undefined;
  const pod = `${involvedObject.namespace ?? ''}/${involvedObject.name ?? ''}`;
  return { pod, reason, message, count, last: Date.parse(lastTimestamp ?? '') };
}

/** Pods and their events as one dump has them. */
export interface DumpedPods {
  readonly pods: readonly PodState[];
  readonly events: ReadonlyMap<string, readonly PodEvent[]>;
  /** The pod of a `namespace/name` and its events, as the API gave them. */
  readonly objectsOf: (pod: string) => readonly KubeObject[];
  readonly nodes: readonly KubeObject[];
}

/** `namespace/name` of a pod, or of the pod an event is about. */
function placeOf(item: KubeObject): string | undefined {
  if (item.kind === 'Event') return readEvent(item)?.pod;
  return item.kind === 'Pod' ? `${item.metadata.namespace ?? ''}/${item.metadata.name}` : undefined;
}

export function readDump(text: string): DumpedPods {
  const { items } = JSON.parse(text) as { readonly items: readonly KubeObject[] };
  const events = new Map<string, PodEvent[]>();
  for (const item of items) {
    const event = item.kind === 'Event' ? readEvent(item) : undefined;
    if (event !== undefined) events.set(event.pod, [...(events.get(event.pod) ?? []), event]);
  }
  return {
    pods: items.filter(({ kind }) => kind === 'Pod').map(readPod),
    events,
    objectsOf: (pod) => items.filter((item) => placeOf(item) === pod),
    nodes: items.filter(({ kind }) => kind === 'Node'),
  };
}
