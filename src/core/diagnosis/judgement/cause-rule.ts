import type { AttemptReading } from '../../evidence/message/message-reading.ts';
import type { Actor, Cause, Certainty, GroupBy, Reason, Retry, Rung } from '../cause.ts';
import type { Alternative, Circumstances } from '../verdict.ts';

/** What a rule makes of one attempt. Fields left out fall back to the rule's own. */
export interface Judgement {
  readonly certainty: Certainty;
  readonly reason?: Reason;
  readonly rung?: Rung;
  readonly retry?: Retry;
  readonly actor?: Actor;
  readonly groupBy?: GroupBy;
  readonly alternatives?: readonly Alternative[];
}

/**
 * One cause: when a reading means it, and what follows for the reader. Rules stand in one ordered
 * list; the first that answers decides.
 */
export interface CauseRule {
  readonly cause: Cause;
  readonly rung: Rung;
  readonly retry: Retry;
  readonly actor: Actor;
  readonly groupBy: GroupBy;
  /** The judgement of what was said, or nothing when it does not speak of this cause. */
  readonly judge: (said: AttemptReading, at: Circumstances) => Judgement | undefined;
}
