import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADDRESSES } from './addresses.ts';
import { writeKubeconfig } from './control-plane.ts';
import type { Authority } from './certificates.ts';
import type { Processes } from './processes.ts';

export interface KubeletOptions {
  readonly name: string;
  readonly binary: string;
  /** Minor version of its release. */
  readonly minor: number;
  readonly folder: string;
  /** Socket of its container runtime. */
  readonly runtime: string;
  /** Its first port; it takes two. */
  readonly port: number;
  /** Its cgroup, from the root of each hierarchy: `/pulldoctor-e2e/new`. */
  readonly cgroup: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Answers queries of its logs; needs a journal. */
  readonly logQuery?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

const CGROUPS = '/sys/fs/cgroup';

/** Makes the kubelet's cgroup in every hierarchy: it does not make its root itself. */
function makeCgroup(cgroup: string): void {
  const unified = existsSync(join(CGROUPS, 'cgroup.controllers'));
  const hierarchies = unified ? [''] : readdirSync(CGROUPS);
  for (const hierarchy of hierarchies) mkdirSync(join(CGROUPS, hierarchy, cgroup), { recursive: true });
}

/** Folder in which the kubelet looks for static pods. */
export function staticPodsOf({ folder }: Pick<KubeletOptions, 'folder'>): string {
  return join(folder, 'static-pods');
}

function configurationOf(options: KubeletOptions, authority: Authority): Readonly<Record<string, unknown>> {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: ADDRESSES.cluster,
    port: options.port,
    healthzPort: options.port + 1,
    authentication: { anonymous: { enabled: false }, x509: { clientCAFile: authority.pair.certificate } },
    authorization: { mode: 'AlwaysAllow' },
    containerRuntimeEndpoint: `unix://${options.runtime}`,
    staticPodPath: staticPodsOf(options),
    podLogsDir: join(options.folder, 'pod-logs'),
    volumePluginDir: join(options.folder, 'volume-plugins'),
    clusterDNS: ['10.96.0.10'],
    clusterDomain: 'cluster.local',
    cgroupDriver: 'cgroupfs',
    cgroupRoot: options.cgroup,
    cgroupsPerQOS: true,
    enforceNodeAllocatable: ['pods'],
    failSwapOn: false,
    // Field of 1.31 and later; the kubelet of 1.35 does not start on cgroup v1 without it.
    ...(options.minor >= 31 ? { failCgroupV1: false } : {}),
    ...(options.logQuery === true
      ? { featureGates: { NodeLogQuery: true }, enableSystemLogHandler: true, enableSystemLogQuery: true }
      : {}),
    makeIPTablesUtilChains: false,
    // One pull that waits 30 seconds for an answer must not delay the others.
    serializeImagePulls: false,
    registryPullQPS: 0,
    maxPods: 250,
    evictionHard: { 'memory.available': '0%', 'nodefs.available': '0%', 'imagefs.available': '0%' },
    imageGCHighThresholdPercent: 100,
    syncFrequency: '1m',
    nodeStatusUpdateFrequency: '5s',
  };
}

/** Starts a kubelet with its own folders, cgroup and identity; it is not waited for. */
export async function startKubelet(
  processes: Processes,
  authority: Authority,
  options: KubeletOptions,
): Promise<void> {
  for (const folder of [staticPodsOf(options), join(options.folder, 'pod-logs')])
    mkdirSync(folder, { recursive: true });
  makeCgroup(options.cgroup);
  const configuration = join(options.folder, 'kubelet.json');
  writeFileSync(configuration, JSON.stringify(configurationOf(options, authority)));
  const identity = `/O=system:nodes/CN=system:node:${options.name}`;
  const kubeconfig = await writeKubeconfig(authority, options.folder, options.name, identity);
  const labels = Object.entries(options.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  processes.start(
    `kubelet-${options.name}`,
    options.binary,
    [
      `--config=${configuration}`,
      `--kubeconfig=${kubeconfig}`,
      `--root-dir=${join(options.folder, 'kubelet')}`,
      `--cert-dir=${join(options.folder, 'pki')}`,
      `--hostname-override=${options.name}`,
      `--node-ip=${ADDRESSES.cluster}`,
      `--node-labels=${labels.join(',')}`,
      '-v=2',
    ],
    // Nothing of the machine's own docker configuration is anyone's business here.
    { env: { HOME: options.folder, ...options.env } },
  );
}
