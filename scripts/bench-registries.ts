import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { makeIndex } from '../src/sandbox/registry/sandbox-image.ts';
import { startRegistry, type SandboxRegistry } from '../src/sandbox/registry/sandbox-registry.ts';

const IMAGES = 500;
/** A loop of another program is timed over so many, and the rest is reckoned. */
const SAMPLE = 50;

/**
 * 500 images of one registry of this process, asked about by `program probe` at once and by loops of the
 * programs people use for it, where they are installed. Prints wall clock and requests; target: ten times
 * faster than the loops, and no more requests than needed.
 */
export async function benchRegistries(program: string): Promise<void> {
  const registry = await startRegistry({ auth: 'none' });
  const images = Array.from({ length: IMAGES }, (_, index) => `team/app${index}`);
  for (const name of images)
    registry.push(name, 'v1', makeIndex(['linux/amd64', 'linux/arm64'], { seed: name }));
  const names = images.map((name) => `${registry.host}/${name}:v1`);
  const own = await timed(registry, () => run(process.execPath, [program, 'probe', '-o', 'json', ...names]));
  console.log(`${IMAGES} images on one registry: ${shown(own, 1)}`);
  for (const [peer, args] of peers()) {
    const loop = await timed(registry, async () => {
      for (const name of names.slice(0, SAMPLE)) await run(peer, args(name));
    });
    const times = IMAGES / SAMPLE;
    const ratio = (loop.seconds * times) / own.seconds;
    console.log(`  ${peer} in a loop: ${shown(loop, times)} (${SAMPLE} timed), ${ratio.toFixed(1)}x as long`);
  }
  await registry.close();
}

type Peer = readonly [program: string, args: (image: string) => readonly string[]];

function peers(): readonly Peer[] {
  const all: readonly Peer[] = [
    ['skopeo', (image) => ['inspect', '--raw', '--tls-verify=false', `docker://${image}`]],
    ['crane', (image) => ['manifest', '--insecure', image]],
  ];
  return all.filter(([program]) => {
    const present = spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;
    if (!present) console.log(`  ${program} is not installed: not compared`);
    return present;
  });
}

interface Timed {
  readonly seconds: number;
  readonly requests: number;
}

async function timed(registry: SandboxRegistry, task: () => Promise<void>): Promise<Timed> {
  const before = registry.requests.length;
  const started = performance.now();
  await task();
  return { seconds: (performance.now() - started) / 1000, requests: registry.requests.length - before };
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  // 1 is a finding, which is an answer too.
  if (code !== 0 && code !== 1) throw new Error(`${program} ended with ${code ?? 'a signal'}`);
}

function shown({ seconds, requests }: Timed, times: number): string {
  return `${(seconds * times).toFixed(2)} s, ${Math.round(requests * times)} requests`;
}
