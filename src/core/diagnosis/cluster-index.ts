import type { EventEvidence } from '../evidence/objects/event.ts';
import type { ClusterEvidence } from '../evidence/evidence.ts';
import type { Instant } from '../evidence/observed.ts';
import type { MessageReading } from '../evidence/message/message-reading.ts';
import { readMessage } from '../evidence/message/read-message.ts';
import { once } from '../evidence/once.ts';
import type { NodeEvidence } from '../evidence/objects/node.ts';
import type { PodEvidence } from '../evidence/objects/pod.ts';
import type { SecretEvidence } from '../evidence/objects/secret.ts';
import type { ServiceAccountEvidence } from '../evidence/objects/service-account.ts';
import type { WorkloadEvidence } from '../evidence/objects/workload.ts';
import { readImageName } from './image-name.ts';
import type { ImageName } from './image-name.ts';
import { readPullEvent } from './pulls/pull-event.ts';
import type { PullEvent } from './pulls/pull-event.ts';

/**
 * The evidence with its cross references: everything is indexed once, in one pass over each list, so
 * that 50,000 pods cost no more than reading them. What is costly (reading a message, an image) is
 * done once per distinct text.
 */
export interface ClusterIndex {
  readonly evidence: ClusterEvidence;
  readonly asOf: Instant;
  /** True when objects of this kind were listed at all. */
  looked(kind: string): boolean;
  /** Events of this very pod, oldest first; those of a namesake that lived before it are left out. */
  eventsOf(pod: PodEvidence): readonly EventEvidence[];
  /** The same, those of a pull. */
  pullEventsOf(pod: PodEvidence): readonly PullEvent[];
  eventsAbout(kind: string, namespace: string, name: string): readonly EventEvidence[];
  node(name: string | undefined): NodeEvidence | undefined;
  pod(namespace: string, name: string): PodEvidence | undefined;
  podsOn(node: string): readonly PodEvidence[];
  podsIn(namespace: string): readonly PodEvidence[];
  workload(kind: string, namespace: string, name: string): WorkloadEvidence | undefined;
  /** Workloads whose controller is this one. */
  workloadsOf(owner: WorkloadEvidence): readonly WorkloadEvidence[];
  secret(namespace: string, name: string): SecretEvidence | undefined;
  secretsNamed(name: string): readonly SecretEvidence[];
  serviceAccount(namespace: string, name: string): ServiceAccountEvidence | undefined;
  /** A live cluster was asked for this object by name and has not got it. */
  absent(kind: string, namespace: string, name: string): boolean;
  image(text: string): ImageName;
  read(text: string): MessageReading;
}

export function indexCluster(evidence: ClusterEvidence, asOf: Instant): ClusterIndex {
  const looked = new Set(evidence.looked);
  const troubled = new Set(
    evidence.pods.filter(isTroubled).map(({ namespace, name }) => objectKey('Pod', namespace, name)),
  );
  const keyOf = ({ object, namespace }: EventEvidence): string =>
    objectKey(object.kind, object.namespace || namespace, object.name);
  const events = groupBy(evidence.events, (event) => {
    const key = keyOf(event);
    return event.object.kind !== 'Pod' || troubled.has(key) ? key : undefined;
  });
  const eventsOfAll = once(() => groupBy(evidence.events, keyOf));
  const nodes = keyed(evidence.nodes, ({ name }) => name);
  const workloads = keyed(evidence.workloads, ({ kind, namespace, name }) =>
    objectKey(kind, namespace, name),
  );
  const children = groupBy(evidence.workloads, ({ owners, namespace }) => {
    const owner = owners.find(({ controller }) => controller);
    return owner === undefined ? undefined : objectKey(owner.kind, namespace, owner.name);
  });
  const secrets = keyed(evidence.secrets, ({ namespace, name }) => objectKey('Secret', namespace, name));
  const secretsByName = groupBy(evidence.secrets, ({ name }) => name);
  const accounts = keyed(evidence.serviceAccounts, ({ namespace, name }) =>
    objectKey('ServiceAccount', namespace, name),
  );
  const absent = new Set(
    (evidence.absent ?? []).map(({ kind, namespace, name }) => objectKey(kind, namespace, name)),
  );
  const podsByName = once(() =>
    keyed(evidence.pods, ({ namespace, name }) => objectKey('Pod', namespace, name)),
  );
  const podsByNode = once(() => groupBy(evidence.pods, ({ nodeName }) => nodeName));
  const podsByNamespace = once(() => groupBy(evidence.pods, ({ namespace }) => namespace));
  const eventsOf = (pod: PodEvidence): readonly EventEvidence[] => {
    const known = isTroubled(pod) ? events : eventsOfAll();
    const all = known.get(objectKey('Pod', pod.namespace, pod.name)) ?? NONE;
    return all.filter((event) => isAbout(event, pod)).sort((one, other) => seenAt(one) - seenAt(other));
  };
  return {
    evidence,
    asOf,
    looked: (kind) => looked.has(kind),
    eventsOf,
    pullEventsOf: (pod) => eventsOf(pod).flatMap((event) => readPullEvent(event) ?? []),
    eventsAbout: (kind, namespace, name) => events.get(objectKey(kind, namespace, name)) ?? NONE,
    node: (name) => (name === undefined ? undefined : nodes.get(name)),
    pod: (namespace, name) => podsByName().get(objectKey('Pod', namespace, name)),
    podsOn: (node) => podsByNode().get(node) ?? NONE,
    podsIn: (namespace) => podsByNamespace().get(namespace) ?? NONE,
    workload: (kind, namespace, name) => workloads.get(objectKey(kind, namespace, name)),
    workloadsOf: ({ kind, namespace, name }) => children.get(objectKey(kind, namespace, name)) ?? NONE,
    secret: (namespace, name) => secrets.get(objectKey('Secret', namespace, name)),
    secretsNamed: (name) => secretsByName.get(name) ?? NONE,
    serviceAccount: (namespace, name) => accounts.get(objectKey('ServiceAccount', namespace, name)),
    absent: (kind, namespace, name) => absent.has(objectKey(kind, namespace, name)),
    image: remembered(readImageName),
    read: remembered(readMessage),
  };
}

/** Some container neither runs nor is done. Events of all other pods are rarely asked for. */
export function isTroubled({ containers }: PodEvidence): boolean {
  return containers.some(
    ({ state }) => state?.kind !== 'running' && !(state?.kind === 'terminated' && state.exitCode === 0),
  );
}

const NONE: readonly never[] = [];

/**
 * The kubelet stamps a static pod's events with the uid of its manifest, not with that of the mirror
 * pod in the API: there only the name can be compared.
 */
export function isAbout(event: EventEvidence, pod: PodEvidence): boolean {
  const { uid } = event.object;
  if (uid === '' || pod.uid === '') {
    return event.last === undefined || pod.createdAt === undefined || event.last >= pod.createdAt;
  }
  return uid === pod.uid || pod.mirror;
}

function seenAt(event: EventEvidence): number {
  return [event.last, event.first].find((at) => Number.isFinite(at)) ?? 0;
}

function objectKey(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

function keyed<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, T> {
  return new Map(values.map((value) => [keyOf(value), value]));
}

/** Values by key, in their order; a value without a key is left out. */
export function groupBy<T>(
  values: readonly T[],
  keyOf: (value: T) => string | undefined,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    known.set(text, value);
    return value;
  };
}
