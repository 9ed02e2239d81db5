import type { HostReading } from '../../evidence/message/message-reading.ts';
import type { CredentialTrial, ImageProbe } from '../../evidence/registry/image-probe.ts';
import type { Platform } from '../../evidence/image/platform.ts';
import type { Cause, Certainty, Reason, Rung } from '../cause.ts';
import type { LadderStep } from '../ladder-step.ts';
import type { Alternative } from '../verdict.ts';

/** What is known of the pull behind a probe. */
export interface ProbeCircumstances {
  /** Host of the image, as the runtime would ask for it. */
  readonly host: string;
  /** Platforms of the nodes that want it; empty when nobody knows. */
  readonly platforms: readonly Platform[];
  /**
   * `seen`: the credentials tried are those the kubelet would use. `unseen`: its secrets were not read, or
   * the node itself signs in: a refusal from here says nothing of what the kubelet is told.
   */
  readonly credentials: 'seen' | 'unseen';
}

/** What one probe shows, as seen from where it was made. */
export interface ProbeVerdict {
  /**
   * `works`: whoever was let in could pull; `fails`: not for `cause`; `unsettled`: no look came far enough,
   * or only without the credentials that count.
   */
  readonly outcome: 'works' | 'fails' | 'unsettled';
  /** What would break such a pull. */
  readonly cause?: Cause;
  readonly reason?: Reason;
  readonly certainty: Certainty;
  readonly rung: Rung;
  readonly host?: HostReading;
  /** What decided, in the registry's own words: `404 MANIFEST_UNKNOWN for v1.0.1`. */
  readonly says: string;
  /** `says` is our own word and nobody's answer: we gave up waiting, or would not ask. A blind spot, no witness. */
  readonly ours?: true;
  readonly alternatives: readonly Alternative[];
  /** True where another place would be told the same: an answer about content, not about who asks or the way. */
  readonly everywhere: boolean;
  /** The credential whose answer decided. */
  readonly trial?: CredentialTrial;
  readonly ladder: readonly LadderStep[];
  readonly probe: ImageProbe;
}
