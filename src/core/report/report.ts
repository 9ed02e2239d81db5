import type { Alternative } from '../diagnosis/verdict.ts';
import type { Cause, Certainty, Actor, Reason, Retry, Rung } from '../diagnosis/cause.ts';
import type {
  FindingScope,
  Notice,
  PullKind,
  PullOwner,
  RevisionChange,
  Suggestion,
  Witness,
} from '../diagnosis/finding.ts';
import type { LadderStep } from '../diagnosis/ladder-step.ts';
import type { ProbeVerdict } from '../diagnosis/probing/probe-verdict.ts';
import type { BlindSpot } from '../evidence/observed.ts';
import type { HostReading } from '../evidence/message/message-reading.ts';
import type { CredentialTrial } from '../evidence/registry/image-probe.ts';
import type { Remedy } from '../remedy/remedy.ts';

/** RFC 3339 in UTC, whole seconds. */
export type Timestamp = string;

/** The versioned output value (`-o json`); its schema is shipped beside it. Open to new fields. */
export interface Report {
  readonly apiVersion: 'pulldoctor.dev/v1alpha1';
  readonly kind: 'Report';
  readonly generatedAt: Timestamp;
  readonly asOf: Timestamp;
  readonly looked: {
    readonly namespaces: number;
    readonly pods: number;
    /** Registries that were asked; left out where none was to be. */
    readonly registries?: number;
  };
  readonly summary: { readonly findings: number; readonly pulls: number; readonly notices: number };
  readonly findings: readonly ReportFinding[];
  readonly notices: readonly ReportNotice[];
  readonly blindSpots: readonly BlindSpot[];
  /** Images that were asked about by name (`pulldoctor probe`): what the registry showed of each. */
  readonly probes?: readonly ReportProbe[];
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
  readonly suggestions: readonly ReportSuggestion[];
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

/** One credential tried at the registry. */
export interface Trial {
  /** `secret shop/regcred key registry.example.com`, `anonymous`. */
  readonly source: string;
  readonly user?: string;
  readonly outcome: CredentialTrial['outcome'];
  /** HTTP status of the answer that decided. */
  readonly status?: number;
  /** The server's own words. */
  readonly says?: string;
  /** True where the kubelet would offer it too. */
  readonly kubelets: boolean;
}

/** An image that exists and comes close. */
export type ReportSuggestion = Omit<Suggestion, 'created'> & { readonly created?: Timestamp };

/** What a registry showed of one image that was asked about by name. */
export interface ReportProbe {
  readonly image: string;
  readonly outcome: ProbeVerdict['outcome'];
  readonly at: Timestamp;
  readonly ladder: readonly LadderStep[];
  readonly trials: readonly Trial[];
  readonly digest?: string;
  readonly mediaType?: string;
  readonly platforms: readonly string[];
  readonly created?: Timestamp;
  /** Compressed bytes of config and layers. */
  readonly size?: number;
  /** What else is worth knowing: sizes, a login that is refused before the one that works, few pulls left. */
  readonly facts: readonly string[];
}

export type ReportNotice = Omit<Notice, 'at'> & { readonly at?: Timestamp };
