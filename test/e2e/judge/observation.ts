import { knownFault } from '../cases/known-faults.ts';
import { keyOf, keyOfPod, type CaseRun } from '../run-cases.ts';
import type { JudgedPod, Phase } from './judge-answer.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { DumpedPods, PodEvent, PodState } from './pod-state.ts';
import type { FoundPull } from './pulldoctor.ts';

/** What one run looked like at one phase, and what is wrong with what pulldoctor said. */
export interface Observation {
  readonly run: CaseRun;
  readonly phase: Phase;
  readonly pod: string;
  /** The kubelet's words that the case is about. */
  readonly said: string;
  readonly found: readonly FoundPull[];
  readonly faults: readonly string[];
  /** Faults that are known, by why. */
  readonly known: readonly string[];
}

/** Waiting reasons that stay as they are: there is no back-off to wait for. */
const STEADY = new Set(['InvalidImageName', 'ErrImageNeverPull', 'CreateContainerError', 'CrashLoopBackOff']);

/** The newest of a run's pods: a Job or a rollout may have made several. */
export function podsOfRun(run: CaseRun, { pods }: DumpedPods): readonly PodState[] {
  const key = keyOf(run);
  return pods.filter((pod) => keyOfPod(pod) === key);
}

function textsOf(pod: PodState, events: readonly PodEvent[]): readonly string[] {
  return [...pod.waiting.map(({ message }) => message), ...events.map(({ message }) => message)];
}

/** Any failing pull, for cases that do not say what the kubelet says. */
const ANY = /Failed to pull image|failed to pull/u;

/** The words of the case in the dump, with the pod they are about. */
export function findSaid(
  run: CaseRun,
  dump: DumpedPods,
): { readonly pod: PodState; readonly said: string } | undefined {
  const wanted = run.one.said ?? ANY;
  for (const pod of podsOfRun(run, dump)) {
    const said = textsOf(pod, dump.events.get(`${pod.namespace}/${pod.name}`) ?? []).find((text) =>
      wanted.test(text),
    );
    if (said !== undefined) return { pod, said };
  }
  return undefined;
}

/** Reasons a container waits for before anything was tried. */
const BEFORE = new Set(['ContainerCreating', 'PodInitializing']);

/** Whether a failure has reached the pod's status: its events may be a moment ahead. A sandbox never does. */
export function showsFailure(run: CaseRun, pod: PodState): boolean {
  const { answer } = run.one;
  const sandbox = typeof answer === 'object' && answer.kind === 'sandbox';
  return sandbox || pod.waiting.some(({ reason }) => !BEFORE.has(reason));
}

/** Whether the pod's own status says that a pull fails. */
export function isFailing(pod: PodState): boolean {
  return pod.waiting.some(({ reason }) => reason === 'ErrImagePull' || reason === 'ImagePullBackOff');
}

/** Whether a pod that failed once now waits for its next attempt, or will always look as it does. */
export function isBackingOff(pod: PodState, saidBefore: boolean): boolean {
  const reasons = pod.waiting.map(({ reason }) => reason);
  if (reasons.includes('ImagePullBackOff')) return true;
  if (reasons.includes('ErrImagePull')) return false;
  const raw = reasons.some((reason) => reason.includes(' '));
  const sandbox = reasons.length > 0 && reasons.every((reason) => reason === 'ContainerCreating');
  return raw || reasons.some((reason) => STEADY.has(reason)) || (sandbox && saidBefore);
}

/** Judges a run by the report of the dump it was seen in. */
export function observe(
  run: CaseRun,
  { name, phase, textGone, said }: JudgedPod & { readonly said: string },
  found: readonly FoundPull[],
): Observation {
  return {
    run,
    phase,
    pod: name,
    said,
    found,
    ...sortFaults(run, phase, judgeAnswer(run.one, { name, phase, textGone }, found)),
  };
}

/** Tells faults that are known from those that are news. */
export function sortFaults(
  run: CaseRun,
  phase: Phase,
  all: readonly string[],
): Pick<Observation, 'faults' | 'known'> {
  const sorted = all.map((fault) => ({
    fault,
    known: knownFault(run.one.name, run.place.stack, phase, fault),
  }));
  return {
    faults: sorted.filter(({ known }) => known === undefined).map(({ fault }) => fault),
    known: [...new Set(sorted.flatMap(({ known }) => known?.why ?? []))],
  };
}
