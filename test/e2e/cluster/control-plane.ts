import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADDRESSES, API_PORT, ETCD_PORT } from './addresses.ts';
import { Authority, createSigningKey, type KeyPair } from './certificates.ts';
import type { Processes } from './processes.ts';

export interface ControlPlane {
  readonly authority: Authority;
  readonly server: string;
  /** Kubeconfig of the administrator. */
  readonly kubeconfig: string;
}

/** Folder that holds the Kubernetes binaries of the control plane's release. */
export interface ControlPlaneOptions {
  readonly folder: string;
  readonly binaries: string;
  readonly etcd: string;
}

/** Writes a kubeconfig for a client certificate signed for `subject`; gives its path. */
export async function writeKubeconfig(
  authority: Authority,
  folder: string,
  name: string,
  subject: string,
): Promise<string> {
  const pair = await authority.issue({ name: `client-${name}`, subject });
  const file = join(folder, `${name}.kubeconfig`);
  const server = `https://${ADDRESSES.cluster}:${API_PORT}`;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'e2e', cluster: { server, 'certificate-authority': authority.pair.certificate } }],
    users: [{ name, user: { 'client-certificate': pair.certificate, 'client-key': pair.key } }],
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: name } }],
    'current-context': 'e2e',
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

function startEtcd(processes: Processes, { folder, etcd }: ControlPlaneOptions): void {
  const url = `http://${ADDRESSES.cluster}:${ETCD_PORT}`;
  processes.start('etcd', etcd, [
    '--data-dir',
    join(folder, 'etcd'),
    '--unsafe-no-fsync',
    '--log-level',
    'warn',
    '--listen-client-urls',
    url,
    '--advertise-client-urls',
    url,
    '--listen-peer-urls',
    `http://${ADDRESSES.cluster}:2380`,
  ]);
}

function startApiServer(
  processes: Processes,
  { binaries }: ControlPlaneOptions,
  authority: Authority,
  keys: { readonly serving: KeyPair; readonly kubelet: KeyPair; readonly signing: KeyPair },
): void {
  processes.start('kube-apiserver', join(binaries, 'kube-apiserver'), [
    `--etcd-servers=http://${ADDRESSES.cluster}:${ETCD_PORT}`,
    `--bind-address=${ADDRESSES.cluster}`,
    `--advertise-address=${ADDRESSES.cluster}`,
    `--secure-port=${API_PORT}`,
    `--tls-cert-file=${keys.serving.certificate}`,
    `--tls-private-key-file=${keys.serving.key}`,
    `--client-ca-file=${authority.pair.certificate}`,
    // Names of nodes are no names of the lane's name server.
    '--kubelet-preferred-address-types=InternalIP',
    `--kubelet-client-certificate=${keys.kubelet.certificate}`,
    `--kubelet-client-key=${keys.kubelet.key}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${keys.signing.certificate}`,
    `--service-account-signing-key-file=${keys.signing.key}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--profiling=false',
  ]);
}

/** Starts etcd and the control plane; it is not waited for. */
export async function startControlPlane(
  processes: Processes,
  options: ControlPlaneOptions,
): Promise<ControlPlane> {
  const { folder, binaries } = options;
  mkdirSync(folder, { recursive: true });
  startEtcd(processes, options);
  const authority = await Authority.create(join(folder, 'pki'), 'pulldoctor-e2e');
  const signing = await createSigningKey(join(folder, 'pki'));
  const serving = await authority.issue({
    name: 'apiserver',
    subject: '/CN=kube-apiserver',
    names: [`IP:${ADDRESSES.cluster}`, 'IP:10.96.0.1', 'DNS:kubernetes', 'DNS:kubernetes.default.svc'],
  });
  const kubelet = await authority.issue({
    name: 'kubelet-client',
    subject: '/O=system:masters/CN=apiserver',
  });
  startApiServer(processes, options, authority, { serving, kubelet, signing });
  const configOf = (name: string, subject: string): Promise<string> =>
    writeKubeconfig(authority, folder, name, subject);
  const manager = await configOf('controller-manager', '/CN=system:kube-controller-manager');
  processes.start('kube-controller-manager', join(binaries, 'kube-controller-manager'), [
    `--kubeconfig=${manager}`,
    `--root-ca-file=${authority.pair.certificate}`,
    `--service-account-private-key-file=${signing.key}`,
    '--use-service-account-credentials',
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
  ]);
  const scheduler = await configOf('scheduler', '/CN=system:kube-scheduler');
  processes.start('kube-scheduler', join(binaries, 'kube-scheduler'), [
    `--kubeconfig=${scheduler}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
  ]);
  return {
    authority,
    server: `https://${ADDRESSES.cluster}:${API_PORT}`,
    kubeconfig: await configOf('admin', '/O=system:masters/CN=admin'),
  };
}
