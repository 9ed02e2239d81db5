import type { ClusterEvidence } from '../../../core/evidence/evidence.ts';
import type { ImageProbe } from '../../../core/evidence/registry/image-probe.ts';
import type { ProbeRequest } from '../../../core/evidence/registry/probe-request.ts';

/** What is known while a look goes on. */
export interface SeenSoFar {
  /** Made when it is to be shown: most of what is told is outdated by then. */
  readonly evidence: () => ClusterEvidence;
  /** Registries that were asked and have still to answer. */
  readonly registries: number;
}

/** Who goes on looking, and shows what is known while registries are being asked. */
export interface Onlooker {
  /** Ends the asking. */
  readonly signal: AbortSignal;
  /** What was answered to a question when it was asked before. */
  readonly remembered: (request: ProbeRequest) => ImageProbe | undefined;
  /** False where what was answered before will do: nobody is asked. */
  readonly asksAgain: boolean;
  /** Called before the first answer, and at each but the last. */
  readonly onAnswer: (seen: SeenSoFar) => void;
}
