import { spawn, spawnSync } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeReading } from '../src/core/diagnosis/judgement/judge-reading.ts';
import { readMessage } from '../src/core/evidence/message/read-message.ts';
import { benchCluster } from './bench-cluster.ts';
import { benchRegistries } from './bench-registries.ts';
import { dumpText } from './make-dump.ts';

/**
 * `npm run bench`: figures, never verdicts. Whole processes are timed in turn with a peer (A B A B …),
 * and the ratio is taken pair by pair, so that a machine that slows down slows both.
 */

const root = join(import.meta.dirname, '..');
const program = join(root, 'dist/bin/pulldoctor.cjs');
const ROUNDS = 9;

interface Run {
  readonly seconds: number;
  /** Peak resident memory in MiB; 0 where the system does not tell. */
  readonly peak: number;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** VmHWM is the process's own high-water mark; it is gone with the process, so it is read all along. */
function peakOf(pid: number | undefined): number {
  const file = `/proc/${pid ?? 0}/status`;
  if (!existsSync(file)) return 0;
  try {
    const kib = /VmHWM:\s+(\d+)/u.exec(readFileSync(file, 'utf8'))?.[1];
    return kib === undefined ? 0 : Number(kib) / 1024;
  } catch {
    return 0;
  }
}

/** Another CA bundle costs every Node start some 20 ms and says nothing of the program. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
  return rest;
}

async function run(command: string, args: readonly string[]): Promise<Run> {
  const started = process.hrtime.bigint();
  const child = spawn(command, args, { stdio: 'ignore', env: environment() });
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid));
  }, 10);
  await once(child, 'exit');
  clearInterval(watch);
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, peak };
}

type Command = readonly [string, ...string[]];

/** Runs two commands in turn and prints both medians and the median of the pairs' ratios. */
async function compare(title: string, ours: Command, peer: Command, rounds: number): Promise<void> {
  const [our, ...ourArgs] = ours;
  const [other, ...otherArgs] = peer;
  await run(our, ourArgs);
  await run(other, otherArgs);
  const pairs: [Run, Run][] = [];
  for (let round = 0; round < rounds; round += 1)
    pairs.push([await run(our, ourArgs), await run(other, otherArgs)]);
  const mine = median(pairs.map(([a]) => a.seconds));
  const theirs = median(pairs.map(([, b]) => b.seconds));
  const ratio = median(pairs.map(([a, b]) => a.seconds / b.seconds));
  const peak = Math.max(...pairs.map(([a]) => a.peak));
  console.log(
    `${title.padEnd(52)} ${ms(mine)} against ${ms(theirs)}   ratio ${ratio.toFixed(2)}${peak > 0 ? `   peak ${peak.toFixed(0)} MiB` : ''}`,
  );
}

function ms(seconds: number): string {
  return `${(seconds * 1000).toFixed(0)} ms`.padStart(8);
}

/** Texts of the recorded events that ship with the tests: what real kubelets wrote. */
function recordedMessages(): readonly string[] {
  const folder = join(root, 'test/recordings');
  const texts = new Set<string>();
  for (const stack of readdirSync(folder)) {
    for (const name of ['first.json', 'back-off.json']) {
      const list: unknown = JSON.parse(readFileSync(join(folder, stack, name), 'utf8'));
      for (const text of messagesOf(list)) texts.add(text);
    }
  }
  return [...texts];
}

function messagesOf(list: unknown): readonly string[] {
  if (typeof list !== 'object' || list === null || !('items' in list) || !Array.isArray(list.items))
    return [];
  return list.items.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null || !('message' in item)) return [];
    return typeof item.message === 'string' && /image/iu.test(item.message) ? [item.message] : [];
  });
}

function benchMessages(): void {
  const messages = recordedMessages();
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = process.hrtime.bigint();
    for (let again = 0; again < 50; again += 1)
      for (const message of messages) judgeReading(readMessage(message), {});
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    rates.push((messages.length * 50) / seconds);
  }
  const bytes = messages.reduce((sum, one) => sum + one.length, 0) / messages.length;
  console.log(
    `messages read and judged a second, one core        ${Math.round(median(rates))}   (${messages.length} texts, ${bytes.toFixed(0)} characters on average)`,
  );
}

async function benchDump(folder: string): Promise<void> {
  const file = join(folder, 'dump.json');
  const out = createWriteStream(file);
  for (const piece of dumpText({ pods: 50_000, failing: 0.01, style: 'raw' }))
    if (!out.write(piece)) await once(out, 'drain');
  out.end();
  await once(out, 'close');
  const size = statSync(file).size / 2 ** 20;
  const parse = `JSON.parse(require('fs').readFileSync(${JSON.stringify(file)},'utf8'))`;
  const read = `require('fs').readFileSync(${JSON.stringify(file)})`;
  const ours: Command = [process.execPath, program, '-f', file, '-o', 'json'];
  const title = `50,000 pods, 1 % failing, ${size.toFixed(0)} MiB,`;
  await compare(`${title} against JSON.parse`, ours, [process.execPath, '-e', parse], 3);
  await compare(`${title} against reading`, ours, [process.execPath, '-e', read], 3);
}

async function benchStart(): Promise<void> {
  const message = 'Failed to pull image "nginx:1": rpc error: code = NotFound desc = nginx:1: not found';
  const kubectl: Command = ['kubectl', 'version', '--client'];
  if (spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status !== 0) {
    console.log('kubectl is not here: no start-up ratios');
    return;
  }
  const node = process.execPath;
  await compare('version, against kubectl version --client', [node, program, 'version'], kubectl, ROUNDS);
  await compare(
    'explain, against kubectl version --client',
    [node, program, 'explain', message],
    kubectl,
    ROUNDS,
  );
  await compare(
    'explain, against an empty Node program',
    [node, program, 'explain', message],
    [node, '-e', '0'],
    ROUNDS,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-bench-'));
try {
  console.log(`Node ${process.version}, ${process.platform} ${process.arch}`);
  benchMessages();
  await benchStart();
  await benchDump(folder);
  await benchCluster();
  await benchRegistries(program);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
