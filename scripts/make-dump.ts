import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

// Writes a dump of a large made-up cluster, the way kubectl or the raw API would have: for measuring and
// for trying things out. The same options always give the same bytes.
//
//   node scripts/make-dump.ts --pods 50000 --failing 0.01 --style raw --out dump.json

/** `kubectl`: `get -o json`, indented, fields in order, no managedFields. `raw`: what the API server sends. */
export type DumpStyle = 'kubectl' | 'raw';

export interface DumpOptions {
  readonly pods: number;
  /** Part of the pods whose image cannot be pulled, 0 to 1. */
  readonly failing: number;
  readonly style: DumpStyle;
}

type Json = Readonly<Record<string, unknown>>;

const START = Date.UTC(2026, 2, 1, 8, 0, 0);
const PODS_PER_NODE = 60;
const TEAMS = ['shop', 'payments', 'search', 'media', 'identity', 'reports', 'build', 'platform'];

/** The dump in pieces of text: a `List` of nodes, pods and events. */
export function* dumpText(options: DumpOptions): Generator<string> {
  const indent = options.style === 'kubectl' ? 4 : 0;
  const newline = indent > 0 ? '\n' : '';
  const pad = ' '.repeat(indent);
  yield `{${newline}${pad}"apiVersion":${indent > 0 ? ' ' : ''}"v1",${newline}${pad}"items":${indent > 0 ? ' ' : ''}[`;
  let separator = newline;
  for (const object of dumpObjects(options)) {
    yield separator + indented(object, indent);
    separator = `,${newline}`;
  }
  const tail = `"kind":${indent > 0 ? ' ' : ''}"List",${newline}${pad}"metadata":{"resourceVersion":""}`;
  yield `${newline}${pad}],${newline}${pad}${tail}${newline}}\n`;
}

function indented(object: Json, indent: number): string {
  if (indent === 0) return JSON.stringify(object);
  const pad = ' '.repeat(2 * indent);
  return pad + JSON.stringify(object, undefined, indent).replaceAll('\n', `\n${pad}`);
}

function* dumpObjects({ pods, failing, style }: DumpOptions): Generator<Json> {
  const nodes = Math.max(1, Math.ceil(pods / PODS_PER_NODE));
  for (let i = 0; i < nodes; i++) yield node(i);
  const every = failing > 0 ? Math.round(1 / failing) : Infinity;
  for (let i = 0; i < pods; i++) yield pod(i, i % every === every - 1, i % nodes, style);
  for (let i = every - 1; i < pods; i += every) yield* events(i, i % nodes);
}

function node(i: number): Json {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      creationTimestamp: time(i),
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': nodeName(i),
        'kubernetes.io/os': 'linux',
      },
      name: nodeName(i),
      resourceVersion: String(1000 + i),
      uid: uid('node', i),
    },
    spec: { providerID: `aws:///eu-central-1a/i-${hex(i, 17)}` },
    status: {
      conditions: ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map((type) => ({
        lastHeartbeatTime: time(90_000),
        lastTransitionTime: time(i),
        message: `kubelet says so of ${type}`,
        reason: 'KubeletSays',
        status: type === 'Ready' ? 'True' : 'False',
        type,
      })),
      images: Array.from({ length: 50 }, (_, image) => ({
        names: [imageId(image), imageName(image)],
        sizeBytes: 200_000_000 - image,
      })),
      nodeInfo: {
        architecture: 'amd64',
        containerRuntimeVersion: 'containerd://2.1.4',
        kubeletVersion: 'v1.33.1-eks-1234567',
        operatingSystem: 'linux',
      },
    },
  };
}

function pod(i: number, failing: boolean, onNode: number, style: DumpStyle): Json {
  const replicaSet = `app-${Math.floor(i / 20)}-${hex(Math.floor(i / 20), 9)}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      annotations: {
        'checksum/config': `${hex(i, 32)}${hex(i + 1, 32)}`,
        'prometheus.io/port': '9090',
        'prometheus.io/scrape': 'true',
      },
      creationTimestamp: time(i),
      generateName: `${replicaSet}-`,
      labels: {
        'app.kubernetes.io/instance': `app-${Math.floor(i / 20)}`,
        'app.kubernetes.io/managed-by': 'Helm',
        'pod-template-hash': hex(Math.floor(i / 20), 9),
      },
      ...(style === 'raw'
        ? { managedFields: [managedFields(i, 'kube-controller-manager'), managedFields(i, 'kubelet')] }
        : {}),
      name: podName(i),
      namespace: namespace(i),
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          blockOwnerDeletion: true,
          controller: true,
          kind: 'ReplicaSet',
          name: replicaSet,
          uid: uid('replicaset', Math.floor(i / 20)),
        },
      ],
      resourceVersion: String(100_000 + i),
      uid: uid('pod', i),
    },
    spec: podSpec(i, onNode),
    status: podStatus(i, failing),
  };
}

function podSpec(i: number, onNode: number): Json {
  return {
    containers: containersOf(i).map((name, c) => ({
      env: Array.from({ length: 3 }, (_, e) => ({
        name: `SETTING_${e}`,
        value: `value of setting ${e} of pod ${i}`,
      })),
      image: imageName(i + c),
      imagePullPolicy: 'IfNotPresent',
      livenessProbe: {
        failureThreshold: 3,
        httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
        periodSeconds: 10,
      },
      name,
      resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      volumeMounts: [
        {
          mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
          name: 'kube-api-access-x',
          readOnly: true,
        },
      ],
    })),
    dnsPolicy: 'ClusterFirst',
    imagePullSecrets: [{ name: 'regcred' }],
    nodeName: nodeName(onNode),
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    serviceAccount: 'default',
    serviceAccountName: 'default',
    tolerations: ['not-ready', 'unreachable'].map((taint) => ({
      effect: 'NoExecute',
      key: `node.kubernetes.io/${taint}`,
      operator: 'Exists',
      tolerationSeconds: 300,
    })),
    volumes: [
      {
        name: 'kube-api-access-x',
        projected: {
          defaultMode: 420,
          sources: [
            { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
            { configMap: { name: 'kube-root-ca.crt' } },
          ],
        },
      },
    ],
  };
}

/** Every fourth pod has a proxy beside its application. */
function containersOf(i: number): readonly string[] {
  return i % 4 === 0 ? ['app', 'proxy'] : ['app'];
}

function podStatus(i: number, failing: boolean): Json {
  const conditions = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];
  return {
    conditions: conditions.map((type) => ({
      lastProbeTime: null,
      lastTransitionTime: time(i + 3),
      status: failing && type.endsWith('Ready') ? 'False' : 'True',
      type,
    })),
    containerStatuses: containersOf(i).map((name, c) =>
      failing && c === 0
        ? {
            image: imageName(i),
            imageID: '',
            lastState: {},
            name,
            ready: false,
            restartCount: 0,
            started: false,
            state: {
              waiting: {
                message: `Back-off pulling image "${imageName(i)}": ErrImagePull: ${failure(i)}`,
                reason: 'ImagePullBackOff',
              },
            },
          }
        : {
            containerID: `containerd://${hex(i, 32)}${hex(c, 32)}`,
            image: imageName(i + c),
            imageID: imageId(i + c),
            lastState: {},
            name,
            ready: true,
            restartCount: 0,
            started: true,
            state: { running: { startedAt: time(i + 5) } },
          },
    ),
    hostIP: `10.0.${i % 250}.7`,
    phase: failing ? 'Pending' : 'Running',
    podIP: `10.1.${i % 250}.9`,
    qosClass: 'Burstable',
    startTime: time(i + 1),
  };
}

function* events(i: number, onNode: number): Generator<Json> {
  const image = imageName(i);
  const failed = `Failed to pull image "${image}": ${failure(i)}`;
  yield event(i, onNode, { reason: 'Pulling', message: `Pulling image "${image}"`, count: 6 });
  yield event(i, onNode, { reason: 'Failed', message: failed, count: 6 });
  yield event(i, onNode, { reason: 'Failed', message: 'Error: ErrImagePull', count: 6 });
  yield event(i, onNode, { reason: 'BackOff', message: `Back-off pulling image "${image}"`, count: 60 });
}

function event(i: number, onNode: number, about: { reason: string; message: string; count: number }): Json {
  const { reason, message, count } = about;
  const type = reason === 'Failed' ? 'Warning' : 'Normal';
  return {
    apiVersion: 'v1',
    count,
    firstTimestamp: time(i + 6),
    involvedObject: {
      apiVersion: 'v1',
      fieldPath: 'spec.containers{app}',
      kind: 'Pod',
      name: podName(i),
      namespace: namespace(i),
      uid: uid('pod', i),
    },
    kind: 'Event',
    lastTimestamp: time(i + 900),
    message,
    metadata: {
      creationTimestamp: time(i + 6),
      name: `${podName(i)}.${hex(i * 7 + count + message.length, 16)}`,
      namespace: namespace(i),
      resourceVersion: String(500_000 + i),
      uid: uid(reason + message.length, i),
    },
    reason,
    source: { component: 'kubelet', host: nodeName(onNode) },
    type,
  };
}

function managedFields(i: number, manager: string): Json {
  const containers = Object.fromEntries(
    ['app', 'proxy'].map((name) => [
      `k:{"name":"${name}"}`,
      Object.fromEntries(
        [
          '.',
          'f:env',
          'f:image',
          'f:imagePullPolicy',
          'f:livenessProbe',
          'f:name',
          'f:resources',
          'f:volumeMounts',
        ].map((field) => [field, { '.': {}, 'f:limits': {}, 'f:requests': {} }]),
      ),
    ]),
  );
  return {
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
      'f:spec': { 'f:containers': containers },
    },
    manager,
    operation: 'Update',
    time: time(i),
  };
}

function failure(i: number): string {
  const host = imageName(i).split('/')[0] ?? '';
  return i % 2 === 0
    ? `failed to pull and unpack image "${imageName(i)}": failed to resolve reference "${imageName(i)}": ${imageName(i)}: not found`
    : `failed to pull and unpack image "${imageName(i)}": failed to resolve reference "${imageName(i)}": failed to do request: Head "https://${host}/v2/": dial tcp 10.9.8.7:443: connect: connection refused`;
}

function imageName(i: number): string {
  return `registry-${i % 3}.example.com/${TEAMS[i % TEAMS.length] ?? ''}/service-${i % 400}:v1.${i % 40}.0`;
}

function imageId(i: number): string {
  return `registry-${i % 3}.example.com/${TEAMS[i % TEAMS.length] ?? ''}/service-${i % 400}@sha256:${hex(i % 1200, 64)}`;
}

function podName(i: number): string {
  return `app-${Math.floor(i / 20)}-${hex(Math.floor(i / 20), 9)}-${hex(i, 5)}`;
}

function nodeName(i: number): string {
  return `ip-10-0-${Math.floor(i / 250)}-${i % 250}.eu-central-1.compute.internal`;
}

function namespace(i: number): string {
  return `${TEAMS[i % TEAMS.length] ?? ''}-${i % 50}`;
}

function time(seconds: number): string {
  return `${new Date(START + seconds * 1000).toISOString().slice(0, 19)}Z`;
}

function uid(kind: string, i: number): string {
  const text = hex(i * 31 + kind.length * 1009, 32);
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}

/** So many hexadecimal digits that follow from a number: a few rounds of a linear congruential generator. */
function hex(seed: number, length: number): string {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state.toString(16).padStart(8, '0');
  }
  return text.slice(0, length);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pods: { type: 'string', default: '50000' },
      failing: { type: 'string', default: '0.01' },
      style: { type: 'string', default: 'kubectl' },
      out: { type: 'string' },
    },
  });
  const style = values.style === 'raw' ? 'raw' : 'kubectl';
  const out = values.out === undefined ? process.stdout : createWriteStream(values.out);
  let block = '';
  for (const piece of dumpText({ pods: Number(values.pods), failing: Number(values.failing), style })) {
    block += piece;
    if (block.length < 1 << 20) continue;
    if (!out.write(block)) await once(out, 'drain');
    block = '';
  }
  out.end(block);
  if (values.out !== undefined) await once(out, 'finish');
}

if (import.meta.main) await main();
