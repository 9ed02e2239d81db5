import { type JsonObject, objectOf, objectsOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import { type ApiObject, fieldOf } from '../api-object.ts';

// READY, STATUS and RESTARTS of `kubectl get pods`: the rules of printPod in
// pkg/printers/internalversion/printers.go of Kubernetes, in this project's words.

/** What the table says of a pod's containers. */
export interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly status: string;
  readonly restarts: number;
  /** When a container last ended; empty when none did. */
  readonly lastRestart: string;
}

interface Tally {
  readonly status: string;
  readonly ready: number;
  readonly restarts: number;
  readonly lastRestart: string;
}

export function summaryOf(pod: ApiObject): PodSummary {
  const status = objectOf(pod['status']);
  const initContainers = objectsOf(fieldOf(pod, 'spec', 'initContainers'));
  const sidecars = new Set(
    initContainers.filter((one) => one['restartPolicy'] === 'Always').map((one) => textOf(one['name'])),
  );
  const total = objectsOf(fieldOf(pod, 'spec', 'containers')).length + sidecars.size;
  const init = initTally(status, sidecars, initContainers.length);
  const main = init.stopped && !isTrue(status, 'Initialized') ? init.all : mainTally(status, init, pod);
  return { ...main, total, status: endStatus(pod, status, main.status) };
}

/** What a pod's status says before any container is looked at. */
function firstWord(status: JsonObject): string {
  const gated = objectsOf(status['conditions']).some(
    (one) => one['type'] === 'PodScheduled' && one['reason'] === 'SchedulingGated',
  );
  if (gated) return 'SchedulingGated';
  return textOf(status['reason']) || textOf(status['phase']);
}

interface InitTally {
  /** One of them keeps the pod from starting. */
  readonly stopped: boolean;
  readonly all: Tally;
  /** Of those that run beside the pod: their restarts count on. */
  readonly sidecars: Tally;
}

function initTally(status: JsonObject, sidecars: ReadonlySet<string>, count: number): InitTally {
  const blank: Tally = { status: firstWord(status), ready: 0, restarts: 0, lastRestart: '' };
  let all = blank;
  let beside = blank;
  for (const [index, container] of objectsOf(status['initContainerStatuses']).entries()) {
    const isSidecar = sidecars.has(textOf(container['name']));
    all = restarted(all, container);
    if (isSidecar) beside = restarted(beside, container);
    const terminated = stateOf(container, 'terminated');
    if (terminated?.['exitCode'] === 0) continue;
    if (isSidecar && container['started'] === true) {
      const ready = all.ready + (container['ready'] === true ? 1 : 0);
      all = { ...all, ready };
      beside = { ...beside, ready };
      continue;
    }
    const word = initWord(container, terminated, `${index}/${count}`);
    return { stopped: true, all: { ...all, status: `Init:${word}` }, sidecars: beside };
  }
  return { stopped: false, all, sidecars: beside };
}

function initWord(container: JsonObject, terminated: JsonObject | undefined, place: string): string {
  if (terminated !== undefined) return endWord(terminated);
  const reason = textOf(stateOf(container, 'waiting')?.['reason']);
  return reason === '' || reason === 'PodInitializing' ? place : reason;
}

function mainTally(status: JsonObject, init: InitTally, pod: ApiObject): Tally {
  let tally: Tally = { ...init.sidecars, status: init.stopped ? init.all.status : init.sidecars.status };
  let running = false;
  let error = '';
  // The last container's word is written over by the one before it: the first one decides.
  for (const container of objectsOf(status['containerStatuses']).toReversed()) {
    tally = restarted(tally, container);
    const waiting = textOf(stateOf(container, 'waiting')?.['reason']);
    const terminated = stateOf(container, 'terminated');
    if (waiting !== '') tally = { ...tally, status: waiting };
    else if (terminated !== undefined) {
      tally = { ...tally, status: endWord(terminated) };
      if (terminated['exitCode'] !== 0) error = tally.status;
    } else if (container['ready'] === true && stateOf(container, 'running') !== undefined) {
      running = true;
      tally = { ...tally, ready: tally.ready + 1 };
    }
  }
  if (tally.status !== 'Completed') return tally;
  if (running && isTrue(objectOf(pod['status']), 'Ready')) return { ...tally, status: 'Running' };
  return { ...tally, status: error || (running ? 'NotReady' : 'Completed') };
}

function endStatus(pod: ApiObject, status: JsonObject, word: string): string {
  if (pod.metadata.deletionTimestamp === undefined) return word;
  if (status['reason'] === 'NodeLost') return 'Unknown';
  return ['Succeeded', 'Failed'].includes(textOf(status['phase'])) ? word : 'Terminating';
}

function restarted(tally: Tally, container: JsonObject): Tally {
  const ended = textOf(fieldOf(container, 'lastState', 'terminated', 'finishedAt'));
  return {
    ...tally,
    restarts: tally.restarts + Number(container['restartCount'] ?? 0),
    lastRestart: ended > tally.lastRestart ? ended : tally.lastRestart,
  };
}

function endWord(terminated: JsonObject): string {
  const reason = textOf(terminated['reason']);
  if (reason !== '') return reason;
  const signal = Number(terminated['signal'] ?? 0);
  return signal === 0 ? `ExitCode:${Number(terminated['exitCode'] ?? 0)}` : `Signal:${signal}`;
}

function stateOf(container: JsonObject, name: string): JsonObject | undefined {
  const state = fieldOf(container, 'state', name);
  return state === undefined || state === null ? undefined : objectOf(state);
}

function isTrue(status: JsonObject, type: string): boolean {
  return objectsOf(status['conditions']).find((one) => one['type'] === type)?.['status'] === 'True';
}
