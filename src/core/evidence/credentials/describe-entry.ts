import { known } from '../objects/json-value.ts';
import type { Instant } from '../observed.ts';
import type { ConfigEntry, DockerConfig } from './docker-config.ts';
import { loginFaults } from './login-faults.ts';
import type { DroppedField, RegistryEntryEvidence } from './registry-entry.ts';
import { shownKey } from './shown-key.ts';
import { shownUser } from './shown-user.ts';
import { tokenFacts } from './token-facts.ts';

/** The entries of a docker config without their values. */
export function describeEntries(
  config: DockerConfig,
  writtenAt: Instant | undefined,
): readonly RegistryEntryEvidence[] {
  return config.entries.map((entry) => describeEntry(entry, config, writtenAt));
}

function describeEntry(
  entry: ConfigEntry,
  config: DockerConfig,
  writtenAt: Instant | undefined,
): RegistryEntryEvidence {
  const { username, password, fault } = entry;
  return {
    key: shownKey(entry.key),
    passwordLength: password.length,
    empty: fault === undefined && username === '' && password === '',
    dropped: [...entry.dropped, ...programsFor(entry.key, config)],
    faults: loginFaults(entry),
    ...known({ user: shownUser(username, password) }),
    ...tokenFacts(username, password, writtenAt),
  };
}

function programsFor(key: string, { credsStore, credHelpers }: DockerConfig): readonly DroppedField[] {
  if (credHelpers.includes(key)) return ['credHelpers'];
  return credsStore ? ['credsStore'] : [];
}
