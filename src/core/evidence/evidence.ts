import type { CanaryPull } from './node/canary-pull.ts';
import type { NodeDisk, NodeLog } from './node/node-log.ts';
import type { BlindSpot, Instant } from './observed.ts';
import type { EventEvidence } from './objects/event.ts';
import type { NodeEvidence } from './objects/node.ts';
import type { PodEvidence } from './objects/pod.ts';
import type { SecretEvidence } from './objects/secret.ts';
import type { ServiceAccountEvidence } from './objects/service-account.ts';
import type { WorkloadEvidence } from './objects/workload.ts';
import type { ImageProbe } from './registry/image-probe.ts';

/** What was asked for when evidence was saved: what else is in it stands there as a witness only. */
export interface CollectedScope {
  /** Absent for all namespaces. */
  readonly namespace?: string;
  /** Pods and workloads by name; every pod when empty. */
  readonly targets: readonly { readonly kind?: string; readonly name: string }[];
}

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
  /** Objects that a live cluster was asked for by name, and has not. */
  readonly absent?: readonly ObjectName[];
  /** Kinds that were left unread on purpose: worth a word only where one of them would have told more. */
  readonly unread?: readonly UnreadKind[];
  /** Set where the evidence is one collection that was saved earlier. */
  readonly scope?: CollectedScope;
  /** What registries answered, where they were asked. */
  readonly probes?: readonly ImageProbe[];
  /** Fresh pulls made on nodes, where that was asked for. */
  readonly canaries?: readonly CanaryPull[];
  /** Lines of node logs and disks, where that was asked for. */
  readonly nodeLogs?: readonly NodeLog[];
  readonly nodeDisks?: readonly NodeDisk[];
}

/** One object of the API; the namespace is empty for kinds that have none. */
export interface ObjectName {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface UnreadKind {
  readonly kind: string;
  readonly why: string;
  /** The command that reads them. */
  readonly grant: string;
}
