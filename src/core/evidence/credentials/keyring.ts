/**
 * The kubelet's keyring over pull secrets (MakeDockerKeyring of pkg/credentialprovider/secrets and Lookup of
 * pkg/credentialprovider/keyring.go): which credentials it tries for an image, in which order. Held to the answers
 * of those packages in test/vectors/keyring.json.
 */
import { parseImageReference, repositoryOf, type ImageReference } from '../image/image-reference.ts';
import type { KeyringLookup, MatchedLogin, PullSecret } from './pull-secret.ts';
import {
  cleanRegistryKey,
  HUB_KEY,
  isHubRepository,
  parseRegistryTarget,
  targetMatches,
} from './registry-key.ts';

/**
 * The credentials that the kubelet would try.
 *
 * @param secrets in the order of the pod's `imagePullSecrets`, absent ones left out
 * @param image as the pod's spec has it; one that no runtime takes has no credentials
 * @returns in the order of the attempts. Where several keys of one secret mean the same place the kubelet's order
 *   is chance, and the answer is in the order of the secret.
 */
export function lookupLogins(secrets: readonly PullSecret[], image: ImageReference | string): KeyringLookup {
  for (const { name, malformed } of secrets) {
    if (malformed !== undefined) return { kind: 'malformed', secret: name, why: malformed };
  }
  const read = typeof image === 'string' ? parseImageReference(image) : image;
  if (read.kind === 'fault') return { kind: 'logins', logins: [] };
  return { kind: 'logins', logins: matchKeys(secrets.flatMap(loginsOf), repositoryOf(read)) };
}

function loginsOf({ namespace, name, entries }: PullSecret): readonly MatchedLogin[] {
  return entries.map(({ key, login }) => ({ secret: { namespace, name }, key, login }));
}

/**
 * What has a key that covers a repository, in the keyring's order: longer keys before shorter ones and patterns
 * last (the keys sorted backwards), then as given. Credentials of Docker Hub's old name count only where nothing
 * else does.
 *
 * @param repository with its domain: `docker.io/library/nginx`
 */
export function matchKeys<T extends { readonly key: string }>(
  items: readonly T[],
  repository: string,
): readonly T[] {
  const filed = new Map<string, T[]>();
  for (const item of items) {
    const key = cleanRegistryKey(item.key);
    if (key === undefined) continue;
    const beside = filed.get(key);
    if (beside === undefined) filed.set(key, [item]);
    else beside.push(item);
  }
  const target = parseRegistryTarget(repository);
  if (target === undefined) return [];
  const matched = [...filed.keys()].filter((key) => {
    const pattern = parseRegistryTarget(key);
    return pattern !== undefined && targetMatches(pattern, target);
  });
  const found = matched.sort(backwards).flatMap((key) => filed.get(key) ?? []);
  if (found.length > 0 || !isHubRepository(repository)) return found;
  return filed.get(HUB_KEY) ?? [];
}

/** Go sorts bytes of UTF-8, whose order is that of code points and not of UTF-16. */
function backwards(one: string, other: string): number {
  const left = [...one];
  const right = [...other];
  const at = left.findIndex((char, i) => char !== right[i]);
  if (at < 0) return right.length - left.length;
  return (right[at]?.codePointAt(0) ?? -1) - (left[at]?.codePointAt(0) ?? -1);
}
