import type { BlindSpot, Instant } from '../evidence/observed.ts';
import type { HostReading } from '../evidence/message/message-reading.ts';
import type { CredentialTrial } from '../evidence/registry/image-probe.ts';
import type { Actor, Cause, Certainty, Reason, Retry, Rung } from './cause.ts';
import type { LadderStep } from './ladder-step.ts';
import type { ProbeVerdict } from './probing/probe-verdict.ts';
import type { Alternative, Verdict } from './verdict.ts';

export type PullKind = 'container' | 'initContainer' | 'ephemeralContainer' | 'imageVolume' | 'sandbox';

/** The object whose change fixes the pull: the top of the owner chain, or the pod itself. */
export interface PullOwner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** `Helm/web`, `ArgoCD/shop`, `Flux/Kustomization/shop`: change the source, not the object. */
  readonly managedBy?: string;
  /** The object between was not seen: kind and name follow from how controllers name what they make. */
  readonly inferred?: boolean;
}

/** When the kubelet pulls next, and how that is known. */
export interface NextAttempt {
  readonly earliest: Instant;
  readonly latest: Instant;
  /** `failed 4 times, last at 12:01:10: 80 s back-off plus up to 15 s`. */
  readonly basis: string;
}

/** One container's failing attempt at one image. */
export interface FailingPull {
  readonly namespace: string;
  readonly pod: string;
  readonly podUid: string;
  /** The container that shows it; empty for a sandbox image, which belongs to none. */
  readonly container: string;
  readonly kind: PullKind;
  /** The image string as the spec has it. */
  readonly image: string;
  readonly node?: string;
  readonly owner: PullOwner;
  readonly nextAttempt?: NextAttempt;
  readonly stuckSince?: Instant;
  readonly verdict: Verdict;
  /** The quoted text the verdict rests on, and where it stood. */
  readonly quote?: {
    readonly text: string;
    readonly from: 'waiting' | 'event' | 'condition';
    readonly at?: Instant;
    readonly count?: number;
  };
}

export interface Witness {
  readonly witness: 'kubelet' | 'cluster' | 'node' | 'registry' | 'peers';
  readonly says: string;
  readonly supports: boolean;
  readonly at?: Instant;
}

export interface FindingScope {
  readonly kind: 'image' | 'registry' | 'node' | 'namespace' | 'secret' | 'pod';
  readonly name: string;
  /** The sentence behind it, with counts: `the same image runs on 5 other nodes`. */
  readonly why?: string;
}

/** What changed between the revision that serves and the one that fails. */
export interface RevisionChange {
  readonly serving: { readonly name: string; readonly revision?: number; readonly ready: number };
  readonly failing: { readonly name: string; readonly revision?: number };
  readonly changes: readonly { readonly container: string; readonly from: string; readonly to: string }[];
}

/** An image that exists and is close to the one that does not. */
export interface Suggestion {
  /** Spelled as the spec spells the image that fails, ready to be set in its place. */
  readonly image: string;
  /** In what it is close: `1 character away`, `a neighbouring version`. */
  readonly why: string;
  /** When it was built. */
  readonly created?: Instant;
  /** `linux/amd64`, `linux/arm64`. */
  readonly platforms?: readonly string[];
}

/** One incident: the same cause about the same thing, with every pull it breaks. */
export interface Finding {
  /** Stable fingerprint: survives replica churn, and the settling of an open cause. */
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
  /** Distinct image strings, most pulls first. */
  readonly images: readonly string[];
  readonly pulls: readonly FailingPull[];
  readonly evidence: readonly Witness[];
  readonly ladder: readonly LadderStep[];
  readonly alternatives: readonly Alternative[];
  /** Earliest `stuckSince` of its pulls. */
  readonly since?: Instant;
  readonly revisions?: readonly RevisionChange[];
  /** Credentials that were tried at the registry, in the kubelet's order; left out where it was not asked. */
  readonly trials?: readonly CredentialTrial[];
  /** Nearest first; left out where there are none. */
  readonly suggestions?: readonly Suggestion[];
}

/** Not failing, worth knowing; or why no pull was tried at all. */
export interface Notice {
  readonly kind:
    | 'slow-pull'
    | 'queued-pull'
    | 'secret-absent-unused'
    | 'recovered'
    | 'not-scheduled'
    | 'no-pods'
    | 'quota'
    | 'admission-refused'
    | 'image-rewritten'
    | 'evicted'
    | 'outside-pulls';
  readonly namespace: string;
  readonly object: string;
  readonly says: string;
  readonly at?: Instant;
}

/** Everything a diagnosis found; a pure function of the evidence. */
export interface Diagnosis {
  readonly asOf: Instant;
  readonly looked: {
    readonly namespaces: number;
    readonly pods: number;
    /** Registries that were asked; left out where none was to be. */
    readonly registries?: number;
  };
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
  readonly blindSpots: readonly BlindSpot[];
  /** What registries showed of images that were asked about by name, whether or not they can be pulled. */
  readonly probes?: readonly ProbeVerdict[];
}
