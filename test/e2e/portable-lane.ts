import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CASES } from './cases/table.ts';
import { KubeApi } from './cluster/kube-api.ts';
import { Processes, until } from './cluster/processes.ts';
import { judgeLane } from './judge-lane.ts';
import { keepProgram } from './judge/pulldoctor.ts';
import type { CaseRun } from './run-cases.ts';

/** The namespace that holds everything the lane makes on a cluster that is not its own. */
const NAMESPACE = 'pulldoctor-e2e';

/** Runs the cases that need none of the lane's registries on the cluster that KUBECONFIG names. */
export async function portableLane(out: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-e2e-'));
  const processes = new Processes(join(folder, 'logs'));
  const socket = join(folder, 'proxy.sock');
  processes.start('kubectl-proxy', 'kubectl', ['proxy', '--unix-socket', socket, '--reject-paths', '^$']);
  const api = new KubeApi(socket);
  const runs: readonly CaseRun[] = CASES.filter(({ portable }) => portable === true).map((one) => ({
    one,
    place: { stack: 'any', namespace: NAMESPACE },
  }));
  try {
    await until('the cluster', 30_000, async () => {
      processes.assertAlive();
      return (await api.send('GET', '/version')).status === 200 ? true : undefined;
    });
    const program = keepProgram(join(folder, 'pulldoctor'));
    const staticPods = (): string => join(folder, 'static');
    const cluster = { api, kubectl: ['kubectl'] as const, program, staticPods, flags: [] };
    const { ok, report } = await judgeLane(cluster, runs);
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'report.md'), report);
    return ok ? 0 : 1;
  } finally {
    for (const name of [NAMESPACE, `${NAMESPACE}-vault`])
      await api.send('DELETE', `/api/v1/namespaces/${name}`).catch(() => undefined);
    await processes.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
