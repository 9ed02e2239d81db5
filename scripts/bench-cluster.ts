import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compare, type Command, type Comparison, isHere, peakMemory } from './bench-timing.ts';

// Live, against kubectl, on a made-up cluster behind local TLS. kubectl's discovery cache is warm, as it is on
// anybody's machine. Registries are not asked: that is measured on its own.

/** Another kubectl than the one in the path: distributions wrap theirs. */
const KUBECTL = process.env['KUBECTL'] ?? 'kubectl';
const root = join(import.meta.dirname, '..');
const program = join(root, 'dist/bin/pulldoctor.cjs');
/** A pod of the failing deployment of `oneNamespace`. */
const FAILING_OWNER = 'app-19';

export interface BenchCluster {
  readonly kubectl: (...args: readonly string[]) => Command;
  readonly pulldoctor: (...args: readonly string[]) => Command;
  readonly close: () => Promise<void>;
}

export interface BenchSize {
  readonly pods: number;
  readonly failing: number;
  readonly namespaces: number;
  /** The images are in a registry on loopback, and pulldoctor asks it. */
  readonly registry?: boolean;
}

/** Starts the server's process; kubectl and pulldoctor then share a home of their own. */
export async function startCluster(size: BenchSize): Promise<BenchCluster> {
  const { pods, failing, namespaces, registry = false } = size;
  const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-cluster-'));
  const script = join(import.meta.dirname, 'bench-cluster-server.ts');
  const sizes = [`--pods=${pods}`, `--failing=${failing}`, `--namespaces=${namespaces}`];
  if (registry) sizes.push('--registry');
  const server = spawn(process.execPath, [script, ...sizes], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  const { kubeconfig } = JSON.parse(line) as unknown as { kubeconfig: string };
  const file = join(folder, 'config');
  writeFileSync(file, kubeconfig, { mode: 0o600 });
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, KUBECONFIG: file };
  return {
    kubectl: (...args) => ({
      program: KUBECTL,
      args: [`--cache-dir=${join(folder, 'cache')}`, ...args],
      env,
    }),
    pulldoctor: (...args) => ({
      program: process.execPath,
      args: [program, ...args, ...(registry ? [] : ['--no-probe'])],
      env,
    }),
    close: async () => {
      server.stdin.end();
      await once(server, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

/** 100 pods in one namespace, 5 failing: what a developer asks, and what the gate holds. */
export const ONE_NAMESPACE: BenchSize = { pods: 100, failing: 0.05, namespaces: 1 };

export function compareNamespace(cluster: BenchCluster, rounds: number): Promise<Comparison> {
  return compare(cluster.pulldoctor('-n', 'shop'), cluster.kubectl('get', 'pods', '-n', 'shop'), rounds);
}

export const KUBECTL_MISSING = 'kubectl is not here: nothing to measure a live diagnosis against';

export function kubectlIsHere(): boolean {
  return isHere(KUBECTL, ['version', '--client']);
}

/** The figures of the live part of `npm run bench`. */
export async function benchCluster(): Promise<void> {
  if (!kubectlIsHere()) {
    console.log(KUBECTL_MISSING);
    return;
  }
  await benchOneNamespace();
  await benchProbe();
  for (const pods of [10_000, 50_000]) await benchAll(pods);
}

async function benchOneNamespace(): Promise<void> {
  const cluster = await startCluster(ONE_NAMESPACE);
  try {
    print('-n shop, 100 pods, against kubectl get pods', await compareNamespace(cluster, 15));
    const pod = await failingPod(cluster);
    const ours = cluster.pulldoctor('-n', 'shop', `pod/${pod}`);
    const theirs = cluster.kubectl('describe', 'pod', pod, '-n', 'shop');
    print('one broken pod, against kubectl describe', await compare(ours, theirs, 15));
  } finally {
    await cluster.close();
  }
}

/** The registry asked as well, against kubectl's describe, which asks none. */
async function benchProbe(): Promise<void> {
  const cluster = await startCluster({ ...ONE_NAMESPACE, registry: true });
  try {
    const pod = await failingPod(cluster);
    const ours = cluster.pulldoctor('-n', 'shop', `pod/${pod}`);
    const theirs = cluster.kubectl('describe', 'pod', pod, '-n', 'shop');
    print('one broken pod and its registry, against kubectl describe', await compare(ours, theirs, 15));
  } finally {
    await cluster.close();
  }
}

async function failingPod(cluster: BenchCluster): Promise<string> {
  const selector = `app.kubernetes.io/instance=${FAILING_OWNER}`;
  const { program, args, env } = cluster.kubectl('get', 'pods', '-n', 'shop', '-l', selector, '-o', 'name');
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return line.slice(line.indexOf('/') + 1);
}

async function benchAll(pods: number): Promise<void> {
  const cluster = await startCluster({ pods, failing: 0.01, namespaces: 50 });
  try {
    const ours = cluster.pulldoctor('-A');
    const compared = await compare(ours, cluster.kubectl('get', 'pods', '-A'), 3);
    const peak = await peakMemory(ours);
    print(`-A, ${pods.toLocaleString('en')} pods, against kubectl get pods -A`, compared, peak);
  } finally {
    await cluster.close();
  }
}

function print(title: string, { ours, theirs, ratio }: Comparison, peak: number = 0): void {
  const memory = peak === 0 ? '' : `   peak ${peak.toFixed(0)} MiB`;
  console.log(
    `${title.padEnd(52)} CPU ${ms(ours.cpu)} against ${ms(theirs.cpu)}, ratio ${ratio.cpu.toFixed(2)};` +
      ` wall ${ms(ours.wall)} against ${ms(theirs.wall)}, ratio ${ratio.wall.toFixed(2)}${memory}`,
  );
}

function ms(seconds: number): string {
  return `${(seconds * 1000).toFixed(0)} ms`;
}

if (import.meta.main) await benchCluster();
