/**
 * Why no credential reached the registry, as far as secrets and the service account show it
 * (pkg/kubelet/kubelet_pods.go, pkg/credentialprovider/secrets/secrets.go, the ServiceAccount admission).
 */
import type { PodEvidence } from '../../evidence/objects/pod.ts';
import type { SecretEvidence } from '../../evidence/objects/secret.ts';
import type { Reason } from '../cause.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { ImageName } from '../image-name.ts';
import { cloudOfRegistry } from './cloud-registry.ts';
import { FAILURE_KINDS } from './pull-event.ts';
import { keyFit } from './registry-key.ts';
import type { PullSite } from './pull-site.ts';

/** The reason behind missing credentials; nothing where the objects seen do not tell. */
export function secretReason(site: PullSite, index: ClusterIndex): Reason | undefined {
  const { pod } = site;
  if (pod.mirror) return undefined;
  const image = index.image(site.image);
  if (pod.imagePullSecrets.length === 0) return withoutSecrets(pod, image, index);
  const absent = absentSecrets(pod, index);
  const [first] = absent;
  if (first !== undefined) {
    const elsewhere = index.secretsNamed(first).some(({ namespace }) => namespace !== pod.namespace);
    return elsewhere ? 'secret-in-other-namespace' : 'secret-absent';
  }
  const seen = pod.imagePullSecrets.flatMap((name) => index.secret(pod.namespace, name) ?? []);
  if (seen.length < pod.imagePullSecrets.length) return undefined;
  const faults = seen.map((secret) => secretFault(secret, image));
  return faults.every((fault) => fault !== undefined) ? faults[0] : undefined;
}

/**
 * Names in `imagePullSecrets` that are not there: the kubelet said so (`FailedToRetrieveImagePullSecret`,
 * 1.28+), or, where it would not have said so, secrets were listed in this namespace without it.
 */
export function absentSecrets(pod: PodEvidence, index: ClusterIndex): readonly string[] {
  const events = index.pullEventsOf(pod);
  const said = new Set(events.flatMap(({ kind, secrets }) => (kind === 'secret-absent' ? secrets : [])));
  const kubelet = index.node(pod.nodeName)?.kubelet;
  const saysSo = kubelet !== undefined && (kubelet.major > 1 || kubelet.minor >= 28);
  // Said just before an attempt. Where no failed attempt is on record, it may have been said and lost:
  // the back-off alone goes on being told when warnings have expired or are held back as spam.
  const wouldSay = saysSo && events.some(({ kind }) => FAILURE_KINDS.has(kind));
  const listed = !wouldSay && secretsListed(pod.namespace, index);
  return pod.imagePullSecrets.filter(
    (name) => index.secret(pod.namespace, name) === undefined && (said.has(name) || listed),
  );
}

/** A list that was refused or cut short shows nothing by what it lacks. */
export function secretsListed(namespace: string, index: ClusterIndex): boolean {
  const hidden = index.evidence.blindSpots.some(({ what }) => what.toLowerCase().includes('secret'));
  return (
    index.looked('Secret') &&
    !hidden &&
    index.evidence.secrets.some((secret) => secret.namespace === namespace)
  );
}

function withoutSecrets(pod: PodEvidence, image: ImageName, index: ClusterIndex): Reason | undefined {
  const account = index.serviceAccount(pod.namespace, pod.serviceAccount);
  if (account !== undefined && account.imagePullSecrets.length > 0) return 'secret-not-inherited';
  const cloud = cloudOfRegistry(image.host);
  if (cloud === undefined) return 'no-secret-referenced';
  const node = index.node(pod.nodeName);
  if (node === undefined) return undefined;
  return node.provider === cloud ? 'provider-silent' : 'no-secret-referenced';
}

const DOCKER_KEYS: ReadonlyMap<string, string> = new Map([
  ['kubernetes.io/dockerconfigjson', '.dockerconfigjson'],
  ['kubernetes.io/dockercfg', '.dockercfg'],
]);

/** Why this secret gives nothing for the image; nothing when it may. */
function secretFault(secret: SecretEvidence, image: ImageName): Reason | undefined {
  const key = DOCKER_KEYS.get(secret.type);
  if (key === undefined) return 'secret-wrong-type';
  if (secret.dataKeys.length > 0 && !secret.dataKeys.includes(key)) return 'secret-wrong-key';
  if (!secret.registryKeys.seen) return undefined;
  const fits = secret.registryKeys.value.map((one) => keyFit(one, image));
  if (fits.length === 0) return 'secret-empty';
  if (fits.includes('fits')) return undefined;
  return fits.includes('other-path') ? 'secret-wrong-path' : 'secret-wrong-server';
}
