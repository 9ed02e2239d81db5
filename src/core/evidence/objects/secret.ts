import type { RegistryEntryEvidence } from '../credentials/registry-entry.ts';
import type { Instant, Observed } from '../observed.ts';

/**
 * What may be kept of a Secret: that it exists, what kind it is, which hosts its keys name and how the logins
 * behind them look. Never a password, a token or an `auth` field: those are dropped while reading.
 */
export interface SecretEvidence {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Empty where only the metadata was read. */
  readonly type: string;
  readonly createdAt?: Instant;
  /** When its data was last written, at the latest (`managedFields`). */
  readonly writtenAt?: Instant;
  /** Keys of `data`, without values. */
  readonly dataKeys: readonly string[];
  /** Entries of a docker config, whatever the secret's type, where the data was there and could be read. */
  readonly entries: Observed<readonly RegistryEntryEvidence[]>;
  /** Why its content fails the keyring of every pod that names it; left out for a type that is not read. */
  readonly malformed?: string;
}

/** The registries that a secret has entries for; nothing where its content was not seen. */
export function registryKeysOf({ entries }: SecretEvidence): readonly string[] {
  return entries.seen ? entries.value.map(({ key }) => key) : [];
}
