import type { CanaryPull } from '../../evidence/node/canary-pull.ts';
import type { Verdict } from '../verdict.ts';

/** A canary beside a pull, with what its message means where it failed. */
export interface JudgedCanary {
  readonly canary: CanaryPull;
  readonly verdict?: Verdict;
}
