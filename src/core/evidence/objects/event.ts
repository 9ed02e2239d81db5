import type { Instant } from '../observed.ts';

/** The object an event speaks of (`involvedObject` of core/v1, `regarding` of events.k8s.io/v1). */
export interface EventObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** `spec.containers{app}`; empty for pod-level events. */
  readonly fieldPath: string;
}

/** An event in either API shape, read alike. */
export interface EventEvidence {
  readonly namespace: string;
  readonly uid: string;
  readonly type: string;
  readonly reason: string;
  /** Verbatim, the `(combined from similar events): ` prefix included. */
  readonly message: string;
  /** Occurrences, not writes: `count`, `series.count` or `deprecatedCount`; at least 1. */
  readonly count: number;
  readonly first?: Instant;
  readonly last?: Instant;
  readonly object: EventObject;
  /** `source.component` or `reportingController`. */
  readonly component: string;
  /** `source.host` or `reportingInstance`. */
  readonly host: string;
  /** True when the message was merged from ten different ones: its container may be another's. */
  readonly combined: boolean;
}
