/** The lane inside its namespaces: a cluster, registries, every case. Started by scripts/e2e.ts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { STACK_NAMES } from './cluster/stacks.ts';
import type { Binaries } from './cluster/binaries.ts';
import { KubeApi, type KubeObject } from './cluster/kube-api.ts';
import { staticPodsOf } from './cluster/kubelet.ts';
import { prepareNamespace } from './cluster/prepare-namespace.ts';
import { Processes, until } from './cluster/processes.ts';
import { tryCommand } from './cluster/run-command.ts';
import { SANDBOX_IMAGE, startCluster } from './cluster/start-cluster.ts';
import { onStack } from './cases/case.ts';
import { CASES } from './cases/table.ts';
import { CrashError, keepProgram } from './judge/pulldoctor.ts';
import { summariseLane } from './lane-summary.ts';
import { judgeLane, type LaneCluster } from './judge-lane.ts';
import { publishImages } from './registries/publish-images.ts';
import { startRegistries } from './registries/start-registries.ts';
import type { PartName } from './parts/check.ts';
import { recordLane } from './record-lane.ts';
import type { CaseRun } from './run-cases.ts';

/** What scripts/e2e.ts hands in, as JSON in the first argument. */
export interface LaneOptions {
  readonly folder: string;
  readonly out: string;
  readonly cgroup: string;
  readonly binaries: Binaries;
  readonly only?: string;
  readonly record?: string;
  /** Parts beside the table, by name; all of them when left out. */
  readonly parts?: readonly PartName[];
}

function optionsOf(argv: readonly string[]): LaneOptions {
  const { positionals } = parseArgs({ args: [...argv], allowPositionals: true });
  return JSON.parse(positionals[0] ?? '{}') as LaneOptions;
}

async function startAll(processes: Processes, options: LaneOptions): Promise<LaneCluster> {
  await prepareNamespace(join(options.folder, 'namespace'));
  const registries = await startRegistries(processes, join(options.folder, 'registries'));
  const folder = join(options.folder, 'cluster');
  const plane = await startCluster(processes, { ...options, ...registries, folder });
  await until('the registries', 60_000, async () => {
    processes.assertAlive();
    await publishImages(registries);
    return true;
  });
  registries.startMirror();
  const kubectl = [
    join(options.binaries.kubeNew, 'kubectl'),
    '--kubeconfig',
    plane.kubeconfig,
    '--cache-dir',
    join(options.folder, 'kubectl'),
  ] as const;
  const socket = join(options.folder, 'proxy.sock');
  await until('the API server', 60_000, async () => {
    processes.assertAlive();
    const { code } = await tryCommand(kubectl[0], [...kubectl.slice(1), 'get', '--raw', '/readyz']);
    return code === 0 ? true : undefined;
  });
  processes.start('kubectl-proxy', kubectl[0], [
    ...kubectl.slice(1),
    'proxy',
    '--unix-socket',
    socket,
    '--reject-paths',
    '^$',
  ]);
  const api = new KubeApi(socket);
  await until('every node', 120_000, async () => {
    processes.assertAlive();
    return (await readyNodes(api)) === STACK_NAMES.length ? true : undefined;
  });
  const program = keepProgram(join(options.folder, 'pulldoctor'));
  const { kubeconfig, authority, server } = plane;
  const place = {
    folder: join(options.folder, 'parts'),
    logs: join(options.folder, 'logs'),
    out: options.out,
  };
  return {
    api,
    kubectl,
    keeperImage: SANDBOX_IMAGE,
    program,
    flags: ['--kubeconfig', kubeconfig],
    own: { api, kubectl, program, kubeconfig, authority, server, registries, ...place },
    staticPods: (stack) => staticPodsOf({ folder: join(folder, stack) }),
  };
}

async function readyNodes(api: KubeApi): Promise<number> {
  const { items } = (await api.call('GET', '/api/v1/nodes')) as { readonly items: readonly KubeObject[] };
  return items.filter(({ status }) => JSON.stringify(status).includes('"type":"Ready"') && isReady(status))
    .length;
}

function isReady(status: unknown): boolean {
  const { conditions = [] } = status as {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
  return conditions.some((one) => one.type === 'Ready' && one.status === 'True');
}

function runsOf(only: string | undefined): readonly CaseRun[] {
  const wanted = only === undefined ? undefined : new RegExp(only, 'u');
  return CASES.filter(({ name }) => wanted?.test(name) !== false).flatMap((one) =>
    (one.stacks ?? (['new', 'old'] as const)).map((stack) => ({
      one: onStack(one, stack),
      place: { stack, namespace: `shop-${stack}` },
    })),
  );
}

const options = optionsOf(process.argv.slice(2));
mkdirSync(options.out, { recursive: true });
const processes = new Processes(join(options.folder, 'logs'));
process.on('SIGTERM', () => {
  void processes.stop().finally(() => process.exit(143));
});
try {
  const cluster = await startAll(processes, options);
  console.log(`cluster ready after ${Math.round(performance.now() / 1000)} s`);
  const { ok, report, result, dumps, objects, nodes } = await judgeLane(
    cluster,
    runsOf(options.only),
    options.parts,
  );
  writeFileSync(join(options.out, 'report.md'), report);
  writeFileSync(join(options.out, 'result.json'), JSON.stringify(summariseLane(result), null, 1));
  for (const [name, text] of dumps) writeFileSync(join(options.out, `${name}.json`), text);
  for (const [one, own] of objects) {
    if (one.faults.length === 0) continue;
    const name = `wrong-${one.run.one.name}-${one.run.place.stack}-${one.phase.replaceAll(' ', '-')}.json`;
    writeFileSync(
      join(options.out, name),
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: own }, null, 1),
    );
  }
  const logs = join(options.folder, 'logs');
  if (options.record !== undefined)
    recordLane({ folder: options.record, lane: options.folder, logs, nodes, objects });
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  if (error instanceof CrashError) writeFileSync(join(options.out, 'crash.json'), error.dump);
  process.exitCode = 1;
}
await processes.stop();
process.exit();
