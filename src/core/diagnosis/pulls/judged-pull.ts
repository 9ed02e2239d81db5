import type { JudgedCanary } from '../canaries/judged-canary.ts';
import type { Reason } from '../cause.ts';
import type { JudgedText } from './choose-reading.ts';
import type { FailingPull } from '../finding.ts';
import type { OwnerChain } from './owner-chain.ts';
import type { ProbedPull } from '../probing/probed-pull.ts';
import type { PullSite } from './pull-site.ts';

/** A failing pull with what the rest of the diagnosis needs to know of it. */
export interface JudgedPull {
  readonly pull: FailingPull;
  readonly site: PullSite;
  readonly chain: OwnerChain;
  /** Older texts with other causes. */
  readonly earlier: readonly JudgedText[];
  readonly reason?: Reason;
  /** What the registry said of it, where it was asked. */
  readonly probed?: ProbedPull;
  /** What a fresh pull on its node said. */
  readonly canary?: JudgedCanary;
}
