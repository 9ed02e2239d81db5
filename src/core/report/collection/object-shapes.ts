import { runtimeWords } from '../../evidence/objects/parse-containers.ts';
import { objectOf, textOf, type JsonObject } from '../../evidence/objects/json-value.ts';
import { KEEP, TEXTS, type Shape, type ShapeFields } from './pick.ts';

// What the readers of core/evidence/objects look at, field by field. A test reads every recorded object both
// whole and picked: what a reader begins to use and is not listed here fails there.

function fields(...names: readonly string[]): ShapeFields {
  return Object.fromEntries(names.map((name) => [name, KEEP]));
}

/** Labels and annotations that tell who manages an object or what made a node; their values are names. */
const LABELS: readonly string[] = [
  'app.kubernetes.io/managed-by',
  'app.kubernetes.io/component',
  'app.kubernetes.io/instance',
  'argocd.argoproj.io/instance',
  'helm.toolkit.fluxcd.io/name',
  'kustomize.toolkit.fluxcd.io/name',
  'minikube.k8s.io/name',
  'node.openshift.io/os_id',
];
const ANNOTATIONS: readonly string[] = [
  'meta.helm.sh/release-name',
  'argocd.argoproj.io/tracking-id',
  'deployment.kubernetes.io/revision',
  'rollout.argoproj.io/revision',
  'kubernetes.io/config.mirror',
  'kubernetes.io/config.source',
  'machineconfiguration.openshift.io/currentConfig',
  'eks.amazonaws.com/role-arn',
  'eks.amazonaws.com/ecr-role-arn',
  'iam.gke.io/gcp-service-account',
  'iam.gke.io/enable-wi-image-pull',
  'azure.workload.identity/client-id',
  'azure.workload.identity/tenant-id',
];

/** `metadata`, without managedFields, the last applied configuration, and whatever else was hung on it. */
export const META: Shape = {
  ...fields('name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp', 'deletionTimestamp'),
  labels: fields(...LABELS),
  annotations: fields(...ANNOTATIONS),
  ownerReferences: [fields('apiVersion', 'kind', 'name', 'uid', 'controller')],
};

export const NAMES: Shape = [fields('name')];

const CONDITIONS: Shape = [
  fields('type', 'status', 'reason', 'message', 'lastTransitionTime', 'lastUpdateTime', 'lastHeartbeatTime'),
];

/** A container without its environment, arguments and command. */
const CONTAINERS: Shape = [{ ...fields('name', 'image', 'imagePullPolicy'), volumeMounts: NAMES }];

/** The termination log is the program's own business and may hold anything; see parse-containers.ts. */
function terminated(value: unknown): unknown {
  const state = objectOf(value);
  if (value === undefined || value === null) return undefined;
  const message = runtimeWords(state);
  const { reason, exitCode, finishedAt } = plainState(state);
  return { ...reason, ...exitCode, ...finishedAt, ...(message !== '' && { message }) };
}

function plainState(state: JsonObject): Readonly<Record<'reason' | 'exitCode' | 'finishedAt', JsonObject>> {
  const one = (name: string, type: string): JsonObject =>
    typeof state[name] === type ? { [name]: state[name] } : {};
  return {
    reason: one('reason', 'string'),
    exitCode: one('exitCode', 'number'),
    finishedAt: one('finishedAt', 'string'),
  };
}

const STATE: Shape = { waiting: fields('reason', 'message'), running: fields('startedAt'), terminated };
const STATUSES: Shape = [
  { ...fields('name', 'image', 'imageID', 'ready', 'restartCount'), state: STATE, lastState: STATE },
];

/** Only volumes that are images; of all others not even the name. */
function imageVolume(value: unknown): unknown {
  const { name, image } = objectOf(value);
  if (image === undefined) return undefined;
  const { reference, pullPolicy } = objectOf(image);
  return {
    name: textOf(name),
    image: { reference: textOf(reference), ...(typeof pullPolicy === 'string' && { pullPolicy }) },
  };
}

const POD: ShapeFields = {
  spec: {
    ...fields('nodeName', 'serviceAccountName', 'serviceAccount', 'activeDeadlineSeconds'),
    imagePullSecrets: NAMES,
    nodeSelector: TEXTS,
    containers: CONTAINERS,
    initContainers: CONTAINERS,
    ephemeralContainers: CONTAINERS,
    volumes: [imageVolume],
  },
  status: {
    ...fields('phase', 'reason', 'message', 'startTime'),
    conditions: CONDITIONS,
    containerStatuses: STATUSES,
    initContainerStatuses: STATUSES,
    ephemeralContainerStatuses: STATUSES,
  },
};

const EVENT_OBJECT: Shape = fields('apiVersion', 'kind', 'namespace', 'name', 'uid', 'fieldPath');
const EVENT: ShapeFields = {
  ...fields('type', 'reason', 'message', 'note', 'count', 'firstTimestamp', 'lastTimestamp', 'eventTime'),
  ...fields('deprecatedCount', 'deprecatedFirstTimestamp', 'deprecatedLastTimestamp'),
  ...fields('reportingController', 'reportingComponent', 'reportingInstance'),
  series: fields('count', 'lastObservedTime'),
  involvedObject: EVENT_OBJECT,
  regarding: EVENT_OBJECT,
  source: fields('component', 'host'),
  deprecatedSource: fields('component', 'host'),
};

/** `aws:///eu-west-1a/i-0abc` → `aws://`: which cloud, not which machine. */
function providerScheme(value: unknown): unknown {
  const text = textOf(value);
  const end = text.indexOf('://');
  return end < 0 ? undefined : text.slice(0, end + 3);
}

const NODE: ShapeFields = {
  spec: { unschedulable: KEEP, taints: [fields('key', 'value', 'effect')], providerID: providerScheme },
  status: {
    nodeInfo: fields(
      'kubeletVersion',
      'containerRuntimeVersion',
      'operatingSystem',
      'architecture',
      'osImage',
    ),
    conditions: CONDITIONS,
    images: [{ names: [KEEP] }],
  },
};

const TEMPLATE: Shape = {
  spec: {
    imagePullSecrets: NAMES,
    containers: [fields('name', 'image')],
    initContainers: [fields('name', 'image')],
  },
};

/** A number for a Job; for a CronJob a list, of which the length counts. */
function active(value: unknown): unknown {
  if (typeof value === 'number') return value;
  return Array.isArray(value) ? value.map(() => ({})) : undefined;
}

/** Whatever makes pods from a template. */
const WORKLOAD: ShapeFields = {
  spec: {
    ...fields('replicas', 'parallelism', 'paused', 'suspend'),
    template: TEMPLATE,
    jobTemplate: { spec: { template: TEMPLATE } },
  },
  status: {
    ...fields('replicas', 'readyReplicas', 'availableReplicas', 'ready', 'numberReady', 'numberAvailable'),
    ...fields('desiredNumberScheduled', 'currentNumberScheduled'),
    active,
    conditions: CONDITIONS,
  },
};

const SERVICE_ACCOUNT: ShapeFields = { imagePullSecrets: NAMES };

const SHAPES: Readonly<Record<string, ShapeFields>> = {
  Pod: POD,
  Event: EVENT,
  Node: NODE,
  ServiceAccount: SERVICE_ACCOUNT,
};

/** What may be kept of an object of this kind, besides its metadata. Secrets are not read by shape. */
export function shapeOf(kind: string): ShapeFields {
  return SHAPES[kind] ?? WORKLOAD;
}
