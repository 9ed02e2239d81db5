import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommand } from './run-command.ts';

/** A Go module that pins programs as its tools, and how they are built. */
interface Build {
  /** Folder of the module, from `test/e2e`. */
  readonly module: string;
  /** The module whose release the tools are. */
  readonly from: string;
  /** Variable that holds the release, set at link time. */
  readonly variable: string;
  readonly tags: string;
}

const BUILDS = {
  kubeNew: {
    module: 'kube/1.35',
    from: 'k8s.io/kubernetes',
    variable: 'k8s.io/component-base/version.gitVersion',
    tags: '',
  },
  kubeOld: {
    module: 'kube/1.30',
    from: 'k8s.io/kubernetes',
    variable: 'k8s.io/component-base/version.gitVersion',
    tags: '',
  },
  containerd: {
    module: 'containerd/2.2',
    from: 'github.com/containerd/containerd/v2',
    variable: 'github.com/containerd/containerd/v2/version.Version',
    tags: 'no_btrfs,no_zfs,no_devmapper',
  },
} as const satisfies Readonly<Record<string, Build>>;

/** Folders of built programs. */
export type Binaries = Readonly<Record<keyof typeof BUILDS, string>>;

const E2E = dirname(import.meta.dirname);

/** Where built programs are kept: never in the tree. */
function cacheFolder(): string {
  const root = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(root, 'pulldoctor-e2e');
}

function pinnedVersion(module: string, from: string): string {
  const text = readFileSync(join(module, 'go.mod'), 'utf8');
  const line = text.split('\n').find((one) =>
    one
      .replace(/^require|\t/u, '')
      .trim()
      .startsWith(`${from} v`),
  );
  const version = line?.trim().split(' ').at(-1);
  if (version === undefined) throw new Error(`${module}/go.mod does not pin ${from}`);
  return version;
}

async function build(name: string, { module, from, variable, tags }: Build, go: string): Promise<string> {
  const source = join(E2E, module);
  const flags = `-s -w -X ${variable}=${pinnedVersion(source, from)}`;
  const hash = createHash('sha256').update([go, flags, tags].join('\n'));
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(source, file)));
  const folder = join(cacheFolder(), `${name}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  console.log(`building ${module} (minutes, once)`);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    const args = ['build', '-trimpath', `-tags=${tags}`, `-ldflags=${flags}`, '-o', `${unfinished}/`, 'tool'];
    await runCommand('go', args, { cwd: source, env: { CGO_ENABLED: '0', GOWORK: 'off' } });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** Builds what is not yet in the cache; gives the folders. Keyed by the modules' pins, flags, Go and platform. */
export async function buildBinaries(): Promise<Binaries> {
  const go = await runCommand('go', ['version']);
  const built: Partial<Record<keyof typeof BUILDS, string>> = {};
  for (const name of Object.keys(BUILDS) as (keyof typeof BUILDS)[])
    built[name] = await build(name, BUILDS[name], go);
  return built as Binaries;
}
