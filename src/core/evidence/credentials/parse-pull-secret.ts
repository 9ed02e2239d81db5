import { known, objectOf, textOf } from '../objects/json-value.ts';
import { parseObjectMeta } from '../objects/parse-object-meta.ts';
import { configFaultWords } from './config-words.ts';
import { readDockerConfig } from './docker-config.ts';
import type { KeyringEntry, PullSecret } from './pull-secret.ts';
import { Sealed } from './sealed.ts';
import { formOfType, secretContent } from './secret-content.ts';
import { shownKey } from './shown-key.ts';

/**
 * Reads a core/v1 Secret as the kubelet does when it makes its keyring
 * (pkg/credentialprovider/secrets/secrets.go).
 *
 * @param json the parsed object, with its `data`
 * @returns its logins: none for a type, a key or an emptiness that the kubelet passes over, and `malformed` for a
 *   content that fails the keyring; undefined when it has no name. A password with bytes that are no UTF-8 has
 *   U+FFFD in their place.
 */
export function parsePullSecret(json: unknown): PullSecret | undefined {
  const secret = objectOf(json);
  const meta = parseObjectMeta(secret);
  if (meta === undefined) return undefined;
  const { namespace, name } = meta;
  const form = formOfType(textOf(secret['type']));
  const content = form === undefined ? undefined : secretContent(secret, form.key);
  if (form === undefined || content?.is !== 'text') return { namespace, name, entries: [] };
  return { namespace, name, ...readLogins(content.text, form.form) };
}

/** The logins in a docker config, `config.json` of a machine included, read as the kubelet would read it. */
export function readLogins(
  text: string,
  form: 'dockerconfigjson' | 'dockercfg',
): Pick<PullSecret, 'entries' | 'malformed'> {
  const { entries, fault } = readDockerConfig(text, form);
  if (fault !== undefined) return { entries: [], ...known({ malformed: configFaultWords(fault) }) };
  return {
    entries: entries.map(({ key, username, password }): KeyringEntry => ({
      key: shownKey(key),
      login: { username, password: new Sealed(password) },
    })),
  };
}
