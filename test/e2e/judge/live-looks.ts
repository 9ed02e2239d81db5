import { onLive } from '../cases/case.ts';
import type { CaseRun } from '../run-cases.ts';
import type { Phase } from './judge-answer.ts';
import { observe, sortFaults, type Observation } from './observation.ts';
import { causesOf, diagnose, pullsByPod, type FoundPulls } from './pulldoctor.ts';

/** Pods move while they are looked at: a live answer that does not fit is looked for again this many times. */
const TRIES = 4;

/** A judgement of a dump that waits for its live sibling. */
interface Waiting {
  readonly run: CaseRun;
  readonly pod: string;
  readonly phase: Extract<Phase, 'live first' | 'live back-off'>;
  readonly said: string;
  readonly tries: number;
  /** What the last live look found, where it agreed with no dump so far. */
  readonly before?: Observation;
}

/**
 * Looks at the live cluster at each moment at which a dump was judged, judges what is said then by the same
 * table, and holds it against the dumps right before and right after.
 */
export class LiveLooks {
  readonly #program: string;
  readonly #args: readonly string[];
  #waiting: readonly Waiting[] = [];
  readonly observations: Observation[] = [];
  /** Live looks that were taken. */
  looks = 0;

  /** `args`: what names the cluster. */
  constructor(program: string, args: readonly string[]) {
    this.#program = program;
    this.#args = args;
  }

  get pending(): number {
    return this.#waiting.length;
  }

  /** Asks for a live judgement of what was judged in the last dump. */
  add({ run, pod, phase, said }: Pick<Observation, 'run' | 'pod' | 'phase' | 'said'>): void {
    const live = phase === 'first' ? 'live first' : 'live back-off';
    this.#waiting = [...this.#waiting, { run, pod, phase: live, said, tries: 0 }];
  }

  /** Looks, where something waits. `dumped`: what the newest dump said. */
  async look(dumped: FoundPulls): Promise<void> {
    // A live answer may be of the moment after its dump: then the next dump says the same.
    this.#settle(this.#waiting.filter(({ before }) => before !== undefined && agrees(before, dumped)));
    if (this.#waiting.length === 0) return;
    this.looks += 1;
    const { report } = await diagnose(this.#program, [...this.#args, '-A', '--secrets=read', '--no-probe']);
    const live = pullsByPod(report);
    const judged = this.#waiting.map((one) => ({ ...one, before: judge(one, live), tries: one.tries + 1 }));
    this.#waiting = judged;
    this.#settle(
      judged.filter(
        ({ before, tries }) => tries >= TRIES || (before.faults.length === 0 && agrees(before, dumped)),
      ),
      dumped,
    );
  }

  #settle(done: readonly Waiting[], dumped?: FoundPulls): void {
    for (const { before } of done) {
      if (before === undefined) continue;
      const fault = dumped === undefined ? undefined : disagreement(before, dumped);
      const more = fault === undefined ? before : addFault(before, fault);
      this.observations.push(more);
    }
    this.#waiting = this.#waiting.filter((one) => !done.includes(one));
  }
}

function judge({ run, pod, phase, said }: Waiting, live: FoundPulls): Observation {
  const found = live.get(`${run.place.namespace}/${pod}`) ?? [];
  const one = onLive(run.one);
  return { ...observe({ ...run, one }, { name: pod, phase, textGone: false, said }, found), run };
}

function addFault(observation: Observation, fault: string): Observation {
  const { faults, known } = sortFaults(observation.run, observation.phase, [fault]);
  return {
    ...observation,
    faults: [...observation.faults, ...faults],
    known: [...observation.known, ...known],
  };
}

function disagreement({ run, pod, found }: Observation, dumped: FoundPulls): string | undefined {
  const before = dumped.get(`${run.place.namespace}/${pod}`) ?? [];
  const [live, file] = [causesOf(found), causesOf(before)];
  return live === file ? undefined : `live ${live || 'nothing'}, in the dump ${file || 'nothing'}`;
}

function agrees(observation: Observation, dumped: FoundPulls): boolean {
  return observation.faults.length === 0 && disagreement(observation, dumped) === undefined;
}
