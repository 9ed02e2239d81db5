import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyPair } from '../cluster/certificates.ts';
import type { Processes } from '../cluster/processes.ts';

/** Who a registry lets in. */
export type RegistryAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic' }
  | { readonly kind: 'token'; readonly realm: string; readonly service: string; readonly trusted: string };

export interface DockerRegistryOptions {
  readonly name: string;
  readonly address: string;
  readonly port?: number;
  readonly folder: string;
  /** Speaks TLS with this certificate; plain HTTP without. */
  readonly tls?: KeyPair;
  /** Authority whose client certificates it asks for. */
  readonly clientAuthority?: string;
  readonly auth?: RegistryAuth;
  /** The origin it is a pull-through cache of. */
  readonly mirrorOf?: string;
  /** PEM bundle it trusts when it asks another host. */
  readonly trusted: string;
}

/** The one account of registries with a password file. */
export const ACCOUNT = { user: 'ci', password: 'right-horse' } as const;
/** The account's line of a password file, with the password's bcrypt hash. */
const HTPASSWD = `${ACCOUNT.user}:$2b$04$GNzw/l7yzaoPTSLBTxvmju9P1eTtF.9/xPtZjmepmJpmO9VvYs1Be\n`;
export const ISSUER = 'pulldoctor-e2e';

function authOf(options: DockerRegistryOptions): Readonly<Record<string, unknown>> {
  const { auth = { kind: 'none' } } = options;
  if (auth.kind === 'none') return {};
  if (auth.kind === 'basic') {
    const path = join(options.folder, 'htpasswd');
    writeFileSync(path, HTPASSWD);
    return { auth: { htpasswd: { realm: 'registry', path } } };
  }
  const { realm, service, trusted } = auth;
  return { auth: { token: { realm, service, issuer: ISSUER, rootcertbundle: trusted } } };
}

function configurationOf(options: DockerRegistryOptions): Readonly<Record<string, unknown>> {
  const { tls, clientAuthority, mirrorOf } = options;
  const clients = clientAuthority === undefined ? {} : { clientcas: [clientAuthority] };
  return {
    version: 0.1,
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: join(options.folder, 'data') } },
    http: {
      addr: `${options.address}:${options.port ?? 443}`,
      ...(tls === undefined ? {} : { tls: { certificate: tls.certificate, key: tls.key, ...clients } }),
    },
    ...authOf(options),
    ...(mirrorOf === undefined ? {} : { proxy: { remoteurl: mirrorOf } }),
  };
}

/** Starts a registry of the distribution project; it is not waited for. */
export function startDockerRegistry(processes: Processes, options: DockerRegistryOptions): void {
  mkdirSync(options.folder, { recursive: true });
  const file = join(options.folder, 'config.yml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configurationOf(options)));
  processes.start(`registry-${options.name}`, 'docker-registry', ['serve', file], {
    env: { SSL_CERT_FILE: options.trusted, OTEL_TRACES_EXPORTER: 'none' },
  });
}
