import type { Instant } from '../observed.ts';

/** Fields of a docker config that hold a login for others and nothing for the kubelet. */
export type DroppedField = 'identitytoken' | 'registrytoken' | 'credsStore' | 'credHelpers';

/** What is wrong with a login by its look. */
export type LoginFault =
  /** The password ends in a line break: `echo` without `-n`. */
  | 'trailing-newline'
  /** User or password begins or ends with white space. */
  | 'surrounding-space'
  /** The password stands in quotes. */
  | 'quotes'
  /** The password, or the whole `auth`, is base64 of what it should be. */
  | 'double-base64'
  /** The password is `${TOKEN}`, `<TOKEN>` or the like, never filled in. */
  | 'placeholder'
  /** The user says that the password is a JSON key, and it is none. */
  | 'not-a-json-key'
  | 'not-utf8'
  | 'no-user'
  | 'no-password'
  /** The three that spoil the whole secret. */
  | 'auth-not-base64'
  | 'auth-without-colon'
  | 'wrong-json-type';

/** What kind of a password it is, where user or form tell. */
export type TokenKind =
  | 'ecr'
  | 'gcr-json-key'
  | 'gcr-oauth2'
  | 'acr-refresh'
  | 'jwt'
  /** A personal access token of GitHub, GitLab or Docker Hub, by its prefix. */
  | 'pat'
  /** Lent to one run of a CI job, and void after it. */
  | 'ci-job';

/** One entry of a docker config without its values: what may be kept, shown and judged. */
export interface RegistryEntryEvidence {
  /** The key, without a login that somebody wrote into it; matches the same images as what was written. */
  readonly key: string;
  /** Left out where there is none, and where it looks like a secret itself. */
  readonly user?: string;
  /** In characters; 0 without a password. */
  readonly passwordLength: number;
  /** The kubelet reads neither user nor password: the entry matches, and nothing is sent. */
  readonly empty: boolean;
  readonly dropped: readonly DroppedField[];
  readonly faults: readonly LoginFault[];
  readonly kind?: TokenKind;
  /** As the token itself says (claims `iat` and `exp`, and ECR's `expiration`). */
  readonly issuedAt?: Instant;
  /** As the token says; else, where the API tells when the secret was last written, its lifetime after that. */
  readonly expiresAt?: Instant;
  /** Milliseconds that tokens of this kind last, where that is one length for all. */
  readonly lifetime?: number;
}
