/**
 * A docker config as the kubelet reads it (DockerConfigJSON and DockerConfigEntry of
 * pkg/credentialprovider/config.go): user name and password of each entry, and what spoils the whole. Passwords are
 * in here as they are, so that nothing of this is for the evidence: see parse-pull-secret.ts and describe-login.ts.
 */
import { known } from '../objects/json-value.ts';
import { decodeAuthField } from './auth-field.ts';
import { foldName, membersOf, readGoJson, stringOf, type RawJson } from './go-json.ts';

export interface DockerConfig {
  /** In the order of the file. */
  readonly entries: readonly ConfigEntry[];
  /** Why Go cannot read it: then the kubelet uses nothing of it, nor of the other secrets of the pod. */
  readonly fault?: ConfigFault;
  /** True when it names credential programs, which there are none of on a node. */
  readonly credsStore: boolean;
  /** Hosts that have such a program of their own. */
  readonly credHelpers: readonly string[];
}

export interface ConfigEntry {
  /** As written, whatever is in it. */
  readonly key: string;
  readonly username: string;
  readonly password: string;
  /** Fields with something in them that the kubelet has no use for. */
  readonly dropped: readonly ('identitytoken' | 'registrytoken')[];
  readonly fault?: EntryFault;
  /** The `auth` field when it has no colon in it: kept only to see whether it was encoded twice. */
  readonly auth?: string;
}

export type EntryFault =
  | { readonly is: 'not-an-object' }
  | { readonly is: 'not-a-text'; readonly field: string }
  | { readonly is: 'auth-not-base64' }
  | { readonly is: 'auth-without-colon' };

export type ConfigFault =
  | { readonly is: 'not-json' }
  | { readonly is: 'not-an-object' }
  | { readonly is: 'auths-not-an-object' }
  | { readonly is: 'headers-not-texts' }
  | { readonly is: 'entry'; readonly key: string; readonly fault: EntryFault };

/**
 * Reads a docker config.
 *
 * @param text of `.dockerconfigjson`, with entries under `auths`, or of the older `.dockercfg`, where they stand at
 *   the top
 */
export function readDockerConfig(text: string, form: 'dockerconfigjson' | 'dockercfg'): DockerConfig {
  const config = readGoJson(text);
  if (config === undefined) return { ...EMPTY, fault: { is: 'not-json' } };
  if (config.kind === 'null') return EMPTY;
  if (config.kind !== 'object') return { ...EMPTY, fault: { is: 'not-an-object' } };
  if (form === 'dockercfg') return { ...EMPTY, ...readAuths([config]) };
  const headers = fieldsOf(config, 'httpheaders').every(areHeaders);
  const read = readAuths(fieldsOf(config, 'auths'));
  const fault = read.fault ?? (headers ? undefined : { is: 'headers-not-texts' });
  return { ...read, ...known({ fault }), ...programsOf(config) };
}

const EMPTY: DockerConfig = { entries: [], credsStore: false, credHelpers: [] };

/** Every member that Go takes for one field, in order. */
function fieldsOf(object: RawJson, folded: string): readonly RawJson[] {
  return membersOf(object).flatMap(({ name, value }) => (foldName(name) === folded ? [value] : []));
}

/** Go fills one map from all of them, begins a new one at a null, and replaces an entry that comes again. */
function readAuths(auths: readonly RawJson[]): Pick<DockerConfig, 'entries' | 'fault'> {
  const entries = new Map<string, ConfigEntry>();
  let fault: ConfigFault | undefined;
  for (const value of auths) {
    if (value.kind === 'null') entries.clear();
    else if (value.kind !== 'object') fault ??= { is: 'auths-not-an-object' };
    for (const { name, value: entry } of membersOf(value)) {
      const read = readEntry(name, entry);
      if (read.fault !== undefined) fault ??= { is: 'entry', key: name, fault: read.fault };
      entries.set(name, read);
    }
  }
  return { entries: [...entries.values()], ...known({ fault }) };
}

const TEXT_FIELDS = ['username', 'password', 'email', 'auth'] as const;

function readEntry(key: string, value: RawJson): ConfigEntry {
  const empty = { key, username: '', password: '', dropped: [] };
  if (value.kind === 'null') return empty;
  if (value.kind !== 'object') return { ...empty, fault: { is: 'not-an-object' } };
  const texts: Partial<Record<string, string>> = {};
  const dropped = new Set<'identitytoken' | 'registrytoken'>();
  for (const { name, value: field } of membersOf(value)) {
    const text = stringOf(field);
    const folded = foldName(name);
    if ((folded === 'identitytoken' || folded === 'registrytoken') && text !== '' && text !== undefined) {
      dropped.add(folded);
    }
    if (!TEXT_FIELDS.some((one) => one === folded) || field.kind === 'null') continue;
    if (text === undefined) return { ...empty, fault: { is: 'not-a-text', field: folded } };
    texts[folded] = text;
  }
  const { username = '', password = '', auth = '' } = texts;
  const entry = { key, username, password, dropped: [...dropped] };
  return auth === '' ? entry : { ...entry, ...readAuth(auth) };
}

/** `auth` outweighs user name and password. */
function readAuth(
  auth: string,
): Pick<ConfigEntry, 'username' | 'password'> & Pick<Partial<ConfigEntry>, 'fault' | 'auth'> {
  const decoded = decodeAuthField(auth);
  if (decoded === undefined) return { username: '', password: '', fault: { is: 'auth-not-base64' }, auth };
  const colon = decoded.indexOf(':');
  if (colon < 0) return { username: '', password: '', fault: { is: 'auth-without-colon' }, auth: decoded };
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** A `map[string]string` of Go: an object of texts, where null is no value. */
function areHeaders(value: RawJson): boolean {
  if (value.kind === 'null') return true;
  return (
    value.kind === 'object' &&
    membersOf(value).every(({ value: { kind } }) => kind === 'string' || kind === 'null')
  );
}

/** What the docker client would ask for the credentials; the kubelet does not read these. */
function programsOf(config: RawJson): Pick<DockerConfig, 'credsStore' | 'credHelpers'> {
  const store = fieldsOf(config, 'credsstore').some((value) => (stringOf(value) ?? '') !== '');
  const helpers = fieldsOf(config, 'credhelpers').flatMap(membersOf);
  return { credsStore: store, credHelpers: helpers.map(({ name }) => name) };
}
