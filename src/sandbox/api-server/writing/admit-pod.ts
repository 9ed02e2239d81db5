import { type JsonObject, objectOf, objectsOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import { fieldOf } from '../api-object.ts';
import type { ObjectStore } from '../object-store.ts';
import { findResource } from '../resource.ts';
import { type FieldCause, StatusError } from '../status.ts';

// What a pod gets before it is kept: defaults (pkg/apis/core/v1/defaults.go of Kubernetes) and what the
// admission plugins ServiceAccount and DefaultTolerationSeconds add.

const TOKEN_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
const TOKEN_VOLUME = 'kube-api-access-sbx42';

/** The pod with what it gets; a service account that is not there forbids it. */
export function admittedPod(
  pod: JsonObject,
  store: ObjectStore,
  namespace: string,
  name: string,
): JsonObject {
  const spec = objectOf(pod['spec']);
  const account = textOf(spec['serviceAccountName']) || 'default';
  const serviceAccount = accountOf(store, namespace, account, name);
  const mounts =
    (spec['automountServiceAccountToken'] ?? serviceAccount['automountServiceAccountToken']) !== false;
  const secrets = objectsOf(spec['imagePullSecrets']);
  const given = secrets.length > 0 ? secrets : objectsOf(serviceAccount['imagePullSecrets']);
  return {
    ...pod,
    spec: {
      dnsPolicy: 'ClusterFirst',
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: {},
      terminationGracePeriodSeconds: 30,
      ...spec,
      serviceAccountName: account,
      serviceAccount: account,
      ...(given.length > 0 ? { imagePullSecrets: given } : {}),
      tolerations: tolerationsOf(spec),
      ...containersOf(spec, 'initContainers', mounts),
      ...containersOf(spec, 'containers', mounts),
      ...(mounts ? { volumes: [...objectsOf(spec['volumes']), TOKEN] } : {}),
    },
    status: { phase: 'Pending', qosClass: qosOf(spec) },
  };
}

function accountOf(store: ObjectStore, namespace: string, account: string, pod: string): JsonObject {
  const resource = findResource('', 'v1', 'serviceaccounts');
  const found = resource === undefined ? undefined : store.get(resource, namespace, account);
  if (found !== undefined) return found;
  throw new StatusError({
    code: 403,
    reason: 'Forbidden',
    message: `pods "${pod}" is forbidden: error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`,
    details: { name: pod, kind: 'pods' },
  });
}

function containersOf(spec: JsonObject, field: string, mounts: boolean): JsonObject {
  if (spec[field] === undefined) return {};
  return {
    [field]: objectsOf(spec[field]).map((container) => ({
      imagePullPolicy: policyOf(textOf(container['image'])),
      resources: {},
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      ...container,
      ...(mounts ? { volumeMounts: [...objectsOf(container['volumeMounts']), TOKEN_MOUNT] } : {}),
    })),
  };
}

/** Only what may change under one name is pulled again: `latest`, or no tag and no digest. */
function policyOf(image: string): string {
  if (image.includes('@')) return 'IfNotPresent';
  const last = image.slice(image.lastIndexOf('/') + 1);
  const tag = last.includes(':') ? last.slice(last.indexOf(':') + 1) : 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function tolerationsOf(spec: JsonObject): readonly JsonObject[] {
  const own = objectsOf(spec['tolerations']);
  const keys = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];
  const tolerated = (key: string): boolean =>
    own.some((one) => (one['key'] === key || textOf(one['key']) === '') && one['effect'] !== 'NoSchedule');
  const added = keys
    .filter((key) => !tolerated(key))
    .map((key) => ({ effect: 'NoExecute', key, operator: 'Exists', tolerationSeconds: 300 }));
  return [...own, ...added];
}

function qosOf(spec: JsonObject): string {
  const wants = objectsOf(spec['containers']).some(
    (one) => Object.keys(objectOf(objectOf(one['resources'])['requests'])).length > 0,
  );
  return wants ? 'Burstable' : 'BestEffort';
}

/** What the server's validation finds wrong with a pod: only what a client of this server may get wrong. */
export function podMistakes(pod: JsonObject): readonly FieldCause[] {
  const containers = objectsOf(fieldOf(pod, 'spec', 'containers'));
  if (containers.length === 0)
    return [{ field: 'spec.containers', reason: 'FieldValueRequired', message: 'Required value' }];
  return containers.flatMap((container, index) => [
    ...required(container, 'name', index),
    ...required(container, 'image', index),
    ...padded(textOf(container['image']), index),
  ]);
}

function required(container: JsonObject, field: string, index: number): readonly FieldCause[] {
  if (textOf(container[field]) !== '') return [];
  const path = `spec.containers[${index}].${field}`;
  return [{ field: path, reason: 'FieldValueRequired', message: 'Required value' }];
}

function padded(image: string, index: number): readonly FieldCause[] {
  if (image === image.trim()) return [];
  const message = `Invalid value: ${JSON.stringify(image)}: must not have leading or trailing whitespace`;
  return [{ field: `spec.containers[${index}].image`, reason: 'FieldValueInvalid', message }];
}

const TOKEN_MOUNT = { name: TOKEN_VOLUME, mountPath: TOKEN_FOLDER, readOnly: true };
const TOKEN = {
  name: TOKEN_VOLUME,
  projected: {
    defaultMode: 420,
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
      {
        downwardAPI: {
          items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }],
        },
      },
    ],
  },
};
