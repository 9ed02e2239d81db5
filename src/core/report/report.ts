import type { Alternative } from '../diagnosis/verdict.ts';
import type { Cause, Certainty, Actor, Reason, Retry, Rung } from '../diagnosis/cause.ts';
import type {
  FindingScope,
  LadderStep,
  Notice,
  PullKind,
  PullOwner,
  RevisionChange,
  Witness,
} from '../diagnosis/finding.ts';
import type { BlindSpot } from '../evidence/observed.ts';
import type { HostReading } from '../evidence/message/message-reading.ts';
import type { Remedy } from '../remedy/remedy.ts';

/** RFC 3339 in UTC, whole seconds. */
export type Timestamp = string;

/** The versioned output value (`-o json`); its schema is shipped beside it. Open to new fields. */
export interface Report {
  readonly apiVersion: 'pulldoctor.dev/v1alpha1';
  readonly kind: 'Report';
  readonly generatedAt: Timestamp;
  readonly asOf: Timestamp;
  readonly looked: { readonly namespaces: number; readonly pods: number };
  readonly summary: { readonly findings: number; readonly pulls: number; readonly notices: number };
  readonly findings: readonly ReportFinding[];
  readonly notices: readonly ReportNotice[];
  readonly blindSpots: readonly BlindSpot[];
}

export interface ReportFinding {
  readonly id: string;
  readonly cause: Cause;
  readonly reason?: Reason;
  readonly certainty: Certainty;
  readonly severity: 'error' | 'warning' | 'info';
  readonly rung: Rung;
  readonly host?: HostReading;
  readonly retry: Retry;
  readonly actor: Actor;
  readonly scope: FindingScope;
  readonly since?: Timestamp;
  readonly images: readonly string[];
  readonly pulls: readonly ReportPull[];
  readonly evidence: readonly (Omit<Witness, 'at'> & { readonly at?: Timestamp })[];
  readonly ladder: readonly LadderStep[];
  readonly trials: readonly Trial[];
  readonly suggestions: readonly { readonly image: string; readonly why: string }[];
  readonly alternatives: readonly Alternative[];
  readonly revisions?: readonly RevisionChange[];
  readonly remedies: readonly Remedy[];
}

export interface ReportPull {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly kind: PullKind;
  readonly image: string;
  readonly node?: string;
  readonly owner: PullOwner;
  readonly since?: Timestamp;
  readonly nextAttempt?: { readonly earliest: Timestamp; readonly latest: Timestamp; readonly basis: string };
}

/** One credential tried at the registry; filled by the probe. */
export interface Trial {
  readonly source: string;
  readonly user?: string;
  readonly outcome: string;
  readonly status?: number;
}

export type ReportNotice = Omit<Notice, 'at'> & { readonly at?: Timestamp };
