import type { PodEvidence } from '../../evidence/objects/pod.ts';
import type { PullKind } from '../finding.ts';
import type { PullEvent } from './pull-event.ts';

/** One failing attempt before it is judged. */
export interface PullSite {
  readonly pod: PodEvidence;
  readonly kind: PullKind;
  /** Name of the container that shows it; empty for the sandbox, which is no container of the spec. */
  readonly container: string;
  /** The image string as the spec has it; for the sandbox, as the runtime names it. */
  readonly image: string;
  /** `waiting.reason`; empty where only events tell. */
  readonly waitingReason: string;
  /** What the status says of this image; absent when it says nothing or speaks of an earlier image. */
  readonly statusText?: string;
  /** Pull events of this pod that concern this image, oldest first. */
  readonly events: readonly PullEvent[];
  /** Those of every container of the pod with the same image string: they share the back-off. */
  readonly attempts: readonly PullEvent[];
  /** Only a verdict of this kind makes it a failing pull: the text is shared with other failures. */
  readonly only?: 'wrong-architecture-binary';
}
