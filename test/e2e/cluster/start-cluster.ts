import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DOMAIN } from './addresses.ts';
import type { Binaries } from './binaries.ts';
import { containerdSocket, startContainerd, type ContainerdOptions } from './containerd.ts';
import { startControlPlane, type ControlPlane } from './control-plane.ts';
import { startKubelet } from './kubelet.ts';
import { journalStandIn } from './journal-stand-in.ts';
import { until, type Processes } from './processes.ts';
import { runCommand } from './run-command.ts';
import { KUBELET_MINORS, STACKS, type Stack } from './stacks.ts';

export interface ClusterOptions {
  readonly folder: string;
  readonly binaries: Binaries;
  /** Name of the lane's cgroup. */
  readonly cgroup: string;
  readonly certsFolder: string;
  readonly trusted: string;
}

/** The sandbox image of every node that has a sound one. */
export const SANDBOX_IMAGE: string = `registry.${DOMAIN}/system/pause:1.0`;

function runtimeOf(stack: Stack, index: number, options: ClusterOptions): ContainerdOptions {
  const folder = join(options.folder, stack.name);
  return {
    name: stack.name,
    binary:
      stack.containerd === 'new' ? join(options.binaries.containerd, 'containerd') : '/usr/bin/containerd',
    major: stack.containerd === 'new' ? 2 : 1,
    folder,
    root: join(folder, 'images'),
    sandboxImage: stack.sandboxImage ?? SANDBOX_IMAGE,
    certsFolder: options.certsFolder,
    trusted: options.trusted,
    podNetwork: `10.88.${index}.0/24`,
    ...(stack.proxy === undefined ? {} : { proxy: stack.proxy }),
  };
}

async function startNode(
  processes: Processes,
  { authority }: ControlPlane,
  stack: Stack,
  index: number,
  options: ClusterOptions,
): Promise<void> {
  const runtime = runtimeOf(stack, index, options);
  mkdirSync(runtime.root, { recursive: true });
  if (stack.disk !== undefined)
    await runCommand('mount', ['-t', 'tmpfs', '-o', `size=${stack.disk}m`, 'pulldoctor', runtime.root]);
  startContainerd(processes, runtime);
  // A kubelet that finds no runtime ends at once.
  await until(`the socket of containerd ${stack.name}`, 60_000, () =>
    existsSync(containerdSocket(runtime)) ? true : undefined,
  );
  const logs = { kubelet: `kubelet-${stack.name}`, containerd: `containerd-${stack.name}` };
  const files = Object.entries(logs).map(([service, name]) => [service, processes.logOf(name)] as const);
  await startKubelet(processes, authority, {
    name: stack.name,
    binary: join(stack.kubelet === 'new' ? options.binaries.kubeNew : options.binaries.kubeOld, 'kubelet'),
    minor: KUBELET_MINORS[stack.kubelet],
    folder: runtime.folder,
    runtime: containerdSocket(runtime),
    port: 10_250 + 10 * index,
    cgroup: `/${options.cgroup}/${stack.name}`,
    labels: { 'pulldoctor.test/stack': stack.name },
    ...(stack.logQuery === true
      ? { logQuery: true, env: journalStandIn(runtime.folder, Object.fromEntries(files)) }
      : {}),
  });
}

/** Starts the control plane and every node; only the runtimes' sockets are waited for. */
export async function startCluster(processes: Processes, options: ClusterOptions): Promise<ControlPlane> {
  const plane = await startControlPlane(processes, {
    folder: join(options.folder, 'plane'),
    binaries: options.binaries.kubeNew,
    etcd: 'etcd',
  });
  for (const [index, stack] of STACKS.entries()) await startNode(processes, plane, stack, index + 1, options);
  return plane;
}
