import { known } from '../objects/json-value.ts';
import type { Instant } from '../observed.ts';
import type { ConfigEntry, DockerConfig } from './docker-config.ts';
import { loginFaults } from './login-faults.ts';
import type { DroppedField, RegistryEntryEvidence } from './registry-entry.ts';
import { shownKey } from './shown-key.ts';
import { isToken, tokenFacts } from './token-facts.ts';

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
    ...known({ user: shownUser(username) }),
    ...tokenFacts(username, password, writtenAt),
  };
}

function programsFor(key: string, { credsStore, credHelpers }: DockerConfig): readonly DroppedField[] {
  if (credHelpers.includes(key)) return ['credHelpers'];
  return credsStore ? ['credsStore'] : [];
}

const LONGEST_USER = 128;

/** Some registries take the token for a user name. */
function shownUser(user: string): string | undefined {
  if (user === '' || user.length > LONGEST_USER || isToken(user) || isRandom(user)) return undefined;
  return user;
}

/** Base64 or hexadecimal of some length, which no name is. */
function isRandom(text: string): boolean {
  if (/^[0-9a-f]{32,}$/iu.test(text)) return true;
  if (!/^[A-Za-z0-9+/=]{20,}$/u.test(text)) return false;
  return /[0-9]/u.test(text) && /[A-Z]/u.test(text) && /[a-z]/u.test(text);
}
