import type { Platform } from '../../../core/evidence/image/platform.ts';
import type { BlindSpot } from '../../../core/evidence/observed.ts';
import type { ProbeLogin } from '../../../core/evidence/registry/probe-request.ts';

/** Logins for one image; or why the kubelet would not even try. */
export type LoginsFor = (image: string) => readonly ProbeLogin[] | BlindSpot;

/** Who lends the logins that images are asked about with: a pod, a file, the user. */
export interface Lender {
  readonly loginsFor: LoginsFor;
  /** Platforms that its pulls are for; none where nobody knows. */
  readonly platforms: readonly Platform[];
  /** `unseen`: what the kubelet would send could not be read. */
  readonly credentials: 'seen' | 'unseen';
  readonly blindSpots: readonly BlindSpot[];
}
