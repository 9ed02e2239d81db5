import { objectOf, textOf } from './json-value.ts';
import { parseObjectMeta } from './parse-object-meta.ts';
import { parseSecretNames } from './parse-pod.ts';
import type { ServiceAccountEvidence } from './service-account.ts';

/** Annotations that give a service account an identity at a cloud; their values are names, not credentials. */
const CLOUD_IDENTITY: readonly string[] = [
  'eks.amazonaws.com/role-arn',
  'eks.amazonaws.com/ecr-role-arn',
  'iam.gke.io/gcp-service-account',
  'iam.gke.io/enable-wi-image-pull',
  'azure.workload.identity/client-id',
  'azure.workload.identity/tenant-id',
];

/** Reads a core/v1 ServiceAccount; undefined without a name. Its token secrets are not even named. */
export function parseServiceAccount(json: unknown): ServiceAccountEvidence | undefined {
  const object = objectOf(json);
  const meta = parseObjectMeta(object);
  if (meta === undefined) return undefined;
  const set = CLOUD_IDENTITY.map((name) => [name, textOf(meta.annotations[name])] as const);
  return {
    namespace: meta.namespace,
    name: meta.name,
    imagePullSecrets: parseSecretNames(object['imagePullSecrets']),
    cloudIdentity: Object.fromEntries(set.filter(([, value]) => value !== '')),
  };
}
