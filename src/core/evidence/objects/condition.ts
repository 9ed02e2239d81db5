import type { Instant } from '../observed.ts';

/** One entry of `status.conditions`, of pods, nodes and workloads alike. */
export interface PodCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly lastTransition?: Instant;
}
