/**
 * Rights by what they are good for. Each depth is added on top of `base`, so that nobody is given more than
 * the question needs.
 */
export type AccessDepth = 'base' | 'secrets' | 'nodes' | 'node-logs' | 'from-node';

/** One rule of a Role (rbac.authorization.k8s.io/v1 PolicyRule), and why it is wanted. */
export interface AccessRule {
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly why: string;
}

export interface Access {
  /** What is seen with it. */
  readonly says: string;
  /** Nodes have no namespace: only a ClusterRole can give them. */
  readonly clusterWide: boolean;
  readonly rules: readonly AccessRule[];
  /** What whoever gives it has to know. */
  readonly warning?: string;
}

const LOOK = ['get', 'list'];

export const ACCESS: Readonly<Record<AccessDepth, Access>> = {
  base: {
    says: 'pods, what was said of them, and who owns them',
    clusterWide: false,
    rules: [
      {
        apiGroup: '',
        resources: ['pods'],
        verbs: [...LOOK, 'watch'],
        why: 'which pods wait for which images (watch: -w)',
      },
      {
        apiGroup: '',
        resources: ['events'],
        verbs: ['list', 'watch'],
        why: 'what the kubelet said of each attempt',
      },
      {
        apiGroup: '',
        resources: ['serviceaccounts'],
        verbs: ['get'],
        why: 'which pull secrets new pods get',
      },
      {
        apiGroup: '',
        resources: ['replicationcontrollers'],
        verbs: LOOK,
        why: 'the object to fix',
      },
      {
        apiGroup: 'apps',
        resources: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'],
        verbs: LOOK,
        why: 'the object to fix, and the revision that still serves',
      },
      { apiGroup: 'batch', resources: ['jobs', 'cronjobs'], verbs: LOOK, why: 'the object to fix' },
    ],
  },
  secrets: {
    says: 'whether the pull secrets fit, and what the registry says to them',
    clusterWide: false,
    rules: [
      {
        apiGroup: '',
        resources: ['secrets'],
        verbs: ['get'],
        why: 'pull secrets, by name; values are never shown',
      },
    ],
    warning: 'get on secrets without names shows every secret whose name is known: name them if you can',
  },
  nodes: {
    says: "the nodes' kubelets, platforms, conditions and images",
    clusterWide: true,
    rules: [
      {
        apiGroup: '',
        resources: ['nodes'],
        verbs: LOOK,
        why: 'kubelet version, platform, conditions, images',
      },
    ],
  },
  'node-logs': {
    says: "lines of the nodes' own logs, and their disks (--node-logs)",
    clusterWide: true,
    rules: [
      { apiGroup: '', resources: ['nodes/proxy'], verbs: ['get'], why: 'logs and stats of the kubelet' },
    ],
    warning:
      'get on nodes/proxy is not read-only: it lets its holder run commands in any pod of any node. ' +
      'Give it for as long as it is needed',
  },
  'from-node': {
    says: 'a fresh pull on the failing node (--from-node)',
    clusterWide: false,
    rules: [
      {
        apiGroup: '',
        resources: ['pods'],
        verbs: ['create', 'delete'],
        why: 'the pod that pulls, removed again',
      },
    ],
    warning: 'whoever may create pods may use every secret and service account of the namespace',
  },
};

export const ACCESS_DEPTHS: readonly AccessDepth[] = ['base', 'secrets', 'nodes', 'node-logs', 'from-node'];

/** Which depth has this right; undefined where none does. */
export function depthOf(resource: string, verb: string = 'get'): AccessDepth | undefined {
  return ACCESS_DEPTHS.find((depth) =>
    ACCESS[depth].rules.some(({ resources, verbs }) => resources.includes(resource) && verbs.includes(verb)),
  );
}
