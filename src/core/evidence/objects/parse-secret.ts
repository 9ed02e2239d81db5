import { decodeBase64 } from './base64.ts';
import { parseRegistryKeys } from './docker-config.ts';
import type { Observed } from '../observed.ts';
import { known, objectOf, textOf, type JsonObject } from './json-value.ts';
import { parseObjectMeta } from './parse-object-meta.ts';
import type { SecretEvidence } from './secret.ts';

/** The two forms of a docker config in a secret: which key holds it, and whether in the old form. */
const DOCKER_CONFIGS = [
  { key: '.dockerconfigjson', legacy: false },
  { key: '.dockercfg', legacy: true },
];

/** What `oc adm inspect` writes in place of a value. */
const ELIDED = /^\d+ bytes long$/;

/**
 * Reads a core/v1 Secret down to what may be kept: names, type, keys of its data, and the registries its
 * docker config has entries for. Values are decoded only to find those and dropped at once.
 * In: the parsed JSON. Out: undefined without a name.
 */
export function parseSecret(json: unknown): SecretEvidence | undefined {
  const secret = objectOf(json);
  const meta = parseObjectMeta(secret);
  if (meta === undefined) return undefined;
  const data = objectOf(secret['data']);
  const plain = objectOf(secret['stringData']);
  return {
    namespace: meta.namespace,
    name: meta.name,
    uid: meta.uid,
    type: textOf(secret['type']) || 'Opaque',
    dataKeys: [...new Set([...Object.keys(data), ...Object.keys(plain)])],
    registryKeys: observeRegistryKeys(
      `registries of secret ${meta.namespace}/${meta.name}`,
      secret,
      data,
      plain,
    ),
    ...known({ createdAt: meta.createdAt }),
  };
}

function observeRegistryKeys(
  what: string,
  secret: JsonObject,
  data: JsonObject,
  plain: JsonObject,
): Observed<readonly string[]> {
  const unseen = (why: string): Observed<readonly string[]> => ({ seen: false, blind: { what, why } });
  if (secret['data'] === undefined && secret['stringData'] === undefined) {
    return unseen('its data was not saved');
  }
  const config = DOCKER_CONFIGS.find(({ key }) => data[key] !== undefined || plain[key] !== undefined);
  // Without a docker config there is no registry in it, whatever else the secret holds.
  if (config === undefined) return { seen: true, value: [] };
  const text = textOf(plain[config.key]) || decodeBase64(textOf(data[config.key]));
  if (text === undefined) return unseen(`${config.key} is not base64`);
  if (text === '' || ELIDED.test(text)) return unseen(`${config.key} was left out when the secret was saved`);
  const keys = parseRegistryKeys(text, config.legacy);
  return keys === undefined ? unseen(`${config.key} is not a JSON object`) : { seen: true, value: keys };
}
