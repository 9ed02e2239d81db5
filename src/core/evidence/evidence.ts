import type { EventEvidence } from './event.ts';
import type { NodeEvidence } from './node.ts';
import type { PodEvidence } from './pod.ts';
import type { SecretEvidence } from './secret.ts';
import type { ServiceAccountEvidence } from './service-account.ts';
import type { WorkloadEvidence } from './workload.ts';

/**
 * Something that was wanted and could not be seen. Never the same as "there is nothing":
 * every blind spot reaches the report, with what would open the view.
 */
export interface BlindSpot {
  /** What could not be seen: `secrets in namespace payments`. */
  readonly what: string;
  /** Why not: `403 forbidden`, `not in the dump`, `file ends in the middle of an object`. */
  readonly why: string;
  /** The command or right that would show it. */
  readonly grant?: string;
  /**
   * True when a requested target could not be judged because of it (exit code 3). Blind spots
   * beside a judged target leave the exit code alone.
   */
  readonly hidesTarget?: boolean;
}

/** A value that was seen, or the reason why not. */
export type Observed<T> =
  { readonly seen: true; readonly value: T } | { readonly seen: false; readonly blind: BlindSpot };

/** Milliseconds since the epoch. Core never asks a clock: every instant comes from evidence. */
export type Instant = number;

/**
 * Everything known of the cluster before anybody judges it: facts of the API objects and what
 * could not be seen. Which kinds were looked at at all is in `looked`, so that an empty list can
 * be told from a list nobody asked for.
 */
export interface ClusterEvidence {
  /** The clock of the diagnosis: now for a live cluster, the newest time in a dump. */
  readonly asOf: Instant;
  /** Where the objects came from; decides which advice makes sense. */
  readonly source: 'files' | 'cluster';
  readonly pods: readonly PodEvidence[];
  readonly events: readonly EventEvidence[];
  readonly nodes: readonly NodeEvidence[];
  readonly workloads: readonly WorkloadEvidence[];
  readonly serviceAccounts: readonly ServiceAccountEvidence[];
  readonly secrets: readonly SecretEvidence[];
  /** Kinds of objects that were listed, present or not: `Pod`, `Event`, `Node`, … */
  readonly looked: readonly string[];
  readonly blindSpots: readonly BlindSpot[];
}
