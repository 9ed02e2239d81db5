import { resolve } from 'node:path';
import { UserError } from '../../files/user-error.ts';
import type { ConnectOptions } from '../connect-options.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { inClusterAccess } from './in-cluster.ts';
import {
  anonymousUser,
  emptyCluster,
  type KubeCluster,
  type KubeContext,
  type KubeUser,
} from './kubeconfig.ts';
import type { KubeconfigFiles } from './kubeconfig-files.ts';
import { quotedNames, unknownName } from './name-words.ts';

/**
 * Chooses as kubectl does (client-go's tools/clientcmd, client_config.go): --context, else the current one; of it
 * the cluster and the user, unless --cluster and --user name others; then the flags over both. Without any
 * kubeconfig the service account of the pod this runs in. Throws a UserError that says what there is instead.
 */
export function chooseAccess(files: KubeconfigFiles, options: ConnectOptions): ClusterAccess {
  const { config } = files;
  const isEmpty = config.contexts.size === 0 && config.clusters.size === 0;
  const names = options.context !== undefined || options.cluster !== undefined || options.user !== undefined;
  if (isEmpty && !names) {
    const found = inClusterAccess(options) ?? accessByFlags(options);
    if (found === undefined) throw new UserError(noKubeconfig(files, options));
    return withFlags(found, options);
  }
  const context = chooseContext(files, options);
  const clusterName = options.cluster ?? context?.cluster ?? '';
  const userName = options.user ?? context?.user ?? '';
  const from = { context: contextName(files, options), files: files.read };
  return withFlags(
    {
      context: from.context,
      namespace: context?.namespace ?? '',
      clusterName,
      cluster: chooseCluster(files, clusterName, from, options),
      userName,
      user: chooseOf(config.users, 'user', userName, from) ?? anonymousUser(),
    },
    options,
  );
}

interface Origin {
  readonly context: string;
  readonly files: readonly string[];
}

function contextName({ config }: KubeconfigFiles, options: ConnectOptions): string {
  return options.context ?? config.currentContext;
}

function chooseContext(files: KubeconfigFiles, options: ConnectOptions): KubeContext | undefined {
  const name = contextName(files, options);
  const context = files.config.contexts.get(name);
  if (context !== undefined) return context;
  const among = { kind: 'context', names: [...files.config.contexts.keys()], files: files.read };
  if (name !== '') throw new UserError(unknownName(name, among));
  if (options.cluster !== undefined || options.server !== undefined) return undefined;
  throw new UserError(
    `no context is chosen in ${files.read.join(', ')}: give --context NAME, or choose one with ` +
      `"kubectl config use-context NAME"; there are: ${quotedNames(among.names)}`,
  );
}

function chooseCluster(
  { config }: KubeconfigFiles,
  name: string,
  from: Origin,
  options: ConnectOptions,
): KubeCluster {
  const cluster = chooseOf(config.clusters, 'cluster', name, from);
  if (cluster !== undefined) return cluster;
  if (options.server === undefined) throw new UserError(`the context "${from.context}" names no cluster`);
  return emptyCluster();
}

function chooseOf<T>(
  all: ReadonlyMap<string, T>,
  kind: string,
  name: string,
  { context, files }: Origin,
): T | undefined {
  const found = all.get(name);
  if (found !== undefined || name === '') return found;
  const by = context === '' ? '' : ` (asked for by the context "${context}" or a flag)`;
  throw new UserError(`${unknownName(name, { kind, names: [...all.keys()], files })}${by}`);
}

/** `--server` alone is enough, as in kubectl; localhost:8080 is never guessed. */
function accessByFlags({ server }: ConnectOptions): ClusterAccess | undefined {
  if (server === undefined) return undefined;
  const cluster = emptyCluster();
  return { context: '', namespace: '', clusterName: '', cluster, userName: '', user: anonymousUser() };
}

function noKubeconfig({ read, missing }: KubeconfigFiles, { readsFiles }: ConnectOptions): string {
  const looked = missing.length > 0 ? ` (looked for ${missing.join(', ')})` : '';
  const empty = read.length > 0 ? ` (${read.join(', ')} names no cluster)` : looked;
  const instead = readsFiles === true ? ', or read saved objects with -f PATH' : '';
  return `no kubeconfig was found${empty}, and this is no pod of a cluster: give --kubeconfig PATH or set KUBECONFIG${instead}`;
}

function withFlags(access: ClusterAccess, options: ConnectOptions): ClusterAccess {
  return {
    ...access,
    cluster: clusterWithFlags(access.cluster, options),
    user: userWithFlags(access.user, options),
  };
}

/** --server takes the place of the kubeconfig's server name too; --certificate-authority that of --insecure. */
function clusterWithFlags(cluster: KubeCluster, options: ConnectOptions): KubeCluster {
  const { server, tlsServerName, certificateAuthority, insecure } = options;
  const trusts = certificateAuthority !== undefined || insecure === true;
  return {
    ...cluster,
    ...(server !== undefined && { server }),
    ...((server !== undefined || tlsServerName !== undefined) && { tlsServerName: tlsServerName ?? '' }),
    ...(trusts && {
      insecure: insecure === true,
      certificateAuthority: certificateAuthority === undefined ? '' : resolve(certificateAuthority),
      certificateAuthorityData: '',
    }),
  };
}

function userWithFlags(user: KubeUser, options: ConnectOptions): KubeUser {
  const { token, clientCertificate, clientKey, as, asUid, asGroups } = options;
  return {
    ...user,
    ...(token !== undefined && { token, tokenFile: '' }),
    ...(clientCertificate !== undefined && {
      clientCertificate: resolve(clientCertificate),
      clientCertificateData: '',
    }),
    ...(clientKey !== undefined && { clientKey: resolve(clientKey), clientKeyData: '' }),
    ...(as !== undefined && { as }),
    ...(asUid !== undefined && { asUid }),
    ...(asGroups !== undefined && asGroups.length > 0 && { asGroups }),
  };
}
