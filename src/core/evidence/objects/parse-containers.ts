import { parseInstant } from './instant.ts';
import { countOf, known, objectOf, objectsOf, textOf, type Filled, type JsonObject } from './json-value.ts';
import type { ContainerEvidence, ContainerKind, ContainerState, ImageVolume } from './pod.ts';
import { unshared, type Share } from './share-texts.ts';

/** The pod's three lists of containers and where their statuses stand, in the order the kubelet pulls them. */
const LISTS: readonly { readonly kind: ContainerKind; readonly spec: string; readonly status: string }[] = [
  { kind: 'ephemeralContainer', spec: 'ephemeralContainers', status: 'ephemeralContainerStatuses' },
  { kind: 'initContainer', spec: 'initContainers', status: 'initContainerStatuses' },
  { kind: 'container', spec: 'containers', status: 'containerStatuses' },
];

const NO_VOLUMES: readonly string[] = Object.freeze([]);

/** What the containers of one pod have in common. */
interface PodContext {
  readonly imageVolumes: readonly ImageVolume[];
  readonly share: Share;
}

/**
 * Joins the containers of a pod's spec with their statuses by name.
 * A container without a status (the kubelet has not come to it yet) has no state. A status without a
 * container, which only a dump with fields cut out can hold, is kept with the runtime's image name: the
 * failure it tells of is real.
 */
export function parseContainers(
  spec: JsonObject,
  status: JsonObject,
  imageVolumes: readonly ImageVolume[],
  share: Share = unshared,
): readonly ContainerEvidence[] {
  const pod = { imageVolumes, share };
  const parsed: ContainerEvidence[] = [];
  for (const list of LISTS) {
    const containers = objectsOf(spec[list.spec]);
    const told = objectsOf(status[list.status]);
    if (containers.length === 0 && told.length === 0) continue;
    const statuses = byName(told);
    for (const container of containers) {
      const own = statuses.get(container['name']);
      statuses.delete(container['name']);
      parsed.push(parseContainer(list.kind, container, own, pod));
    }
    for (const orphan of statuses.values()) parsed.push(parseContainer(list.kind, orphan, orphan, pod));
  }
  return parsed;
}

function byName(statuses: readonly JsonObject[]): Map<unknown, JsonObject> {
  const named = new Map<unknown, JsonObject>();
  for (const status of statuses) named.set(status['name'], status);
  return named;
}

function parseContainer(
  kind: ContainerKind,
  container: JsonObject,
  status: JsonObject | undefined,
  { imageVolumes, share }: PodContext,
): ContainerEvidence {
  const read: Filled<ContainerEvidence> = {
    name: share(textOf(container['name'])),
    kind,
    image: share(textOf(container['image'])),
    imageVolumes: imageVolumes.length === 0 ? NO_VOLUMES : mounted(container, imageVolumes),
    imageId: share(textOf(status?.['imageID'])),
    ready: status?.['ready'] === true,
    restartCount: countOf(status?.['restartCount']) ?? 0,
  };
  const pullPolicy = share(textOf(container['imagePullPolicy']));
  if (pullPolicy !== '') read.pullPolicy = pullPolicy;
  const state = parseState(status?.['state']);
  if (state !== undefined) read.state = state;
  const lastState = parseState(status?.['lastState']);
  if (lastState !== undefined) read.lastState = lastState;
  return read;
}

/** Names of the image volumes that the container mounts. */
function mounted(container: JsonObject, imageVolumes: readonly ImageVolume[]): readonly string[] {
  const mounts = new Set(objectsOf(container['volumeMounts']).map((mount) => textOf(mount['name'])));
  return imageVolumes.map((volume) => volume.name).filter((name) => mounts.has(name));
}

function parseState(value: unknown): ContainerState | undefined {
  const state = objectOf(value);
  if (state['waiting'] !== undefined) return parseWaiting(objectOf(state['waiting']));
  if (state['running'] !== undefined) return parseRunning(objectOf(state['running']));
  if (state['terminated'] !== undefined) return parseTerminated(objectOf(state['terminated']));
  return undefined;
}

function parseWaiting(waiting: JsonObject): ContainerState {
  return { kind: 'waiting', reason: textOf(waiting['reason']), message: textOf(waiting['message']) };
}

function parseRunning(running: JsonObject): ContainerState {
  const startedAt = parseInstant(running['startedAt']);
  return startedAt === undefined ? { kind: 'running' } : { kind: 'running', startedAt };
}

function parseTerminated(terminated: JsonObject): ContainerState {
  return {
    kind: 'terminated',
    reason: textOf(terminated['reason']),
    message: runtimeWords(terminated),
    exitCode: countOf(terminated['exitCode']) ?? 0,
    ...known({ finishedAt: parseInstant(terminated['finishedAt']) }),
  };
}

/** Reasons under which `terminated.message` is the runtime's or the kubelet's sentence. */
const RUNTIME_REASONS: ReadonlySet<string> = new Set([
  'StartError',
  'ContainerCannotRun',
  'ContainerStatusUnknown',
]);

/**
 * What the runtime said of the end. Under every other reason the message is the container's own
 * termination log, which is the program's business and may hold anything; of it only the line is kept
 * that tells of a binary for another architecture.
 */
export function runtimeWords(terminated: JsonObject): string {
  const message = textOf(terminated['message']);
  if (RUNTIME_REASONS.has(textOf(terminated['reason']))) return message;
  const at = message.indexOf('exec format error');
  if (at < 0) return '';
  const end = message.indexOf('\n', at);
  return message.slice(message.lastIndexOf('\n', at) + 1, end < 0 ? message.length : end);
}
