import { matchKeys } from '../../evidence/credentials/keyring.ts';
import type { RegistryEntryEvidence } from '../../evidence/credentials/registry-entry.ts';
import { formOfType } from '../../evidence/credentials/secret-content.ts';
import type { SecretEvidence } from '../../evidence/objects/secret.ts';
import type { ImageName } from '../image-name.ts';

/** An entry that the kubelet would take for an image, and the secret it stands in. */
export interface MatchedEntry extends RegistryEntryEvidence {
  readonly secret: SecretEvidence;
}

/** What the kubelet's keyring holds for an image, in the order of the attempts, as far as its secrets were seen. */
export function matchedEntries(
  secrets: readonly SecretEvidence[],
  image: ImageName,
): readonly MatchedEntry[] {
  const entries = secrets.filter(isRead).flatMap((secret) => {
    const seen = secret.entries.seen ? secret.entries.value : [];
    return seen.map((entry): MatchedEntry => ({ ...entry, secret }));
  });
  return matchKeys(entries, image.repository);
}

/** True where type and key are such as the kubelet reads; all others it passes over without a word. */
export function isRead({ type, dataKeys }: SecretEvidence): boolean {
  const form = formOfType(type);
  return form !== undefined && (dataKeys.length === 0 || dataKeys.includes(form.key));
}
