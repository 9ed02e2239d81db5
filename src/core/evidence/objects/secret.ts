import type { Instant, Observed } from '../observed.ts';

/**
 * What may be kept of a Secret: that it exists, what kind it is and which hosts its keys name.
 * Never a value, a password, a token or an `auth` field: those are dropped while reading.
 */
export interface SecretEvidence {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly type: string;
  readonly createdAt?: Instant;
  /** Keys of `data`, without values. */
  readonly dataKeys: readonly string[];
  /** Registry keys of a docker config (`auths` keys), where the data was there and could be read. */
  readonly registryKeys: Observed<readonly string[]>;
}
