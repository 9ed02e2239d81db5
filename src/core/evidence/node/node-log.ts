import type { Instant } from '../observed.ts';

/** Lines of a node's own logs around a failure (NodeLogQuery), and its disk as the kubelet sums it up. */
export interface NodeLog {
  readonly node: string;
  /** The service whose log it is: `kubelet`, `containerd`, `crio`. */
  readonly service: string;
  readonly lines: readonly { readonly at?: Instant; readonly text: string }[];
}

/** `node.runtime.imageFs` of the kubelet's stats/summary; bytes and counts as given. */
export interface NodeDisk {
  readonly node: string;
  readonly at?: Instant;
  readonly imageFs: {
    readonly available?: number;
    readonly capacity?: number;
    readonly inodesFree?: number;
    readonly inodes?: number;
  };
}
