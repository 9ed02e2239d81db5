import { textOf, type JsonObject } from './json-value.ts';
import type { NodeEvidence } from './node.ts';
import type { ObjectMeta } from './parse-object-meta.ts';

type Provider = NonNullable<NodeEvidence['provider']>;

/** The scheme of `spec.providerID`, which the cloud controller or the cluster's maker sets. */
const BY_SCHEME: Readonly<Record<string, Provider>> = {
  kind: 'kind',
  k3s: 'other',
  aws: 'aws',
  gce: 'gcp',
  azure: 'azure',
};

/**
 * How the node's cluster was made, from marks that its maker leaves and nobody else sets.
 * A local cluster goes before a cloud, since it may run inside one, and OpenShift before the cloud it
 * was installed on: where to configure a registry is OpenShift's matter there.
 * Undefined when nothing tells.
 */
export function clusterProvider(
  meta: ObjectMeta,
  providerId: string,
  info: JsonObject,
): Provider | undefined {
  const scheme = providerId.slice(0, Math.max(0, providerId.indexOf('://')));
  if (meta.name === 'docker-desktop' || textOf(info['osImage']) === 'Docker Desktop') return 'docker-desktop';
  if (meta.labels['minikube.k8s.io/name'] !== undefined) return 'minikube';
  // k3d calls its nodes k3d-<cluster>-server-0 and runs k3s in them.
  if (meta.name.startsWith('k3d-') && textOf(info['kubeletVersion']).includes('+k3s')) return 'k3d';
  if (scheme !== 'kind' && isOpenShift(meta, info)) return 'openshift';
  if (scheme === '') return undefined;
  return Object.hasOwn(BY_SCHEME, scheme) ? BY_SCHEME[scheme] : 'other';
}

function isOpenShift(meta: ObjectMeta, info: JsonObject): boolean {
  return (
    meta.labels['node.openshift.io/os_id'] !== undefined ||
    meta.annotations['machineconfiguration.openshift.io/currentConfig'] !== undefined ||
    textOf(info['osImage']).startsWith('Red Hat Enterprise Linux CoreOS')
  );
}
