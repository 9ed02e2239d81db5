import { objectOf, type JsonObject } from './json-value.ts';

/**
 * The registry keys of a docker config file, in its own order.
 * In: the text of `.dockerconfigjson` (keys under `auths`) or, with `legacy`, of `.dockercfg` (keys at
 * the top). Out: the keys alone, without a user or password that somebody wrote into one; undefined when
 * the text is no JSON object. Nothing else of the file leaves this function: not an entry, not an error
 * that quotes one.
 */
export function parseRegistryKeys(text: string, legacy: boolean): readonly string[] | undefined {
  const config = parseJsonObject(text);
  if (config === undefined) return undefined;
  const entries = legacy ? config : objectOf(authsOf(config));
  return Object.keys(entries).map(withoutUserInfo);
}

/** Go's encoding/json takes the exact name first and any other spelling by case after that. */
function authsOf(config: JsonObject): unknown {
  if (config['auths'] !== undefined) return config['auths'];
  const name = Object.keys(config).find((key) => key.toLowerCase() === 'auths');
  return name === undefined ? undefined : config[name];
}

/** `https://user:password@registry.example.com/v2` → `https://registry.example.com/v2`. */
function withoutUserInfo(key: string): string {
  const scheme = key.indexOf('://');
  const start = scheme < 0 ? 0 : scheme + 3;
  const slash = key.indexOf('/', start);
  const at = key.lastIndexOf('@', slash < 0 ? key.length : slash);
  return at < start ? key : key.slice(0, start) + key.slice(at + 1);
}

function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? objectOf(value) : undefined;
  } catch {
    // The error of JSON.parse quotes its input, which is a password here.
    return undefined;
  }
}
