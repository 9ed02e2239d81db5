import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type { BlindSpot } from '../../core/evidence/observed.ts';
import { UserError } from '../files/user-error.ts';

/** What is trusted when a host is spoken to by TLS, and who we are to it. */
export interface HostTrust {
  /** Undefined: what Node trusts by itself. */
  readonly context?: SecureContext;
  /** With the system's certificates too. Takes some 20 ms, so only when the first is not enough. */
  readonly wider: () => Promise<SecureContext>;
  readonly blindSpots: readonly BlindSpot[];
}

export interface TrustOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** PEM files that are trusted for every host. */
  readonly caFiles: readonly string[];
  /** Folders laid out as containerd's or Docker's certs.d. */
  readonly certsDirs: readonly string[];
}

interface HostFiles {
  readonly authorities: readonly string[];
  readonly clients: readonly { readonly cert: string; readonly key: string }[];
  readonly blindSpots: readonly BlindSpot[];
}

const NO_FILES: HostFiles = { authorities: [], clients: [], blindSpots: [] };

/** Reads the user's certificates once, and those of each host when it is first asked for. */
export class TrustStore {
  readonly #options: TrustOptions;
  #given: readonly string[] | undefined;
  #system: Promise<readonly string[]> | undefined;
  /** For all hosts without files of their own. */
  #shared: HostTrust | undefined;
  readonly #hosts = new Map<string, Promise<HostTrust>>();

  constructor(options: TrustOptions) {
    this.#options = options;
  }

  /**
   * @param names the host as certs.d folders may call it, port included: `docker.io`, `registry-1.docker.io`
   * @returns rejects with a UserError when a file the user named cannot be read
   */
  of(names: readonly string[]): Promise<HostTrust> {
    const key = names.join(' ');
    const known = this.#hosts.get(key) ?? new Promise((resolve) => resolve(this.#read(names)));
    this.#hosts.set(key, known);
    return known;
  }

  #read(names: readonly string[]): HostTrust {
    this.#given ??= this.#readOptions();
    const given = this.#given;
    const files = this.#filesOf(names);
    if (files.authorities.length === 0 && files.clients.length === 0) {
      this.#shared ??= this.#trustWith(given, NO_FILES, names);
      return { ...this.#shared, blindSpots: files.blindSpots };
    }
    return this.#trustWith([...given, ...files.authorities], files, names);
  }

  #readOptions(): readonly string[] {
    for (const folder of this.#options.certsDirs) checkFolder(folder);
    return this.#options.caFiles.map(readGiven);
  }

  #trustWith(more: readonly string[], files: HostFiles, names: readonly string[]): HostTrust {
    let made: Promise<SecureContext> | undefined;
    const wider = (): Promise<SecureContext> => {
      made ??= this.#trusted().then((trusted) => makeContext([...trusted, ...more], files, names));
      return made;
    };
    const { blindSpots } = files;
    if (more.length === 0 && files.clients.length === 0) return { wider, blindSpots };
    return { context: makeContext([...rootCertificates, ...more], files, names), wider, blindSpots };
  }

  #trusted(): Promise<readonly string[]> {
    this.#system ??= import('../host/system-certificates.ts').then((host) =>
      host.trustedCertificates(this.#options.env),
    );
    return this.#system;
  }

  #filesOf(names: readonly string[]): HostFiles {
    const found = this.#options.certsDirs.flatMap((folder) =>
      names.flatMap(foldersOf).map((name) => readHostFolder(join(folder, name))),
    );
    return {
      authorities: found.flatMap(({ authorities }) => authorities),
      clients: found.flatMap(({ clients }) => clients),
      blindSpots: found.flatMap(({ blindSpots }) => blindSpots),
    };
  }
}

function makeContext(ca: readonly string[], files: HostFiles, names: readonly string[]): SecureContext {
  try {
    return createSecureContext({
      ca: [...ca],
      ...(files.clients.length > 0 && {
        cert: files.clients.map(({ cert }) => cert),
        key: files.clients.map(({ key }) => key),
      }),
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new UserError(`The certificates for ${names[0] ?? 'the registry'} cannot be used: ${why}`);
  }
}

/** A host without a folder in it is as it should be; a mistyped folder is not. */
function checkFolder(path: string): void {
  const found = readable(path, () => statSync(path));
  if (!found.isDirectory()) throw new UserError(`Cannot read the certificates in ${path}: it is no folder`);
}

function readGiven(path: string): string {
  const pem = readable(path, () => readFileSync(path, 'utf8'));
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new UserError(`There is no certificate in ${path}`);
  return pem;
}

function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UserError(`Cannot read the certificates in ${path}: ${reasonOf(error)}`);
  }
}

/** Of a host's own folder what cannot be read counts as not there. */
function readOr<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** Names of a host's folder: containerd writes `host_5000_` where a colon may not be in a name. */
function foldersOf(host: string): readonly string[] {
  const colon = host.lastIndexOf(':');
  if (host.includes('/') || host.includes('..')) return [];
  if (colon < 0 || host.endsWith(']')) return [host];
  return [host, `${host.slice(0, colon)}_${host.slice(colon + 1)}_`];
}

/**
 * `*.crt` are authorities, `*.cert` with `*.key` client certificates: containerd and Docker agree on that
 * (containerd core/remotes/docker/config/hosts.go). A host without a folder has none.
 */
function readHostFolder(folder: string): HostFiles {
  const names = readOr<readonly string[]>([], () => readdirSync(folder));
  const read = (name: string): string => readOr('', () => readFileSync(join(folder, name), 'utf8'));
  const authorities = names.filter((name) => name.endsWith('.crt')).map(read);
  const clients = names
    .filter((name) => name.endsWith('.cert') && names.includes(`${name.slice(0, -5)}.key`))
    .map((name) => ({ cert: read(name), key: read(`${name.slice(0, -5)}.key`) }));
  const blindSpots = names.includes('hosts.toml')
    ? [
        {
          what: `mirrors of ${join(folder, 'hosts.toml')}`,
          why: 'not followed: the registry itself was asked',
        },
      ]
    : [];
  return { authorities: authorities.filter((pem) => pem !== ''), clients, blindSpots };
}

function reasonOf(error: unknown): string {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ENOENT'
    ? 'no such file or folder'
    : code === 'EACCES'
      ? 'permission denied'
      : 'it is no readable file';
}
