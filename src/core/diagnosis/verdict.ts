import type { AttemptReading, HostReading, MessageReading } from '../evidence/message/message-reading.ts';
import type { Actor, Cause, Certainty, GroupBy, Reason, Retry, Rung } from './cause.ts';

/** Another honest reading of the same words, and what would settle it. */
export interface Alternative {
  readonly cause: Cause;
  readonly why: string;
  readonly settledBy: string;
}

/** What is known besides the message when a reading is judged. */
export interface Circumstances {
  /** The image as the pod's spec has it. */
  readonly image?: string;
  /** `containerd`, `cri-o`, `docker` from the node. */
  readonly runtime?: string;
  /** Kubelet version of the node, `1.33.1`. */
  readonly kubelet?: string;
  /** `waiting.reason` of the container. */
  readonly waitingReason?: string;
}

/** The judgement of one message. */
export interface Verdict {
  readonly cause: Cause;
  readonly certainty: Certainty;
  readonly rung: Rung;
  readonly retry: Retry;
  readonly actor: Actor;
  readonly groupBy: GroupBy;
  readonly reason?: Reason;
  readonly host?: HostReading;
  readonly alternatives: readonly Alternative[];
  /** The attempt that decided, and the reading it stands in. */
  readonly attempt?: AttemptReading;
  readonly reading: MessageReading;
}
