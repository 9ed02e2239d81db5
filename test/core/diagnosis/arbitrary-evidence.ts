/** Evidence as no cluster would ever give it: every value of its type, and the true shapes among them. */
import fc from 'fast-check';
import type { EventEvidence } from '../../../src/core/evidence/objects/event.ts';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import type { NodeEvidence } from '../../../src/core/evidence/objects/node.ts';
import type { ObjectMarks, OwnerReference } from '../../../src/core/evidence/objects/object-meta.ts';
import type {
  ContainerEvidence,
  ContainerState,
  ImageVolume,
  PodEvidence,
} from '../../../src/core/evidence/objects/pod.ts';
import type { PodCondition } from '../../../src/core/evidence/objects/condition.ts';
import type { SecretEvidence } from '../../../src/core/evidence/objects/secret.ts';
import type { ServiceAccountEvidence } from '../../../src/core/evidence/objects/service-account.ts';
import type { WorkloadEvidence } from '../../../src/core/evidence/objects/workload.ts';
import * as make from './builders.ts';

/** Few enough that events, owners and nodes often meet their objects. */
const few = fc.constantFrom('web', 'web', 'web', 'web-7d9f8c6b5');
const name = fc.oneof(
  { weight: 20, arbitrary: few },
  {
    weight: 6,
    arbitrary: fc.constantFrom('a', 'web', 'web-7d9f8c6b5', 'node-1', 'node-2', '__proto__', 'constructor'),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);
const image = fc.constantFrom(
  make.IMAGE,
  make.IMAGE,
  make.IMAGE,
  make.IMAGE,
  'nginx',
  'docker.io/library/nginx:1',
  'localhost:5000/a',
  '',
  'Not An Image',
  'a/b@sha256:zz',
  'registry.example.com/pause:3.9',
);
const PAUSE = 'registry.example.com/pause:3.9';
const texts: readonly string[] = [
  '',
  ...[
    make.notFound,
    make.refused,
    make.noSuchHost,
    make.noCredentials,
    make.accessDenied,
    make.tooMany,
    make.diskFull,
  ].map((say) => say()),
  `Container image "${make.IMAGE}" is not present with pull policy of Never`,
  'illegal base64 data at input byte 4',
  'exec /app: exec format error',
  'ImageVolumeMountFailed: no',
];
const text = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.string() },
);
const message = fc.oneof(
  text,
  fc.tuple(image, text).map(([image, text]) => `Back-off pulling image "${image}": ErrImagePull: ${text}`),
  fc.tuple(image, text).map(([image, text]) => `Failed to pull image "${image}": ${text}`),
  fc
    .tuple(image, text)
    .map(([image, text]) => `(combined from similar events): Failed to pull image "${image}": ${text}`),
  image.map((image) => `Pulling image "${image}"`),
  image.map((image) => `Successfully pulled image "${image}" in 1s`),
  image.map((image) => `Back-off pulling image "${image}"`),
  text.map((text) => `Error: ${text}`),
  text.map((text) => `Failed to create pod sandbox: failed to get sandbox image "${PAUSE}": ${text}`),
  fc.constant('Unable to retrieve some image pull secrets (a, web); no'),
  fc.constant('Error creating: pods "x" is forbidden: exceeded quota: q'),
);
const reason = fc.constantFrom(
  '',
  'ImagePullBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ContainerCreating',
  'PodInitializing',
  'CrashLoopBackOff',
  'CreateContainerError',
  'illegal base64 data at input byte 4',
);
/** Times near noon, and the impossible ones that a broken clock or a hostile file may bear. */
const instant = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -4000, max: 100 }).map(make.at) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      0,
      -1,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      8.64e15 + 1,
    ),
  },
);
const count = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.constantFrom(0, -1, 1e12, Number.NaN, Number.POSITIVE_INFINITY),
);

function optional<T extends object>(
  model: { readonly [P in keyof T]-?: fc.Arbitrary<NonNullable<T[P]>> },
  required: readonly (keyof T)[],
): fc.Arbitrary<T> {
  return fc.record(model, { requiredKeys: [...required] }) as fc.Arbitrary<unknown> as fc.Arbitrary<T>;
}

const state: fc.Arbitrary<ContainerState> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('waiting' as const), reason, message }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('running' as const) }) },
  fc.record({
    kind: fc.constant('terminated' as const),
    reason,
    message,
    exitCode: fc.constantFrom(0, 1, 255),
  }),
);
const condition: fc.Arbitrary<PodCondition> = optional<PodCondition>(
  {
    type: fc.constantFrom(
      'Ready',
      'ContainersReady',
      'PodScheduled',
      'PodReadyToStartContainers',
      'DiskPressure',
      'Progressing',
      'ReplicaFailure',
    ),
    status: fc.constantFrom('True', 'False', 'Unknown'),
    reason,
    message,
    lastTransition: instant,
  },
  ['type', 'status', 'reason', 'message'],
);
const container: fc.Arbitrary<ContainerEvidence> = optional<ContainerEvidence>(
  {
    name,
    kind: fc.constantFrom('container', 'initContainer', 'ephemeralContainer'),
    image,
    pullPolicy: fc.constantFrom('Always', 'Never', 'IfNotPresent', ''),
    imageVolumes: fc.array(name, { maxLength: 2 }),
    state,
    lastState: state,
    imageId: fc.constantFrom('', 'x@sha256:1'),
    ready: fc.boolean(),
    restartCount: fc.nat(3),
  },
  ['name', 'kind', 'image', 'imageVolumes', 'imageId', 'ready', 'restartCount'],
);
const volume: fc.Arbitrary<ImageVolume> = fc.record({ name, reference: image });
const owner: fc.Arbitrary<OwnerReference> = fc.record({
  apiVersion: fc.constantFrom('apps/v1', ''),
  kind: fc.constantFrom('ReplicaSet', 'Deployment', 'StatefulSet', 'Job', 'Node', 'Widget'),
  name,
  uid: name,
  controller: fc.boolean(),
});
const owners = fc.array(owner, { maxLength: 2 });
const marks: fc.Arbitrary<ObjectMarks> = fc.constantFrom(
  {},
  { helmRelease: 'web' },
  { argoApplication: 'a', fluxSource: 'Kustomization/b' },
);
const namespace = fc.constantFrom('shop', 'shop', 'shop', 'other');

/** None of our own, of which nothing is judged. */
const living: fc.Arbitrary<PodEvidence> = optional<Omit<PodEvidence, 'deletedAt' | 'canary'>>(
  {
    namespace,
    name,
    uid: fc.constantFrom('', 'one', 'one', 'two'),
    createdAt: instant,
    startedAt: instant,
    phase: fc.constantFrom('Pending', 'Pending', 'Running', 'Unknown', ''),
    statusReason: fc.constantFrom('', 'Evicted'),
    statusMessage: fc.constantFrom('', 'The node was low on resource: ephemeral-storage.'),
    nodeName: name,
    serviceAccount: name,
    imagePullSecrets: fc.array(name, { maxLength: 2 }),
    nodeSelector: fc.constant({}),
    containers: fc.array(container, { maxLength: 3 }),
    imageVolumes: fc.array(volume, { maxLength: 2 }),
    conditions: fc.array(condition, { maxLength: 2 }),
    mirror: fc.boolean(),
    owners,
    marks,
  },
  [
    'namespace',
    'name',
    'uid',
    'phase',
    'statusReason',
    'statusMessage',
    'serviceAccount',
    'imagePullSecrets',
    'nodeSelector',
    'containers',
    'imageVolumes',
    'conditions',
    'mirror',
    'owners',
    'marks',
  ],
);

/** Most pods live: of one that has ended there is nothing to say. */
const anyPod: fc.Arbitrary<PodEvidence> = fc.oneof(
  { weight: 9, arbitrary: living },
  { weight: 1, arbitrary: fc.tuple(living, instant).map(([pod, deletedAt]) => ({ ...pod, deletedAt })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(living, fc.constantFrom('Failed', 'Succeeded'))
      .map(([pod, phase]) => ({ ...pod, phase })),
  },
);

const anyEvent: fc.Arbitrary<EventEvidence> = optional<EventEvidence>(
  {
    namespace,
    uid: fc.string({ maxLength: 3 }),
    type: fc.constantFrom('Warning', 'Normal', ''),
    reason: fc.constantFrom(
      'Failed',
      'Pulling',
      'Pulled',
      'BackOff',
      'InspectFailed',
      'ErrImageNeverPull',
      'FailedCreatePodSandBox',
      'FailedToRetrieveImagePullSecret',
      'FailedCreate',
      'SuccessfulCreate',
      '',
    ),
    message,
    count,
    first: instant,
    last: instant,
    object: fc.record({
      kind: fc.constantFrom('Pod', 'ReplicaSet', 'Node'),
      namespace: fc.constantFrom('shop', 'other', ''),
      name,
      uid: fc.constantFrom('', 'one', 'one', 'two'),
      fieldPath: fc.oneof(
        name.map((name) => `spec.containers{${name}}`),
        fc.constantFrom('', 'spec.initContainers{', '}'),
      ),
    }),
    component: fc.constantFrom('kubelet', ''),
    host: name,
    combined: fc.boolean(),
  },
  ['namespace', 'uid', 'type', 'reason', 'message', 'count', 'object', 'component', 'host', 'combined'],
);

const anyNode: fc.Arbitrary<NodeEvidence> = fc
  .tuple(
    name,
    fc.array(condition, { maxLength: 2 }),
    fc.array(image, { maxLength: 2 }),
    fc.nat(40),
    fc.constantFrom('kind', 'aws', 'other'),
  )
  .map(([name, conditions, images, minor, provider]) =>
    make.node(name, {
      conditions,
      images,
      kubelet: { major: 1, minor },
      kubeletVersion: `v1.${minor}`,
      provider: provider as 'kind',
    }),
  );

const anyWorkload: fc.Arbitrary<WorkloadEvidence> = fc
  .tuple(
    fc.constantFrom('ReplicaSet', 'Deployment', 'StatefulSet', 'Widget'),
    name,
    owners,
    namespace,
    count,
    fc.array(condition, { maxLength: 1 }),
  )
  .map(([kind, name, owners, namespace, ready, conditions]) =>
    make.workload(kind, name, {
      owners,
      namespace,
      conditions,
      replicas: { desired: 1, current: 0, ready, available: 0 },
    }),
  );

const anySecret: fc.Arbitrary<SecretEvidence> = fc
  .tuple(
    name,
    namespace,
    fc.constantFrom('Opaque', 'kubernetes.io/dockercfg', 'kubernetes.io/dockerconfigjson'),
    fc.array(fc.oneof(image, fc.string()), { maxLength: 2 }),
  )
  .map(([name, namespace, type, keys]) =>
    make.secret(name, { namespace, type, entries: make.entriesFor(...keys) }),
  );

const anyAccount: fc.Arbitrary<ServiceAccountEvidence> = fc
  .tuple(name, namespace, fc.array(name, { maxLength: 1 }))
  .map(([name, namespace, imagePullSecrets]) => make.account({ name, namespace, imagePullSecrets }));

export const anyEvidence: fc.Arbitrary<ClusterEvidence> = fc.record({
  asOf: instant,
  source: fc.constantFrom('files', 'cluster'),
  pods: fc.array(anyPod, { maxLength: 6 }),
  events: fc.array(anyEvent, { maxLength: 12 }),
  nodes: fc.array(anyNode, { maxLength: 2 }),
  workloads: fc.array(anyWorkload, { maxLength: 4 }),
  serviceAccounts: fc.array(anyAccount, { maxLength: 2 }),
  secrets: fc.array(anySecret, { maxLength: 2 }),
  looked: fc.subarray(['Pod', 'Event', 'Node', 'Secret']),
  blindSpots: fc.constant([]),
});
