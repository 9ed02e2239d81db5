import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterAccess } from './cluster-access.ts';
import type { ConnectOptions } from '../connect-options.ts';
import { anonymousUser, emptyCluster } from './kubeconfig.ts';

/** Where the kubelet mounts a pod's service account. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The access a pod has by its service account, as client-go's rest.InClusterConfig finds it: the address in the
 * environment, token and certificates in files. Undefined outside of a pod.
 */
export function inClusterAccess(options: ConnectOptions): ClusterAccess | undefined {
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '' } = options.env;
  const folder = options.serviceAccountFolder ?? SERVICE_ACCOUNT;
  const tokenFile = join(folder, 'token');
  if (host === '' || port === '' || !existsSync(tokenFile)) return undefined;
  const file = join(folder, 'token');
  const ca = join(folder, 'ca.crt');
  return {
    context: 'in-cluster',
    namespace: options.env['POD_NAMESPACE'] ?? textOf(join(folder, 'namespace')),
    clusterName: 'in-cluster',
    cluster: {
      ...emptyCluster(),
      file,
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      certificateAuthority: existsSync(ca) ? ca : '',
      // The network inside a cluster is faster than gzip.
      disableCompression: true,
    },
    userName: 'the service account of this pod',
    user: { ...anonymousUser(), file, tokenFile },
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
