import { dirname, resolve } from 'node:path';
import { UserError } from '../../files/user-error.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { pemOf, readNamedFile } from './named-file.ts';

/** By what the API server's certificate is checked. */
export interface ServerTrust {
  readonly insecure: boolean;
  /** PEM; left out where the machine's own certificates are trusted. */
  readonly ca?: string;
  /** Which certificates these are, for words: `certificate-authority-data of the cluster "prod" in FILE`. */
  readonly source: string;
  /** The name the certificate has to bear, where it is not the host's. */
  readonly serverName?: string;
}

/** Reads the certificates a cluster names, data before file. Throws a UserError when they are none. */
export function readTrust({ cluster, clusterName }: ClusterAccess): ServerTrust {
  const serverName = cluster.tlsServerName === '' ? {} : { serverName: cluster.tlsServerName };
  const called = clusterName === '' ? '' : ` of the cluster "${clusterName}"`;
  const hasCa = cluster.certificateAuthority !== '' || cluster.certificateAuthorityData !== '';
  if (cluster.insecure) {
    // kubectl refuses this too: one of the two was not meant.
    if (hasCa)
      throw new UserError(`${cluster.file}: insecure-skip-tls-verify${called} rules out its certificates`);
    return { insecure: true, source: 'nothing is checked', ...serverName };
  }
  if (!hasCa) {
    return { insecure: false, source: `this machine's own, since none are named${called}`, ...serverName };
  }
  const source =
    cluster.certificateAuthorityData === ''
      ? resolve(dirname(cluster.file), cluster.certificateAuthority)
      : `certificate-authority-data${called} in ${cluster.file}`;
  const ca =
    cluster.certificateAuthorityData === ''
      ? readNamedFile(source, `the certificate-authority${called}`)
      : pemOf(cluster.certificateAuthorityData);
  if (!ca.includes('-----BEGIN ')) throw new UserError(`${source}: this is no certificate in PEM form`);
  return { insecure: false, ca, source, ...serverName };
}
