import {
  failure,
  hex,
  imageOf,
  type Json,
  labels,
  meta,
  nodeName,
  type Owner,
  ownerName,
  podName,
  reference,
  setName,
  templateHash,
  time,
  uid,
} from './cluster-names.ts';

// A pod of a made-up cluster, as long as they are in live ones.

export function pod(owner: Owner, i: number, onNode: number): Json {
  const { namespace, number } = owner;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta(podName(owner, i), 'pod', i, {
      namespace,
      annotations: { 'checksum/config': hex(i, 64), 'prometheus.io/scrape': 'true' },
      generateName: `${setName(owner)}-`,
      labels: { ...labels(owner), 'pod-template-hash': templateHash(owner) },
      managedFields: [
        managed('kube-controller-manager', SPEC_FIELDS, i),
        managed('kubelet', STATUS_FIELDS, i),
      ],
      ownerReferences: [reference('ReplicaSet', setName(owner), uid('replicaset', number))],
    }),
    spec: podSpec(owner, nodeName(onNode)),
    status: podStatus(owner, i),
  };
}

/** Every third deployment has a proxy beside its application. */
function containersOf({ number }: Owner): readonly string[] {
  return number % 3 === 0 ? ['app', 'proxy'] : ['app'];
}

export function podSpec(owner: Owner, nodeName: string | undefined): Json {
  return {
    containers: containersOf(owner).map((name, c) => container(name, imageOf(owner, c))),
    dnsPolicy: 'ClusterFirst',
    enableServiceLinks: true,
    imagePullSecrets: [{ name: 'regcred' }],
    ...(nodeName === undefined ? {} : { nodeName }),
    preemptionPolicy: 'PreemptLowerPriority',
    priority: 0,
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: { fsGroup: 1000, runAsNonRoot: true, runAsUser: 1000 },
    serviceAccount: 'default',
    serviceAccountName: 'default',
    terminationGracePeriodSeconds: 30,
    tolerations: ['not-ready', 'unreachable'].map((taint) => ({
      effect: 'NoExecute',
      key: `node.kubernetes.io/${taint}`,
      operator: 'Exists',
      tolerationSeconds: 300,
    })),
    volumes: [
      { configMap: { defaultMode: 420, name: `${ownerName(owner)}-config` }, name: 'config' },
      {
        name: 'kube-api-access-x7k2p',
        projected: {
          defaultMode: 420,
          sources: [
            { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
            { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
          ],
        },
      },
    ],
  };
}

function container(name: string, image: string): Json {
  const probe = (path: string): Json => ({
    failureThreshold: 3,
    httpGet: { path, port: 'http', scheme: 'HTTP' },
    periodSeconds: 10,
    successThreshold: 1,
    timeoutSeconds: 1,
  });
  return {
    args: ['--config=/etc/service/config.yaml', '--log-format=json', '--listen=:8080'],
    env: Array.from({ length: 8 }, (_, e) => ({
      name: `SERVICE_SETTING_${e}`,
      value: `value-of-setting-${e}`,
    })),
    image,
    imagePullPolicy: 'IfNotPresent',
    livenessProbe: probe('/healthz'),
    name,
    ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }],
    readinessProbe: probe('/ready'),
    resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    volumeMounts: [
      { mountPath: '/etc/service', name: 'config' },
      {
        mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
        name: 'kube-api-access-x7k2p',
        readOnly: true,
      },
    ],
  };
}

function podStatus(owner: Owner, i: number): Json {
  const conditions = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];
  return {
    conditions: conditions.map((type) => ({
      lastProbeTime: null,
      lastTransitionTime: time(i + 3),
      observedGeneration: 1,
      status: owner.fails && type.endsWith('Ready') ? 'False' : 'True',
      type,
    })),
    containerStatuses: containersOf(owner).map((name, c) => containerStatus(owner, i, name, c)),
    hostIP: '10.0.0.7',
    hostIPs: [{ ip: '10.0.0.7' }],
    observedGeneration: 1,
    phase: owner.fails ? 'Pending' : 'Running',
    podIP: `10.1.${i % 250}.9`,
    podIPs: [{ ip: `10.1.${i % 250}.9` }],
    qosClass: 'Burstable',
    startTime: time(i + 1),
  };
}

function containerStatus(owner: Owner, i: number, name: string, c: number): Json {
  const image = imageOf(owner, c);
  const same = { image, lastState: {}, name, restartCount: 0 };
  if (owner.fails && c === 0) {
    const message = `Back-off pulling image "${image}": ErrImagePull: ${failure(image)}`;
    const waiting = { message, reason: 'ImagePullBackOff' };
    return { ...same, imageID: '', ready: false, started: false, state: { waiting } };
  }
  return {
    ...same,
    containerID: `containerd://${hex(i * 2 + c, 64)}`,
    imageID: `${image.slice(0, image.lastIndexOf(':'))}@sha256:${hex(c, 64)}`,
    ready: true,
    started: true,
    state: { running: { startedAt: time(i + 5) } },
  };
}

const SPEC_FIELDS = [
  'env',
  'image',
  'imagePullPolicy',
  'livenessProbe',
  'name',
  'ports',
  'readinessProbe',
  'resources',
];
const STATUS_FIELDS = [
  'conditions',
  'containerStatuses',
  'hostIP',
  'hostIPs',
  'phase',
  'podIP',
  'podIPs',
  'startTime',
];

/** About as long as in a live cluster, where it is a quarter of a pod. */
function managed(manager: string, fields: readonly string[], i: number): Json {
  const tree = Object.fromEntries(
    fields.map((field) => [
      `f:${field}`,
      { '.': {}, 'f:lastTransitionTime': {}, 'f:status': {}, 'f:type': {} },
    ]),
  );
  const about =
    manager === 'kubelet'
      ? { 'f:status': tree }
      : { 'f:spec': { 'f:containers': { 'k:{"name":"app"}': tree } } };
  return {
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
    fieldsV1: about,
    manager,
    operation: 'Update',
    time: time(i),
  };
}
