import type { PodCondition } from './condition.ts';
import type { Instant } from '../observed.ts';
import type { OwnerReference, ObjectMarks } from './object-meta.ts';

/** Which list of the pod's spec a container stands in. */
export type ContainerKind = 'container' | 'initContainer' | 'ephemeralContainer';

/** `state` or `lastState` of a container status: exactly one of the three forms, or nothing yet. */
export type ContainerState =
  | { readonly kind: 'waiting'; readonly reason: string; readonly message: string }
  | { readonly kind: 'running'; readonly startedAt?: Instant }
  | {
      readonly kind: 'terminated';
      readonly reason: string;
      readonly message: string;
      readonly exitCode: number;
      readonly finishedAt?: Instant;
    };

/** One container of a pod: its spec and its status, joined by name. */
export interface ContainerEvidence {
  readonly name: string;
  readonly kind: ContainerKind;
  /** The image string exactly as the spec has it (it is the back-off's key). */
  readonly image: string;
  readonly pullPolicy?: string;
  /** Names of the image volumes it mounts (KEP-4639). */
  readonly imageVolumes: readonly string[];
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
  /** Resolved digest reference of a pulled image; empty until it was pulled. */
  readonly imageId: string;
  readonly ready: boolean;
  readonly restartCount: number;
}

/** `spec.volumes[].image` (KEP-4639). */
export interface ImageVolume {
  readonly name: string;
  readonly reference: string;
  readonly pullPolicy?: string;
}

/** What a diagnosis uses of a core/v1 Pod. */
export interface PodEvidence {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly createdAt?: Instant;
  readonly deletedAt?: Instant;
  readonly startedAt?: Instant;
  readonly phase: string;
  /** `status.reason` and `status.message`: Evicted, NodeLost … */
  readonly statusReason: string;
  readonly statusMessage: string;
  readonly nodeName?: string;
  readonly serviceAccount: string;
  /** Names in `spec.imagePullSecrets`, empty ones skipped as the kubelet does. */
  readonly imagePullSecrets: readonly string[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly containers: readonly ContainerEvidence[];
  readonly imageVolumes: readonly ImageVolume[];
  /** Empty for a pod that runs with every container ready (see slim-pod.ts): there they say nothing. */
  readonly conditions: readonly PodCondition[];
  /** Static pod's mirror (annotation `kubernetes.io/config.mirror` or owner Node): no pull secrets. */
  readonly mirror: boolean;
  readonly owners: readonly OwnerReference[];
  readonly marks: ObjectMarks;
  /** Set of a pod of our own, made for a fresh pull on its node: to fail is what it is for. */
  readonly canary?: true;
}
