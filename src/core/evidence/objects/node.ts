import type { Instant } from '../observed.ts';
import type { PodCondition } from './condition.ts';

/** A version as `major.minor`, read from `v1.33.1-eks-…` and the like. */
export interface MinorVersion {
  readonly major: number;
  readonly minor: number;
}

/** What a diagnosis uses of a core/v1 Node. */
export interface NodeEvidence {
  readonly name: string;
  readonly uid: string;
  readonly createdAt?: Instant;
  /** `status.nodeInfo.kubeletVersion`, verbatim and read. The pod's node decides, never the API server. */
  readonly kubeletVersion: string;
  readonly kubelet?: MinorVersion;
  /** `containerd://2.1.4` → name `containerd`, version `2.1.4`. */
  readonly runtime: { readonly name: string; readonly version: string };
  readonly os: string;
  readonly architecture: string;
  readonly conditions: readonly PodCondition[];
  readonly unschedulable: boolean;
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
  /** Names in `status.images`: presence proves, absence proves nothing (top 50 by size only). */
  readonly images: readonly string[];
  /** How the cluster was made, as names and provider ids tell. */
  readonly provider?:
    'kind' | 'minikube' | 'k3d' | 'docker-desktop' | 'aws' | 'gcp' | 'azure' | 'openshift' | 'other';
}
