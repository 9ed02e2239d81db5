import { plainText } from '../../core/report/text/plain-text.ts';
import { UserError } from '../files/user-error.ts';
import { isLoopback, proxyAddress, proxyFor, proxyName, readProxySettings } from '../host/proxy-settings.ts';
import type { ApiClient } from './api-client.ts';
import type { Log } from './client/api-log.ts';
import { ApiWires } from './client/api-wires.ts';
import { chooseAccess } from './login/choose-access.ts';
import type { ClusterAccess } from './login/cluster-access.ts';
import { REQUEST_TIMEOUT, type ConnectOptions } from './connect-options.ts';
import type { CredentialSource } from './login/credential.ts';
import { HttpsApiClient } from './client/https-api-client.ts';
import { impersonationHeaders } from './login/impersonation.ts';
import type { KubeCluster } from './login/kubeconfig.ts';
import { readKubeconfigs } from './login/kubeconfig-files.ts';
import { parseServer, type ServerAddress } from './login/server-address.ts';
import { readTrust } from './login/server-trust.ts';
import { anonymousLogin, openLogin } from './login/user-login.ts';

/** A cluster that can be asked, and what it is called. */
export interface ClusterConnection {
  readonly client: ApiClient;
  /** Empty when only flags said where to go; `in-cluster` in a pod. */
  readonly context: string;
  /** Of the context, or `default`. */
  readonly namespace: string;
  /** The user's name in the kubeconfig. */
  readonly user?: string;
}

/**
 * Finds out which cluster to ask and as whom, as kubectl does, and gets ready to ask; nothing is sent yet. Throws
 * a UserError (which file, which context, what to do) for everything that cannot work.
 */
export async function connectCluster(asked: ConnectOptions): Promise<ClusterConnection> {
  const options = { ...asked, log: plainLog(asked) };
  const files = await readKubeconfigs(options.kubeconfig, options.env);
  const access = chooseAccess(files, options);
  const { cluster } = access;
  const hasTls = cluster.certificateAuthority + cluster.certificateAuthorityData !== '' || cluster.insecure;
  const server = parseServer(cluster.server, hasTls, whereOf(access));
  const trust = readTrust(access);
  const proxy = chooseProxy(access, server, options);
  // Over plain HTTP nobody is told who asks: the same in client-go (config.IsConfigTransportTLS).
  const login = server.secure ? await openLogin(access, options) : anonymousLogin();
  const wires = new ApiWires({
    server,
    trust,
    env: options.env,
    ...(proxy !== undefined && { proxy }),
  });
  await checkCertificate(wires, login, access);
  options.log(4, outcomeLine(access, server, login, proxy));
  const client = new HttpsApiClient({
    wires,
    login,
    headers: headersOf(access, options, server),
    timeout: options.requestTimeout ?? REQUEST_TIMEOUT,
    log: options.log,
    place: {
      server,
      context: access.context,
      userName: options.token === undefined ? access.userName : '',
      loginBy: login.by,
      trustSource: trust.source,
      file: cluster.file,
      ...(trust.serverName !== undefined && { serverName: trust.serverName }),
      ...(proxy !== undefined && { proxy: proxyName(proxy) }),
    },
  });
  return {
    client,
    context: access.context,
    namespace: access.namespace === '' ? 'default' : access.namespace,
    ...(access.userName !== '' && { user: access.userName }),
  };
}

function whereOf({ clusterName, cluster }: ClusterAccess): string {
  return clusterName === '' ? '--server' : `the cluster "${clusterName}" in ${cluster.file}`;
}

/** `proxy-url` of the cluster, else what the environment says. */
function chooseProxy(
  { cluster, clusterName }: ClusterAccess,
  server: ServerAddress,
  { env }: ConnectOptions,
): string | undefined {
  if (cluster.proxyUrl === '') {
    const { secure, host, port } = server;
    return proxyFor(readProxySettings(env), { scheme: secure ? 'https' : 'http', host, port });
  }
  const proxy = proxyAddress(cluster.proxyUrl);
  const isKnown = proxy !== undefined && /^(?:https?|socks5h?):\/\//.test(proxy);
  if (!isKnown) {
    throw new UserError(
      `${cluster.file}: the proxy-url of the cluster "${clusterName}" is no http, https or socks5 address`,
    );
  }
  return proxy;
}

/** A certificate from the kubeconfig is tried before anything is asked: a wrong one is the user's to mend. */
async function checkCertificate(
  wires: ApiWires,
  login: CredentialSource,
  { userName, user }: ClusterAccess,
): Promise<void> {
  if (user.exec !== undefined && user.clientCertificate + user.clientCertificateData === '') return;
  const credential = await login.current();
  if (!credential.ok) throw new UserError(credential.failure.says);
  await wires.wireFor(credential.value.certificate).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === '' || credential.value.certificate === undefined) throw error;
    throw new UserError(
      `${user.file}: client-certificate and client-key of the user "${userName}" cannot be used (${code}): ` +
        'do they belong together, and is the key without a passphrase?',
    );
  });
}

function headersOf(
  { user, cluster }: ClusterAccess,
  options: ConnectOptions,
  server: ServerAddress,
): Readonly<Record<string, string | string[]>> {
  return {
    'User-Agent': options.userAgent ?? 'pulldoctor',
    ...(isWorthPacking(cluster, server) && { 'Accept-Encoding': 'gzip' }),
    ...impersonationHeaders(user),
  };
}

/**
 * kubectl always asks for gzip. Measured on 59 MB of pods it makes 4 MB of them and costs 150 ms of CPU here, and
 * more in the server: worth it on a network, not where there is none in between.
 */
function isWorthPacking({ disableCompression }: KubeCluster, { host }: ServerAddress): boolean {
  return !disableCompression && !isLoopback(host);
}

function outcomeLine(
  access: ClusterAccess,
  server: ServerAddress,
  login: CredentialSource,
  proxy: string | undefined,
): string {
  const by = proxy === undefined ? '' : ` through the proxy ${proxyName(proxy)}`;
  return `context "${access.context}": ${server.url}${by} as "${access.userName}" by ${login.by}`;
}

/** What a server's headers hold is made harmless for a terminal. */
function plainLog({ log }: ConnectOptions): Log {
  return (level, line) => log?.(level, plainText(line, 'unicode'));
}
