import { isObject, objectOf, type JsonObject } from '../../../core/evidence/objects/json-value.ts';
import { UserError } from '../../files/user-error.ts';

/** A kubeconfig as client-go's tools/clientcmd/api/v1 has it: what connecting needs of it. */
export interface Kubeconfig {
  readonly currentContext: string;
  readonly contexts: ReadonlyMap<string, KubeContext>;
  readonly clusters: ReadonlyMap<string, KubeCluster>;
  readonly users: ReadonlyMap<string, KubeUser>;
}

/** Texts that are not set are empty, as in Go. */
export interface KubeContext {
  /** The file it stands in; paths in it are relative to that file's folder. */
  readonly file: string;
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string;
}

export interface KubeCluster {
  readonly file: string;
  readonly server: string;
  readonly tlsServerName: string;
  readonly insecure: boolean;
  readonly certificateAuthority: string;
  /** Base64 of PEM. */
  readonly certificateAuthorityData: string;
  readonly proxyUrl: string;
  readonly disableCompression: boolean;
  /** For exec plugins: the extension `client.authentication.k8s.io/exec`. */
  readonly execConfig?: unknown;
}

export interface KubeUser {
  readonly file: string;
  readonly clientCertificate: string;
  readonly clientCertificateData: string;
  readonly clientKey: string;
  readonly clientKeyData: string;
  readonly token: string;
  readonly tokenFile: string;
  readonly username: string;
  readonly password: string;
  readonly as: string;
  readonly asUid: string;
  readonly asGroups: readonly string[];
  readonly asUserExtra: Readonly<Record<string, readonly string[]>>;
  readonly exec?: ExecConfig;
  /** The name of a legacy auth provider: `gcp`, `azure`, `oidc`. */
  readonly authProvider: string;
}

export interface ExecConfig {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly installHint: string;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode: string;
}

const NOTHING: KubeUser = {
  file: '',
  clientCertificate: '',
  clientCertificateData: '',
  clientKey: '',
  clientKeyData: '',
  token: '',
  tokenFile: '',
  username: '',
  password: '',
  as: '',
  asUid: '',
  asGroups: [],
  asUserExtra: {},
  authProvider: '',
};

/** A user of whom nothing is known: what a kubeconfig without one has. */
export function anonymousUser(): KubeUser {
  return NOTHING;
}

export function emptyCluster(): KubeCluster {
  return parseCluster(new Fields({}, '', ''));
}

/**
 * The value of a kubeconfig file. In: what was parsed, and the file's name. Throws a UserError that names the
 * field when it is of another type, as kubectl does; fields that are not known are passed over.
 */
export function parseKubeconfig(value: unknown, file: string): Kubeconfig {
  if (value !== null && (typeof value !== 'object' || Array.isArray(value))) {
    throw new UserError(`${file} is no kubeconfig: it holds no mapping`);
  }
  const whole = new Fields(objectOf(value), file, '');
  const kind = whole.text('kind');
  if (kind !== '' && kind !== 'Config') {
    throw new UserError(`${file} is no kubeconfig: its kind is ${kind}, not Config`);
  }
  return {
    currentContext: whole.text('current-context'),
    contexts: named(whole, 'contexts', 'context', parseContext),
    clusters: named(whole, 'clusters', 'cluster', parseCluster),
    users: named(whole, 'users', 'user', parseUser),
  };
}

function named<T>(
  whole: Fields,
  list: string,
  field: string,
  parse: (fields: Fields) => T,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const entry of whole.objects(list)) {
    const name = entry.text('name');
    if (!found.has(name)) found.set(name, parse(entry.object(field)));
  }
  return found;
}

function parseContext(fields: Fields): KubeContext {
  return {
    file: fields.file,
    cluster: fields.text('cluster'),
    user: fields.text('user'),
    namespace: fields.text('namespace'),
  };
}

function parseCluster(fields: Fields): KubeCluster {
  const extension = fields
    .objects('extensions')
    .find((entry) => entry.text('name') === 'client.authentication.k8s.io/exec');
  return {
    file: fields.file,
    server: fields.text('server'),
    tlsServerName: fields.text('tls-server-name'),
    insecure: fields.flag('insecure-skip-tls-verify'),
    certificateAuthority: fields.text('certificate-authority'),
    certificateAuthorityData: fields.text('certificate-authority-data'),
    proxyUrl: fields.text('proxy-url'),
    disableCompression: fields.flag('disable-compression'),
    ...(extension !== undefined && { execConfig: extension.value('extension') }),
  };
}

function parseUser(fields: Fields): KubeUser {
  return {
    file: fields.file,
    clientCertificate: fields.text('client-certificate'),
    clientCertificateData: fields.text('client-certificate-data'),
    clientKey: fields.text('client-key'),
    clientKeyData: fields.text('client-key-data'),
    token: fields.text('token'),
    tokenFile: fields.text('tokenFile'),
    username: fields.text('username'),
    password: fields.text('password'),
    as: fields.text('as'),
    asUid: fields.text('as-uid'),
    asGroups: fields.texts('as-groups'),
    asUserExtra: fields.object('as-user-extra').textLists(),
    authProvider: fields.object('auth-provider').text('name'),
    ...(fields.has('exec') && { exec: parseExec(fields.object('exec')) }),
  };
}

function parseExec(fields: Fields): ExecConfig {
  return {
    apiVersion: fields.text('apiVersion'),
    command: fields.text('command'),
    args: fields.texts('args'),
    env: fields.objects('env').map((entry) => ({ name: entry.text('name'), value: entry.text('value') })),
    installHint: fields.text('installHint'),
    provideClusterInfo: fields.flag('provideClusterInfo'),
    interactiveMode: fields.text('interactiveMode'),
  };
}

/** The fields of one object, which know where they stand, so that a wrong one can be named. */
class Fields {
  readonly file: string;
  readonly #fields: JsonObject;
  readonly #place: string;

  constructor(fields: JsonObject, file: string, place: string) {
    this.file = file;
    this.#fields = fields;
    this.#place = place;
  }

  has(name: string): boolean {
    return (this.#fields[name] ?? null) !== null;
  }

  value(name: string): unknown {
    return this.#fields[name];
  }

  text(name: string): string {
    return this.#typed(name, '', 'text', (value) => typeof value === 'string');
  }

  flag(name: string): boolean {
    return this.#typed(name, false, 'true or false', (value) => typeof value === 'boolean');
  }

  texts(name: string): readonly string[] {
    const isTexts = (value: unknown): boolean =>
      Array.isArray(value) && value.every((item) => typeof item === 'string');
    return this.#typed(name, [], 'a list of texts', isTexts);
  }

  object(name: string): Fields {
    const value = this.#typed<JsonObject>(name, {}, 'a mapping', isObject);
    return new Fields(value, this.file, this.#at(name));
  }

  objects(name: string): readonly Fields[] {
    const areObjects = (value: unknown): boolean => Array.isArray(value) && value.every(isObject);
    const values = this.#typed<readonly JsonObject[]>(name, [], 'a list of mappings', areObjects);
    return values.map((value, index) => new Fields(value, this.file, `${this.#at(name)}[${index}]`));
  }

  textLists(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(Object.keys(this.#fields).map((name) => [name, this.texts(name)]));
  }

  #typed<T>(name: string, unset: T, called: string, is: (value: unknown) => boolean): T {
    const value = this.#fields[name] ?? null;
    if (value === null) return unset;
    // The value stays unsaid: it may be a token.
    if (!is(value)) throw new UserError(`${this.file}: ${this.#at(name)} has to be ${called}`);
    return value as T;
  }

  #at(name: string): string {
    return this.#place === '' ? name : `${this.#place}.${name}`;
  }
}
