import type { Instant } from '../observed.ts';

/**
 * What the kubelet of one node said when it was made to pull an image afresh, in a pod of its own whose UID
 * no back-off knows.
 */
export interface CanaryPull {
  readonly namespace: string;
  readonly node: string;
  readonly image: string;
  /** The pod that failed and was imitated: same pull secrets, same service account. */
  readonly podUid: string;
  readonly container: string;
  readonly at: Instant;
  /** Milliseconds until the kubelet had said it. */
  readonly took: number;
  /** `pulled`: the image came; `failed`: it did not; `unanswered`: neither was said in time. */
  readonly outcome: 'pulled' | 'failed' | 'unanswered';
  /** `waiting.reason` and the words beside it, or of the event; empty when pulled. */
  readonly reason: string;
  readonly message: string;
}
