import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { DOMAIN } from './addresses.ts';
import type { Processes } from './processes.ts';

export interface ContainerdOptions {
  readonly name: string;
  /** The containerd binary; its shim lies beside it. */
  readonly binary: string;
  /** `1`: configuration version 2, as 1.6 and 1.7 read it. `2`: version 3. */
  readonly major: 1 | 2;
  /** Where it keeps its state and its images. */
  readonly folder: string;
  readonly root: string;
  readonly sandboxImage: string;
  /** Folder with one folder of certificates and mirrors per host. */
  readonly certsFolder: string;
  /** PEM bundle of what this node trusts. */
  readonly trusted: string;
  /** A pod network of the node's own, `10.88.1.0/24`. */
  readonly podNetwork: string;
  /** Proxy for everything but the registry that holds the sandbox image. */
  readonly proxy?: string;
}

/** Where a kubelet reaches a containerd started with these options. */
export function containerdSocket({ folder }: Pick<ContainerdOptions, 'folder'>): string {
  return join(folder, 'containerd.sock');
}

const CNI_PLUGINS = '/usr/lib/cni';
const RUNC = { runtime_type: 'io.containerd.runc.v2', options: { SystemdCgroup: false } };

function pluginsFor(options: ContainerdOptions): Readonly<Record<string, unknown>> {
  const cni = { conf_dir: join(options.folder, 'cni') };
  const registry = { config_path: options.certsFolder };
  const runtimes = { default_runtime_name: 'runc', runtimes: { runc: RUNC } };
  if (options.major === 1)
    return {
      'io.containerd.grpc.v1.cri': {
        sandbox_image: options.sandboxImage,
        restrict_oom_score_adj: true,
        cni: { ...cni, bin_dir: CNI_PLUGINS },
        containerd: runtimes,
        registry,
      },
    };
  return {
    'io.containerd.cri.v1.images': {
      // A download that stands still is given up sooner than after the usual 5 minutes.
      image_pull_progress_timeout: '20s',
      pinned_images: { sandbox: options.sandboxImage },
      registry,
    },
    'io.containerd.cri.v1.runtime': {
      restrict_oom_score_adj: true,
      cni: { ...cni, bin_dirs: [CNI_PLUGINS] },
      containerd: runtimes,
    },
  };
}

/** TOML for a value; tables are written inline, which TOML 1.0 allows at any depth. */
function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)} = ${toml(member)}`)
    .join(', ')} }`;
}

function configurationOf(options: ContainerdOptions): string {
  const top = {
    version: options.major === 1 ? 2 : 3,
    root: options.root,
    state: join(options.folder, 'state'),
    grpc: { address: containerdSocket(options) },
    plugins: {
      ...pluginsFor(options),
      'io.containerd.internal.v1.opt': { path: join(options.folder, 'opt') },
    },
  };
  return Object.entries(top)
    .map(([key, value]) => `${key} = ${toml(value)}\n`)
    .join('');
}

function networkOf({ name, podNetwork }: ContainerdOptions): unknown {
  return {
    cniVersion: '0.4.0',
    name: `pods-${name}`,
    plugins: [
      {
        type: 'bridge',
        bridge: `br-${name}`,
        isGateway: true,
        ipam: { type: 'host-local', ranges: [[{ subnet: podNetwork }]] },
      },
      { type: 'loopback' },
    ],
  };
}

/** Starts a containerd with its own state, images, network and trust; it is not waited for. */
export function startContainerd(processes: Processes, options: ContainerdOptions): void {
  const cni = join(options.folder, 'cni');
  for (const folder of [cni, options.root]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(cni, '10-pods.conflist'), JSON.stringify(networkOf(options)));
  const configuration = join(options.folder, 'config.toml');
  writeFileSync(configuration, configurationOf(options));
  processes.start(`containerd-${options.name}`, options.binary, ['--config', configuration], {
    env: {
      SSL_CERT_FILE: options.trusted,
      ...(options.proxy === undefined ? {} : { HTTPS_PROXY: options.proxy, NO_PROXY: `registry.${DOMAIN}` }),
      PATH: [dirname(options.binary), process.env['PATH'] ?? ''].join(delimiter),
    },
  });
}
