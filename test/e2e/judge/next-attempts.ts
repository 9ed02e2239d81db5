import type { KubeObject } from '../cluster/kube-api.ts';
import type { Observation } from './observation.ts';
import { readEvent, type PodEvent } from './pod-state.ts';

/** One announced attempt, and the one that then happened. */
export interface ComparedAttempt {
  readonly pod: string;
  readonly earliest: number;
  readonly latest: number;
  readonly actual: number;
  readonly basis: string;
}

/** Event times are whole seconds, and a busy machine writes them late. */
export const SLACK = 3_000;

/** A beginning or an end of an attempt, as its event says. */
function isCourse(event: PodEvent): boolean {
  return event.reason === 'Pulling' || event.message.startsWith('Failed to pull image');
}

/** Newest moment that a pod's events tell of its attempts. */
export function newestMoment(events: readonly PodEvent[]): number {
  return Math.max(0, ...events.filter(isCourse).map(({ last }) => last));
}

/** Collects when kubelets began to pull and failed, from the events as they are written. */
export class AttemptWatch {
  readonly #moments = new Map<string, Map<number, 'begun' | 'failed'>>();

  take(object: KubeObject): void {
    const event = readEvent(object);
    if (event === undefined || !isCourse(event) || !Number.isFinite(event.last)) return;
    const moments = this.#moments.get(event.pod) ?? new Map<number, 'begun' | 'failed'>();
    const begun = event.reason === 'Pulling';
    // Both may come in one second: what counts is that an attempt began.
    if (begun || !moments.has(event.last)) moments.set(event.last, begun ? 'begun' : 'failed');
    this.#moments.set(event.pod, moments);
  }

  /** First attempt of a pod after a moment. */
  next(pod: string, after: number): number | undefined {
    const begun = [...(this.#moments.get(pod) ?? [])].filter(([at, what]) => what === 'begun' && at > after);
    return begun.map(([at]) => at).toSorted((a, b) => a - b)[0];
  }

  /** Whether something happened after `known` and before `until` (milliseconds): what was known was not all. */
  happened(pod: string, known: number, until: number): boolean {
    return [...(this.#moments.get(pod)?.keys() ?? [])].some((at) => at > known && at < until);
  }
}

/** What was known of a pod's attempts when it was judged. */
export interface KnownCourse {
  /** Moment of the dump. */
  readonly at: number;
  /** Newest moment its events told of. */
  readonly newest: number;
}

/**
 * Sets what back-off reports announced against what then happened: only pods with one failing pull, and only
 * where the cluster had written down by then what had happened. A busy kubelet writes its events late.
 */
export function compareAttempts(
  observations: readonly Observation[],
  watch: AttemptWatch,
  courses: ReadonlyMap<Observation, KnownCourse>,
): readonly ComparedAttempt[] {
  return observations.flatMap((observation) => {
    const [first, second] = observation.found;
    const announced = first?.pull.nextAttempt;
    const known = courses.get(observation);
    if (announced === undefined || second !== undefined || known === undefined) return [];
    const pod = `${observation.run.place.namespace}/${observation.pod}`;
    const actual = watch.next(pod, known.at);
    if (actual === undefined || watch.happened(pod, known.newest, known.at)) return [];
    const { earliest, latest, basis } = announced;
    return [{ pod, earliest: Date.parse(earliest), latest: Date.parse(latest), actual, basis }];
  });
}

/**
 * Whether the window was announced while an attempt was under way. When that one ends is not known, so the
 * window is a guess (a known fault: it should say so); such windows are listed and not counted.
 */
export function isGuess({ basis }: ComparedAttempt): boolean {
  return basis.includes('has been running');
}

export function isInside({ earliest, latest, actual }: ComparedAttempt): boolean {
  return actual >= earliest - SLACK && actual <= latest + SLACK;
}
