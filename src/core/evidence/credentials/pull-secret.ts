import type { Sealed } from './sealed.ts';

/**
 * What the kubelet would send for one entry of a docker config
 * (DockerConfigEntry of pkg/credentialprovider/config.go): everything else an entry holds is dropped there.
 */
export interface RegistryLogin {
  readonly username: string;
  readonly password: Sealed;
}

/** One entry of a docker config, in the order of the file. */
export interface KeyringEntry {
  /** The key as written, without a user or password that somebody wrote into it. */
  readonly key: string;
  readonly login: RegistryLogin;
}

/**
 * A pull secret with the logins in it. Lives beside the evidence, never in it: evidence and report hold no
 * value of a secret. Made only where secrets were read on purpose.
 */
export interface PullSecret {
  readonly namespace: string;
  readonly name: string;
  /** Entries as the kubelet reads them; or why its content spoils the whole keyring of every pod that names it. */
  readonly entries: readonly KeyringEntry[];
  readonly malformed?: string;
}

/** One credential the kubelet would try for an image, and where it comes from. */
export interface MatchedLogin {
  readonly secret: { readonly namespace: string; readonly name: string };
  /** The key of the entry that matched, as written. */
  readonly key: string;
  readonly login: RegistryLogin;
}

/** What the kubelet's keyring answers for one image (Lookup of pkg/credentialprovider/keyring.go). */
export type KeyringLookup =
  /** In the order of the attempts. Empty: nothing matches, so the pull is tried once, anonymously. */
  | { readonly kind: 'logins'; readonly logins: readonly MatchedLogin[] }
  /** One secret cannot be parsed, which fails the whole keyring before anything is pulled. */
  | { readonly kind: 'malformed'; readonly secret: string; readonly why: string };
