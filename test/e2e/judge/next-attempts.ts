import type { KubeObject } from '../cluster/kube-api.ts';
import type { Observation } from './observation.ts';
import { readEvent } from './pod-state.ts';

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

/** Collects when kubelets began to pull, from the `Pulling` events as they are written. */
export class AttemptWatch {
  readonly #attempts = new Map<string, number[]>();
  readonly #seen = new Set<string>();

  take(object: KubeObject): void {
    const event = readEvent(object);
    if (event?.reason !== 'Pulling' || !Number.isFinite(event.last)) return;
    const key = `${event.pod} ${event.last}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#attempts.set(event.pod, [...(this.#attempts.get(event.pod) ?? []), event.last]);
  }

  /** First attempt of a pod after a moment. */
  next(pod: string, after: number): number | undefined {
    return this.#attempts.get(pod)?.filter((at) => at > after).toSorted((a, b) => a - b)[0];
  }
}

/** Sets what back-off reports announced against what then happened; only pods with one failing pull. */
export function compareAttempts(
  observations: readonly Observation[],
  watch: AttemptWatch,
  asOf: ReadonlyMap<Observation, number>,
): readonly ComparedAttempt[] {
  return observations.flatMap((observation) => {
    const [first, second] = observation.found;
    const announced = first?.pull.nextAttempt;
    const seenAt = asOf.get(observation);
    if (announced === undefined || second !== undefined || seenAt === undefined) return [];
    const pod = `${observation.run.place.namespace}/${observation.pod}`;
    const actual = watch.next(pod, seenAt);
    if (actual === undefined) return [];
    const { earliest, latest, basis } = announced;
    return [{ pod, earliest: Date.parse(earliest), latest: Date.parse(latest), actual, basis }];
  });
}

export function isInside({ earliest, latest, actual }: ComparedAttempt): boolean {
  return actual >= earliest - SLACK && actual <= latest + SLACK;
}
