/**
 * The pod that makes a kubelet pull an image afresh: what it looks like. Making and removing it is
 * edge/cluster's matter.
 */
import { CANARY_DEADLINE, CANARY_LABELS } from '../evidence/node/canary-mark.ts';
import type { JsonObject } from '../evidence/objects/json-value.ts';
import type { PodEvidence } from '../evidence/objects/pod.ts';

/** The one container of a canary. */
export const CANARY_CONTAINER = 'canary';

/**
 * A secret that is not there. A pod that names no pull secret gets those of its service account at
 * admission, which the failing pod may have been made too early for; one that names a missing secret does
 * not, and the kubelet goes on without it.
 */
const NO_SECRET = 'pulldoctor-canary-without-pull-secrets';

/** What the canary imitates. */
export interface CanaryModel {
  readonly pod: PodEvidence;
  readonly node: string;
  /** The image string as the failing pod has it. */
  readonly image: string;
  /** `windows`, where the node is one. */
  readonly os: string;
  /** Whether the service account is known to hand no pull secrets to new pods. */
  readonly accountIsPlain: boolean;
}

/**
 * A core/v1 Pod that fails or pulls as the model's pod does, on the same node, and never runs anything:
 * its command is not there, and where the image's user is root the kubelet refuses that first. It asks for
 * no rights (Pod Security `restricted` takes it) and next to no resources, and goes when the failing pod goes.
 */
export function canaryPod(name: string, model: CanaryModel): JsonObject {
  const { pod } = model;
  const windows = model.os === 'windows';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: pod.namespace,
      labels: { ...CANARY_LABELS, 'sidecar.istio.io/inject': 'false' },
      annotations: {
        'pulldoctor.dev/imitates': pod.name,
        'sidecar.istio.io/inject': 'false',
        'linkerd.io/inject': 'disabled',
      },
      ...(pod.uid !== '' && {
        ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: pod.name, uid: pod.uid }],
      }),
    },
    spec: {
      // Past the scheduler: a cordoned or full node is to be asked as well.
      nodeName: model.node,
      tolerations: [{ operator: 'Exists' }],
      ...(windows && { os: { name: 'windows' } }),
      serviceAccountName: pod.serviceAccount,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      imagePullSecrets: secretsOf(model),
      restartPolicy: 'Never',
      activeDeadlineSeconds: CANARY_DEADLINE,
      terminationGracePeriodSeconds: 0,
      // No user id: OpenShift gives one by its own ranges and refuses any other.
      securityContext: {
        runAsNonRoot: true,
        ...(!windows && { seccompProfile: { type: 'RuntimeDefault' } }),
      },
      containers: [canaryContainer(model.image, windows)],
    },
  };
}

function secretsOf({ pod, accountIsPlain }: CanaryModel): readonly JsonObject[] {
  if (pod.imagePullSecrets.length > 0) return pod.imagePullSecrets.map((name) => ({ name }));
  return accountIsPlain ? [] : [{ name: NO_SECRET }];
}

function canaryContainer(image: string, windows: boolean): JsonObject {
  return {
    name: CANARY_CONTAINER,
    image,
    // The image may lie on the node: the registry is to be asked all the same.
    imagePullPolicy: 'Always',
    command: ['/pulldoctor-canary-does-not-exist'],
    resources: { requests: { cpu: '1m', memory: '16Mi' }, limits: { cpu: '10m', memory: '16Mi' } },
    ...(!windows && {
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    }),
  };
}
