import type { JsonObject } from '../../../src/core/evidence/objects/json-value.ts';

// A small shop: a Deployment whose new revision cannot be pulled while the old one serves.

export const NOW: number = Date.UTC(2026, 10, 21, 12, 0, 0);
const BEFORE = '2026-11-21T11:50:00Z';
export const BROKEN = 'registry.example.com/shop/web:v1.0.1';
export const SERVING = 'registry.example.com/shop/web:v1.0.0';

function meta(name: string, more: JsonObject = {}): JsonObject {
  return { name, namespace: 'shop', uid: `uid-${name}`, creationTimestamp: BEFORE, ...more };
}

function owner(kind: string, name: string, apiVersion = 'apps/v1'): JsonObject {
  return { apiVersion, kind, name, uid: `uid-${name}`, controller: true };
}

export interface PodShape {
  readonly name: string;
  readonly namespace?: string;
  readonly image?: string;
  readonly node?: string;
  readonly owner?: JsonObject;
  readonly labels?: JsonObject;
  readonly secrets?: readonly string[];
  /** The waiting message; a pod without one runs. */
  readonly says?: string;
}

export function pod(shape: PodShape): JsonObject {
  const { name, namespace = 'shop', image = SERVING, node = 'node-1', labels = {}, says } = shape;
  const state =
    says === undefined
      ? { running: { startedAt: BEFORE } }
      : {
          waiting: {
            reason: 'ImagePullBackOff',
            message: `Back-off pulling image "${image}": ErrImagePull: ${says}`,
          },
        };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...meta(name), namespace, labels, ...(shape.owner && { ownerReferences: [shape.owner] }) },
    spec: {
      nodeName: node,
      serviceAccountName: 'default',
      containers: [{ name: 'app', image }],
      ...(shape.secrets && { imagePullSecrets: shape.secrets.map((secret) => ({ name: secret })) }),
    },
    status: {
      phase: says === undefined ? 'Running' : 'Pending',
      startTime: BEFORE,
      conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: BEFORE }],
      containerStatuses: [
        {
          name: 'app',
          image,
          imageID: says === undefined ? `${image}@sha256:aa` : '',
          ready: says === undefined,
          state,
        },
      ],
    },
  };
}

export function notFound(image: string = BROKEN): string {
  return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
}

export function noSuchHost(image: string = BROKEN): string {
  return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: Head "https://registry.example.com/v2/shop/web/manifests/v1.0.1": dial tcp: lookup registry.example.com on 10.0.0.2:53: no such host`;
}

export function noCredentials(image: string = BROKEN): string {
  return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`;
}

export function event(of: string, reason: string, message: string, more: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: meta(`${of}.${reason.toLowerCase()}.${message.length}`),
    type: 'Warning',
    reason,
    message,
    count: 3,
    firstTimestamp: BEFORE,
    lastTimestamp: '2026-11-21T11:58:00Z',
    involvedObject: {
      kind: 'Pod',
      namespace: 'shop',
      name: of,
      uid: `uid-${of}`,
      fieldPath: 'spec.containers{app}',
    },
    source: { component: 'kubelet', host: 'node-1' },
    ...more,
  };
}

export function node(name: string, architecture = 'amd64'): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: name, creationTimestamp: BEFORE },
    status: {
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: '' }],
      nodeInfo: {
        kubeletVersion: 'v1.33.1',
        containerRuntimeVersion: 'containerd://2.1.4',
        operatingSystem: 'linux',
        architecture,
      },
    },
  };
}

function template(image: string): JsonObject {
  return { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image }] } };
}

function replicaSet(name: string, revision: string, image: string, ready: number): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: meta(name, {
      labels: { app: 'web' },
      annotations: { 'deployment.kubernetes.io/revision': revision },
      ownerReferences: [owner('Deployment', 'web')],
    }),
    spec: { replicas: 1, selector: { matchLabels: { app: 'web', rs: name } }, template: template(image) },
    status: { replicas: 1, readyReplicas: ready, availableReplicas: ready },
  };
}

export const NEW_SET = 'web-7d9fcb45f8';
export const OLD_SET = 'web-6c8dbf54b4';

/** The Deployment, both of its ReplicaSets, a pod of each, and all that stands around them. */
export function shopObjects(says: string = notFound()): readonly JsonObject[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    node('node-1'),
    node('node-2'),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta('default') },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: meta('web'),
      spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template: template(BROKEN) },
      status: { replicas: 2, readyReplicas: 1, availableReplicas: 1 },
    },
    replicaSet(NEW_SET, '2', BROKEN, 0),
    replicaSet(OLD_SET, '1', SERVING, 1),
    pod({
      name: `${NEW_SET}-x2x7k`,
      image: BROKEN,
      says,
      labels: { app: 'web', rs: NEW_SET },
      owner: owner('ReplicaSet', NEW_SET),
    }),
    pod({
      name: `${OLD_SET}-p4k9z`,
      labels: { app: 'web', rs: OLD_SET },
      owner: owner('ReplicaSet', OLD_SET),
    }),
    pod({ name: 'cache-0', image: 'docker.io/library/redis:8', node: 'node-2' }),
    event(`${NEW_SET}-x2x7k`, 'Failed', `Failed to pull image "${BROKEN}": ${says}`),
    event('cache-0', 'Scheduled', 'Successfully assigned', { type: 'Normal' }),
  ];
}

export function secret(name: string, config: JsonObject): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: meta(name),
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': Buffer.from(JSON.stringify(config)).toString('base64') },
  };
}
