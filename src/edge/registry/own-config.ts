import { decodeAuthField } from '../../core/evidence/credentials/auth-field.ts';
import type { RegistryLogin } from '../../core/evidence/credentials/pull-secret.ts';
import { Sealed } from '../../core/evidence/credentials/sealed.ts';
import {
  isObject,
  objectOf,
  textFieldsOf,
  textOf,
  type JsonObject,
} from '../../core/evidence/objects/json-value.ts';

export type OwnLogin = RegistryLogin;

/** A `config.json` of Docker or an `auth.json` of Podman, as far as it is about logins. */
export interface OwnConfig {
  /** `credsStore`: the helper for every registry that has none of its own. */
  readonly store?: string;
  /** `credHelpers`: registry → helper. */
  readonly helpers: ReadonlyMap<string, string>;
  /** What stands in the file itself, by its key without scheme and without a trailing slash. */
  readonly stored: ReadonlyMap<string, OwnLogin>;
}

/** The user name that says "the password is an identity token", as credential helpers use it. */
const IDENTITY_USER = '<token>';
const HUB = 'docker.io';

/** Undefined when the text is no JSON object. An entry that cannot be understood is left out. */
export function parseOwnConfig(text: string): OwnConfig | undefined {
  const json = parseObject(text);
  if (json === undefined) return undefined;
  const stored = new Map<string, OwnLogin>();
  for (const [key, entry] of Object.entries(objectOf(json['auths']))) {
    const login = readEntry(objectOf(entry));
    if (login !== undefined) stored.set(cleanKey(key), login);
  }
  const store = textOf(json['credsStore']);
  return {
    ...(store !== '' && { store }),
    helpers: new Map(Object.entries(textFieldsOf(json['credHelpers']))),
    stored,
  };
}

/** The login with the longest key that is the repository, a part of its path or its host. */
export function storedLogin({ stored }: OwnConfig, repository: string): OwnLogin | undefined {
  for (let end = repository.length; end > 0; end = repository.lastIndexOf('/', end - 1)) {
    const login = stored.get(repository.slice(0, end));
    if (login !== undefined) return login;
  }
  return undefined;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Its words would quote the file, which holds passwords.
    return undefined;
  }
}

function readEntry(entry: JsonObject): OwnLogin | undefined {
  const identity = textOf(entry['identitytoken']);
  if (identity !== '') return { username: IDENTITY_USER, password: new Sealed(identity) };
  const field = textOf(entry['auth']);
  const pair = field === '' ? undefined : decodeAuthField(field);
  const colon = pair?.indexOf(':') ?? -1;
  if (pair !== undefined && colon > 0) {
    // Docker's own writer ends the pair with NUL bytes at times, and its reader drops them.
    const password = pair.slice(colon + 1).replaceAll('\u0000', '');
    return { username: pair.slice(0, colon), password: new Sealed(password) };
  }
  const username = textOf(entry['username']);
  const password = textOf(entry['password']);
  return username === '' || password === '' ? undefined : { username, password: new Sealed(password) };
}

/** `https://index.docker.io/v1/` → `docker.io`, `https://reg.example.com/v2/` → `reg.example.com`. */
function cleanKey(key: string): string {
  const scheme = key.indexOf('://');
  const rest = (scheme < 0 ? key : key.slice(scheme + 3)).replace(/\/v[12]\/?$/u, '').replace(/\/$/u, '');
  return rest === 'index.docker.io' || rest === 'registry-1.docker.io' ? HUB : rest;
}
