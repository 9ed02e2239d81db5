import { parseArgs } from 'node:util';
import {
  failure,
  hex,
  imageName,
  imageOf,
  type Json,
  labels,
  meta,
  nodeName,
  type Owner,
  ownerName,
  podName,
  PODS_PER_OWNER,
  reference,
  setName,
  time,
  uid,
} from './cluster-names.ts';
import { pod, podSpec } from './cluster-pod.ts';

// A made-up cluster of any size, object by object as its API server holds them, for measuring against a server
// that serves them. The same options always give the same objects.
//
//   node scripts/make-cluster.ts --pods 100 --failing 0.05 --namespaces 1

export interface ClusterOptions {
  readonly pods: number;
  /** Part of the pods whose image cannot be pulled, 0 to 1: whole deployments of them. */
  readonly failing: number;
  /** 1: all of them in `shop`. */
  readonly namespaces: number;
}

const PODS_PER_NODE = 60;

/** Nodes, then each deployment with its replica set, its pods and what the kubelets say of those that fail. */
export function* clusterObjects({ pods, failing, namespaces }: ClusterOptions): Generator<Json> {
  const nodes = Math.max(1, Math.ceil(pods / PODS_PER_NODE));
  for (let i = 0; i < nodes; i += 1) yield node(i);
  for (let i = 0; i < namespaces; i += 1) yield pullSecret(namespaceName(i, namespaces));
  const every = failing > 0 ? Math.round(1 / failing) : Infinity;
  const owners = Math.ceil(pods / PODS_PER_OWNER);
  for (let o = 0; o < owners; o += 1) {
    const owner = {
      number: o,
      namespace: namespaceName(o % namespaces, namespaces),
      fails: o % every === every - 1,
    };
    yield deployment(owner);
    yield replicaSet(owner);
    for (let i = o * PODS_PER_OWNER; i < Math.min(pods, (o + 1) * PODS_PER_OWNER); i += 1) {
      yield pod(owner, i, i % nodes);
      if (owner.fails) yield* events(owner, i, i % nodes);
    }
  }
}

function namespaceName(i: number, of: number): string {
  return of === 1 ? 'shop' : `team-${i}`;
}

function node(i: number): Json {
  const label = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': nodeName(i),
    'kubernetes.io/os': 'linux',
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: meta(nodeName(i), 'node', i, { labels: label }),
    spec: { podCIDR: `10.${i % 250}.0.0/24` },
    status: {
      conditions: ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map((type) => ({
        lastHeartbeatTime: time(90_000),
        lastTransitionTime: time(i),
        reason: 'KubeletSays',
        status: type === 'Ready' ? 'True' : 'False',
        type,
      })),
      images: Array.from({ length: 50 }, (_, image) => ({
        names: [imageName(image)],
        sizeBytes: 90_000_000 - image,
      })),
      nodeInfo: {
        architecture: 'amd64',
        containerRuntimeVersion: 'containerd://2.1.4',
        kubeletVersion: 'v1.35.4',
        operatingSystem: 'linux',
      },
    },
  };
}

function pullSecret(namespace: string): Json {
  const auths = {
    'registry-0.example.com': { username: 'ci', password: 'made-up', auth: 'Y2k6bWFkZS11cA==' },
  };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'regcred', namespace },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': Buffer.from(JSON.stringify({ auths })).toString('base64') },
  };
}

function deployment(owner: Owner): Json {
  const { namespace, number } = owner;
  const matchLabels = labels(owner);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta(ownerName(owner), 'deployment', number, { namespace, labels: matchLabels }),
    spec: {
      replicas: PODS_PER_OWNER,
      selector: { matchLabels },
      template: { metadata: { labels: matchLabels }, spec: podSpec(owner, undefined) },
    },
    status: { replicas: PODS_PER_OWNER, readyReplicas: owner.fails ? 0 : PODS_PER_OWNER },
  };
}

function replicaSet(owner: Owner): Json {
  const { namespace, number } = owner;
  const ownerReferences = [reference('Deployment', ownerName(owner), uid('deployment', number))];
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: meta(setName(owner), 'replicaset', number, {
      namespace,
      labels: labels(owner),
      ownerReferences,
    }),
    spec: {
      replicas: PODS_PER_OWNER,
      selector: { matchLabels: labels(owner) },
      template: { metadata: { labels: labels(owner) }, spec: podSpec(owner, undefined) },
    },
    status: { replicas: PODS_PER_OWNER },
  };
}

function* events(owner: Owner, i: number, onNode: number): Generator<Json> {
  const image = imageOf(owner, 0);
  const said: readonly (readonly [reason: string, type: string, message: string])[] = [
    [
      'Scheduled',
      'Normal',
      `Successfully assigned ${owner.namespace}/${podName(owner, i)} to ${nodeName(onNode)}`,
    ],
    ['Pulling', 'Normal', `Pulling image "${image}"`],
    ['Failed', 'Warning', `Failed to pull image "${image}": ${failure(image)}`],
    ['Failed', 'Warning', 'Error: ErrImagePull'],
    ['BackOff', 'Normal', `Back-off pulling image "${image}"`],
  ];
  for (const [number, [reason, type, message]] of said.entries()) {
    const name = `${podName(owner, i)}.${hex(i * 7 + number, 16)}`;
    yield {
      apiVersion: 'v1',
      count: number + 1,
      firstTimestamp: time(i + 6),
      involvedObject: {
        apiVersion: 'v1',
        fieldPath: 'spec.containers{app}',
        kind: 'Pod',
        name: podName(owner, i),
        namespace: owner.namespace,
        uid: uid('pod', i),
      },
      kind: 'Event',
      lastTimestamp: time(i + 900),
      message,
      metadata: meta(name, `event${number}`, i, { namespace: owner.namespace }),
      reason,
      reportingComponent: 'kubelet',
      source: { component: 'kubelet', host: nodeName(onNode) },
      type,
    };
  }
}

function main(): void {
  const { values } = parseArgs({
    options: {
      pods: { type: 'string', default: '100' },
      failing: { type: 'string', default: '0.05' },
      namespaces: { type: 'string', default: '1' },
    },
  });
  const options = {
    pods: Number(values.pods),
    failing: Number(values.failing),
    namespaces: Number(values.namespaces),
  };
  for (const object of clusterObjects(options)) process.stdout.write(`${JSON.stringify(object)}\n`);
}

if (import.meta.main) main();
