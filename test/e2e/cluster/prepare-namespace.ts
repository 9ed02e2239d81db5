import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADDRESSES } from './addresses.ts';
import { runCommand } from './run-command.ts';

/** Kernel settings that a kubelet writes: plain files stand in for them, the machine keeps its own. */
const KERNEL_SETTINGS = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
];

/** Folders of the machine that must not be seen or written by what the lane runs. */
const HIDDEN = ['/run', '/var/lib/cni', '/var/lib/kubelet', '/var/log/pods', '/var/log/containers'];

async function bind(from: string, to: string): Promise<void> {
  await runCommand('mount', ['--bind', from, to]);
}

async function prepareFiles(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const path of HIDDEN) {
    mkdirSync(path, { recursive: true });
    await runCommand('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'pulldoctor', path]);
  }
  const texts: Readonly<Record<string, string>> = {
    '/etc/resolv.conf': `nameserver ${ADDRESSES.names}\noptions attempts:1 timeout:3\n`,
    '/etc/hosts': '127.0.0.1 localhost\n',
  };
  for (const [path, text] of Object.entries(texts)) {
    const own = join(folder, path.replaceAll('/', '_'));
    writeFileSync(own, text);
    await bind(own, path);
  }
  for (const setting of KERNEL_SETTINGS) {
    const path = join('/proc/sys', setting);
    if (!existsSync(path)) continue;
    const own = join(folder, setting.replaceAll('/', '_'));
    writeFileSync(own, readFileSync(path));
    await bind(own, path);
  }
}

async function prepareNetwork(): Promise<void> {
  const ip = (text: string): Promise<string> => runCommand('ip', text.split(' '));
  await ip('link set lo up');
  const { hole, unreachable, ...own } = ADDRESSES;
  for (const address of Object.values(own)) await ip(`address add ${address}/32 dev lo`);
  // A neighbour that is known and not there: what is sent to it vanishes.
  await ip('link add hole0 type veth peer name hole1');
  await ip('address add 10.99.0.1/24 dev hole0');
  await ip('link set hole0 up');
  await ip('link set hole1 up');
  await ip(`neighbour add ${hole} lladdr 02:00:00:00:00:09 dev hole0 nud permanent`);
  await ip(`route add unreachable ${unreachable}/32`);
}

/** Makes the namespaces this process was started in fit for a cluster. */
export async function prepareNamespace(folder: string): Promise<void> {
  await runCommand('hostname', ['pulldoctor-e2e']);
  await prepareFiles(folder);
  await prepareNetwork();
}
