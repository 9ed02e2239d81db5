/**
 * Runs the cases of test/e2e against a real cluster that it starts and removes.
 *
 *   npm run test:e2e [-- --only PATTERN] [--parts NAMES] [--out FOLDER] [--keep]
 *   npm run e2e:record -- FOLDER
 *   KUBECONFIG=… npm run test:e2e      the cases that need none of the lane's registries, on that cluster
 *
 * Without Go or the packages it needs it says so and ends with 0; with E2E_REQUIRED=1 with 1.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildBinaries } from '../test/e2e/cluster/binaries.ts';
import { tryCommand } from '../test/e2e/cluster/run-command.ts';
import { PART_NAMES, type PartName } from '../test/e2e/parts/check.ts';
import { portableLane } from '../test/e2e/portable-lane.ts';
import { enterNamespaces, removeCgroups, removeStaleCgroups } from '../test/e2e/enter-namespaces.ts';

/** Commands the lane starts, each with the Debian package that has it. */
const COMMANDS: Readonly<Record<string, string>> = {
  go: 'golang',
  etcd: 'etcd-server',
  containerd: 'containerd',
  runc: 'runc',
  'docker-registry': 'docker-registry',
  openssl: 'openssl',
  ip: 'iproute2',
  unshare: 'util-linux',
  setpriv: 'util-linux',
  mount: 'mount',
};
/** Name of a lane's cgroup, before its process id. */
const CGROUP = 'pulldoctor-e2e-';
const CNI_PLUGIN = '/usr/lib/cni/bridge';

/** Why the lane cannot run here; nothing when it can. */
async function missing(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root';
  const path = (process.env['PATH'] ?? '').split(':');
  const absent = Object.entries(COMMANDS).filter(
    ([name]) => !path.some((folder) => existsSync(join(folder, name))),
  );
  if (!existsSync(CNI_PLUGIN)) absent.push([CNI_PLUGIN, 'containernetworking-plugins']);
  if (absent.length > 0)
    return `not installed: ${absent.map(([name, debian]) => `${name} (Debian: ${debian})`).join(', ')}`;
  const { code, stderr } = await tryCommand('unshare', ['-n', '-m', '-u', '-p', '-f', 'true']);
  return code === 0 ? undefined : `namespaces are not allowed here: ${stderr.trim()}`;
}

/** `rights,probe`, or `none`: the parts beside the table that are wanted. */
function partsOf(names: string): readonly PartName[] {
  const wanted = names === 'none' ? [] : names.split(',');
  const unknown = wanted.filter((name) => !PART_NAMES.some((part) => part === name));
  if (unknown.length > 0)
    throw new Error(`no part ${unknown.join(', ')}: there are none, ${PART_NAMES.join(', ')}`);
  return PART_NAMES.filter((part) => wanted.includes(part));
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      out: { type: 'string' },
      record: { type: 'string' },
      parts: { type: 'string' },
      keep: { type: 'boolean' },
    },
  });
  const parts = values.parts === undefined ? undefined : partsOf(values.parts);
  const out = resolve(values.out ?? join(import.meta.dirname, '../dist/e2e'));
  if ((process.env['KUBECONFIG'] ?? '') !== '') return portableLane(out);
  const why = await missing();
  if (why !== undefined) {
    console.log(`skipped: the cluster tests do not run here: ${why}`);
    return process.env['E2E_REQUIRED'] === '1' ? 1 : 0;
  }
  removeStaleCgroups(CGROUP);
  const binaries = await buildBinaries();
  const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-e2e-'));
  const cgroup = `${CGROUP}${process.pid}`;
  const options = {
    folder,
    out,
    cgroup,
    binaries,
    ...(values.only === undefined ? {} : { only: values.only }),
    ...(parts === undefined ? {} : { parts }),
    ...(values.record === undefined ? {} : { record: resolve(values.record) }),
  };
  const lane = join(import.meta.dirname, '../test/e2e/lane.ts');
  const code = await enterNamespaces(process.execPath, [lane, JSON.stringify(options)]);
  removeCgroups(cgroup);
  const keep = values.keep === true || code !== 0;
  if (keep) console.log(`logs are in ${join(folder, 'logs')}`);
  else rmSync(folder, { recursive: true, force: true });
  console.log(`report: ${join(out, 'report.md')}`);
  return code;
}

process.exitCode = await main();
