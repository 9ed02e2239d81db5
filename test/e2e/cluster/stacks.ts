/** A node of the lane's cluster: which kubelet and runtime it has, and what is special about it. */
export interface Stack {
  readonly name: StackName;
  readonly kubelet: 'new' | 'old';
  readonly containerd: 'new' | 'old';
  /** Sandbox image; by default one that is there. */
  readonly sandboxImage?: string;
  /** Mebibytes of its image filesystem; by default the machine's. */
  readonly disk?: number;
  /** Environment of its runtime. */
  readonly proxy?: string;
  /** Its kubelet answers queries of its logs. */
  readonly logQuery?: boolean;
}

export const STACK_NAMES = ['new', 'old', 'small', 'walled', 'unpaused'] as const;
export type StackName = (typeof STACK_NAMES)[number];

/** Minor versions of the two kubelets: on either side of 1.32, where waiting messages began to carry the cause. */
export const KUBELET_MINORS = { new: 35, old: 30 } as const;

export const STACKS: readonly Stack[] = [
  { name: 'new', kubelet: 'new', containerd: 'new', logQuery: true },
  { name: 'old', kubelet: 'old', containerd: 'old' },
  { name: 'small', kubelet: 'new', containerd: 'old', disk: 24 },
  { name: 'walled', kubelet: 'new', containerd: 'new', proxy: 'http://refused.example.test:3128' },
  {
    name: 'unpaused',
    kubelet: 'new',
    containerd: 'new',
    sandboxImage: 'registry.example.test/system/pause:gone',
  },
];
