import type { PodEvidence } from '../evidence/objects/pod.ts';
import type { WorkloadEvidence } from '../evidence/objects/workload.ts';

/** What a diagnosis was asked to look at. */
export interface DiagnosisScope {
  /** Absent for all namespaces. */
  readonly namespace?: string;
  readonly pods: readonly PodEvidence[];
  /** Workloads of the scope: the named ones with all they own, or all. */
  readonly workloads: readonly WorkloadEvidence[];
  /** Pods and workloads were named one by one: then everything that keeps them from pulling is said. */
  readonly named: boolean;
}
