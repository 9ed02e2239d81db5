import type { KubeCluster, KubeUser } from './kubeconfig.ts';

/** The cluster and the user that were chosen, flags applied: what a kubeconfig says, not yet what it comes to. */
export interface ClusterAccess {
  /** Empty when there is none: only flags, or the service account of a pod. */
  readonly context: string;
  readonly namespace: string;
  readonly clusterName: string;
  readonly cluster: KubeCluster;
  readonly userName: string;
  readonly user: KubeUser;
}
