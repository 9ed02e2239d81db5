import type { Instant } from '../observed.ts';
import type { ObjectMarks, OwnerReference } from './object-meta.ts';
import type { PodCondition } from './condition.ts';

/** A container of a pod template. */
export interface TemplateContainer {
  readonly name: string;
  readonly image: string;
  readonly init: boolean;
}

/**
 * An object that makes pods or owns one that does: Deployment, ReplicaSet, StatefulSet, DaemonSet,
 * Job, CronJob, ReplicationController, or any other kind with a pod template.
 */
export interface WorkloadEvidence {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly createdAt?: Instant;
  readonly owners: readonly OwnerReference[];
  readonly marks: ObjectMarks;
  readonly containers: readonly TemplateContainer[];
  readonly imagePullSecrets: readonly string[];
  /** `deployment.kubernetes.io/revision` of a Deployment or ReplicaSet. */
  readonly revision?: number;
  /** Wanted, existing and available replicas (for a DaemonSet: desired, current, available nodes). */
  readonly replicas: {
    readonly desired: number;
    readonly current: number;
    readonly ready: number;
    readonly available: number;
  };
  readonly conditions: readonly PodCondition[];
  readonly paused: boolean;
}
