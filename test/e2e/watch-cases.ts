import { setTimeout as sleep } from 'node:timers/promises';
import { isSound } from './cases/case.ts';
import type { KubeApi, KubeObject } from './cluster/kube-api.ts';
import { HIDDEN_KINDS, hideKinds, rightsFault } from './judge/fewer-rights.ts';
import type { JudgedPod, Phase } from './judge/judge-answer.ts';
import {
  findSaid,
  isBackingOff,
  observe,
  isFailing,
  podsOfRun,
  showsFailure,
  sortFaults,
  type Observation,
} from './judge/observation.ts';
import { LiveLooks } from './judge/live-looks.ts';
import { newestMoment, type KnownCourse } from './judge/next-attempts.ts';
import { readDump, type DumpedPods } from './judge/pod-state.ts';
import { diagnoseDump, dumpCluster, pullsByPod, type FoundPulls } from './judge/pulldoctor.ts';
import { keyOf, type CaseRun } from './run-cases.ts';

/** Milliseconds between two looks. */
const PAUSE = 2_000;

interface Look {
  readonly dump: DumpedPods;
  readonly found: FoundPulls;
  readonly text: string;
  readonly at: number;
}

/** Looks at the cluster again and again, and judges each run at each phase the first time it is seen there. */
export class CaseWatch {
  readonly #kubectl: readonly [string, ...string[]];
  readonly #program: string;
  readonly observations: Observation[] = [];
  /** What was known of the pod's attempts at each observation. */
  readonly courses = new Map<Observation, KnownCourse>();
  /** Dumps in which something was seen for the first time, with the phase. */
  readonly texts = new Map<Phase, string>();
  /** The pod and its events of each observation. */
  readonly objects = new Map<Observation, readonly KubeObject[]>();
  nodes: readonly KubeObject[] = [];
  readonly #first = new Map<string, number>();
  readonly #backOff = new Set<string>();
  readonly #sound = new Set<string>();

  readonly live: LiveLooks;

  /** The command that speaks to the cluster, the built pulldoctor, and its flags that name the cluster. */
  constructor(kubectl: readonly [string, ...string[]], program: string, flags: readonly string[]) {
    this.#kubectl = kubectl;
    this.#program = program;
    this.live = new LiveLooks(program, flags);
  }

  async #look(): Promise<Look> {
    const at = Date.now();
    const text = await dumpCluster(this.#kubectl);
    const { report } = await diagnoseDump(this.#program, text);
    return { dump: readDump(text), found: pullsByPod(report), text, at };
  }

  /** Runs that have not been seen at every phase they have. */
  pending(runs: readonly CaseRun[]): readonly CaseRun[] {
    return runs.filter((run) => {
      if (run.one.answer === 'either') return false;
      return isSound(run.one) ? !this.#sound.has(keyOf(run)) : !this.#backOff.has(keyOf(run));
    });
  }

  /** Looks until no run is pending, or the deadline (milliseconds) passes; gives those still pending. */
  async until(
    runs: readonly CaseRun[],
    deadline: number,
    onLook: (pending: readonly CaseRun[]) => void,
  ): Promise<readonly CaseRun[]> {
    const end = Date.now() + deadline;
    for (;;) {
      const look = await this.#look();
      const before = this.observations.length;
      for (const run of runs) this.#take(run, look);
      for (const one of this.observations.slice(before)) this.live.add(one);
      await this.live.look(look.found);
      const pending = this.pending(runs);
      onLook(pending);
      const done = pending.length === 0 && this.live.pending === 0;
      if (done || Date.now() > end) return pending;
      await sleep(PAUSE);
    }
  }

  /** Judges every run once more after its events were deleted. */
  async eventsGone(api: KubeApi, runs: readonly CaseRun[], namespaces: readonly string[]): Promise<void> {
    for (const name of namespaces) await api.call('DELETE', `/api/v1/namespaces/${name}/events`);
    const look = await this.#look();
    this.texts.set('events gone', look.text);
    for (const run of runs) {
      const before = this.observations.find(
        (one) => keyOf(one.run) === keyOf(run) && one.phase === 'back-off',
      );
      const pod = podsOfRun(run, look.dump).find(({ name }) => name === before?.pod);
      if (before === undefined || pod === undefined || isSound(run.one)) continue;
      const text = pod.waiting.map(({ message }) => message).join('\n');
      const textGone = !(run.one.said ?? /failed to pull/u).test(text);
      this.#note(run, { name: pod.name, phase: 'events gone', textGone, said: text.trim() }, look);
    }
  }

  /** Compares what is said of every run with what is said to readers who may see less. */
  async fewerRights(runs: readonly CaseRun[]): Promise<void> {
    const look = await this.#look();
    for (const [view, kinds] of Object.entries(HIDDEN_KINDS)) {
      const { report } = await diagnoseDump(this.#program, hideKinds(look.text, kinds));
      const fewer = pullsByPod(report);
      for (const run of runs)
        for (const pod of podsOfRun(run, look.dump)) {
          const key = `${pod.namespace}/${pod.name}`;
          const [all, found] = [look.found.get(key) ?? [], fewer.get(key) ?? []];
          const fault = rightsFault(view, all, found);
          const sorted = sortFaults(run, 'fewer rights', fault === undefined ? [] : [fault]);
          this.observations.push({ run, phase: 'fewer rights', pod: pod.name, said: view, found, ...sorted });
        }
    }
  }

  #note(run: CaseRun, pod: JudgedPod & { readonly said: string }, look: Look): void {
    const found = look.found.get(`${run.place.namespace}/${pod.name}`) ?? [];
    const observation = observe(run, pod, found);
    this.observations.push(observation);
    const key = `${run.place.namespace}/${pod.name}`;
    this.courses.set(observation, { at: look.at, newest: newestMoment(look.dump.events.get(key) ?? []) });
    this.objects.set(observation, look.dump.objectsOf(key));
    this.nodes = look.dump.nodes;
  }

  #take(run: CaseRun, look: Look): void {
    if (isSound(run.one)) return this.#takeSound(run, look);
    const seen = findSaid(run, look.dump);
    if (seen === undefined || !showsFailure(run, seen.pod)) return undefined;
    const key = keyOf(run);
    const before = this.#first.get(key);
    const { pod, said } = seen;
    if (before === undefined) {
      this.#first.set(key, look.at);
      this.texts.set('first', look.text);
      return this.#note(run, { name: pod.name, phase: 'first', textGone: false, said }, look);
    }
    if (this.#backOff.has(key) || !isBackingOff(pod, look.at - before > 5_000)) return undefined;
    this.#backOff.add(key);
    this.texts.set('back-off', look.text);
    return this.#note(run, { name: pod.name, phase: 'back-off', textGone: false, said }, look);
  }

  /**
   * A sound pod has to run in the end, and may not be found failing but where it does: a kubelet that does
   * not have the pod's secret yet makes its first attempt without.
   */
  #takeSound(run: CaseRun, look: Look): void {
    const pods = podsOfRun(run, look.dump);
    for (const pod of pods) {
      const found = look.found.get(`${pod.namespace}/${pod.name}`) ?? [];
      if (found.length > 0 && !isFailing(pod))
        this.#note(run, { name: pod.name, phase: 'first', textGone: false, said: '' }, look);
    }
    const key = keyOf(run);
    const running = pods.find(({ ready, phase }) => ready || phase === 'Succeeded');
    if (running === undefined || this.#sound.has(key)) return;
    const seen = run.one.said === undefined ? { said: running.phase } : findSaid(run, look.dump);
    if (seen === undefined) return;
    this.#sound.add(key);
    this.#note(run, { name: running.name, phase: 'first', textGone: false, said: seen.said }, look);
  }
}
