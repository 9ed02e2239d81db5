/** Secrets that would serve an image, and that its pod does not get. */
import type { PodEvidence } from '../../evidence/objects/pod.ts';
import type { SecretEvidence } from '../../evidence/objects/secret.ts';
import { counted } from '../clock-time.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { ImageName } from '../image-name.ts';
import { matchedEntries } from '../pulls/matched-entries.ts';

/**
 * One sentence about a secret with a login for the image, beside the pod first; nothing where the pod has such a
 * one itself. That the login is right is not said.
 */
export function unnamedSecretFacts(
  pod: PodEvidence,
  image: ImageName,
  index: ClusterIndex,
): readonly string[] {
  const serving = index.evidence.secrets.filter((secret) => serves(secret, image));
  const isNamed = ({ namespace, name }: SecretEvidence): boolean =>
    namespace === pod.namespace && pod.imagePullSecrets.includes(name);
  if (serving.length === 0 || serving.some(isNamed)) return [];
  const beside = serving.filter(({ namespace }) => namespace === pod.namespace);
  const [first] = beside.length > 0 ? beside : serving;
  if (first === undefined) return [];
  const title = `secret ${first.namespace}/${first.name} has a login for ${image.host}`;
  if (beside.length > 0) return [`${title}, and the pod does not name it${ofAccount(pod, beside, index)}`];
  const more = serving.length > 1 ? `, as ${counted(serving.length - 1, 'other')} of other namespaces` : '';
  return [`${title}${more}; pods of ${pod.namespace} cannot use it from there`];
}

function serves(secret: SecretEvidence, image: ImageName): boolean {
  return secret.malformed === undefined && matchedEntries([secret], image).some(({ empty }) => !empty);
}

/** A pod with a list of its own gets nothing of its service account's. */
function ofAccount(pod: PodEvidence, beside: readonly SecretEvidence[], index: ClusterIndex): string {
  const account = index.serviceAccount(pod.namespace, pod.serviceAccount);
  const inherited = beside.some(({ name }) => account?.imagePullSecrets.includes(name) === true);
  return inherited && pod.imagePullSecrets.length > 0
    ? `: that its service account does counts only for pods that name none`
    : '';
}
