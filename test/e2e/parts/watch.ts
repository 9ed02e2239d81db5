import { spawn, type ChildProcess } from 'node:child_process';
import type { Report } from '../../../src/core/report/report.ts';
import { at, pod } from '../cases/objects.ts';
import { until } from '../cluster/processes.ts';
import { makeNamespaces } from '../run-cases.ts';
import { Checks, unless, type Check } from './check.ts';
import type { PartContext } from './part-context.ts';

const NAMESPACE = 'shop-watch';

/** `pulldoctor --watch -o json`, and every report it has printed. */
class Watcher {
  readonly reports: Report[] = [];
  readonly child: ChildProcess;
  /** Exit code, or the signal it was ended by. */
  readonly ended: Promise<number | NodeJS.Signals>;
  errors = '';

  constructor({ cluster }: PartContext) {
    const args = ['-w', '-n', NAMESPACE, '--no-probe', '-o', 'json'];
    const env = { ...process.env, KUBECONFIG: cluster.kubeconfig, PULLDOCTOR_DEBUG: '1' };
    this.child = spawn(process.execPath, [cluster.program, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = new Promise((resolve) => {
      this.child.on('exit', (code, signal) => resolve(code ?? signal ?? -1));
    });
    let rest = '';
    this.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') this.reports.push(JSON.parse(line) as Report);
    });
    this.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (this.errors += chunk));
  }

  /** Causes of the last report, by pod. */
  causes(): readonly string[] {
    return (this.reports.at(-1)?.findings ?? []).flatMap(({ cause, pulls }) =>
      pulls.map((pull) => `${pull.pod} ${cause}`),
    );
  }
}

function isFailing(causes: readonly string[], name: string): boolean {
  return causes.includes(`${name} not-found-unspecified`);
}

/** Waits for something, and says instead of throwing that it did not come. */
async function fault(
  what: string,
  deadline: number,
  condition: () => boolean | Promise<boolean>,
): Promise<string | undefined> {
  return until(what, deadline, async () => ((await condition()) ? true : undefined)).then(
    () => undefined,
    () => `${what} did not come`,
  );
}

/** A view of a namespace that follows what happens there, and does not forget what a kubelet no longer says. */
export async function judgeWatch(context: PartContext): Promise<readonly Check[]> {
  const checks = new Checks('watch');
  const { api } = context.cluster;
  await makeNamespaces(api, [NAMESPACE]);
  const watcher = new Watcher(context);
  try {
    const empty = await fault('the first report', 15_000, () => watcher.reports.length > 0);
    checks.note('a namespace in which nothing fails', watcher.causes().join(), [
      empty,
      unless(watcher.causes().length === 0, 'something is found'),
    ]);
    for (const stack of ['new', 'old'] as const)
      await api.create(
        pod({ stack, namespace: NAMESPACE }, `gone-${stack}`, {
          image: at('registry', `team/app:gone-${stack}`),
        }),
      );
    const seen = await fault('the report of both pods', 60_000, () =>
      ['gone-new', 'gone-old'].every((name) => isFailing(watcher.causes(), name)),
    );
    checks.note('pods that begin to fail', watcher.causes().join('; '), [seen]);
    await judgeMemory(context, watcher, checks);
    await api.call('DELETE', `/api/v1/namespaces/${NAMESPACE}/pods/gone-new`);
    const gone = await fault(
      'the report without a pod',
      30_000,
      () => !watcher.causes().some((one) => one.startsWith('gone-new')),
    );
    checks.note('a pod that is deleted', watcher.causes().join('; '), [gone]);
    watcher.child.kill('SIGINT');
    let code: number | NodeJS.Signals | undefined;
    void watcher.ended.then((one) => (code = one));
    await fault('its end', 5_000, () => code !== undefined);
    checks.note('ends on Ctrl-C', String(code), [
      unless(code === 130, `ended with ${code ?? 'nothing'}`),
      unless(watcher.errors === '', watcher.errors),
    ]);
  } finally {
    watcher.child.kill('SIGKILL');
  }
  return checks.list;
}

/** The older kubelet hides the cause once the pod is in back-off, and here the events go as well. */
async function judgeMemory({ cluster }: PartContext, watcher: Watcher, checks: Checks): Promise<void> {
  const path = `/api/v1/namespaces/${NAMESPACE}/pods/gone-old/status`;
  const quiet = await fault('back-off on the older kubelet', 60_000, async () => {
    const state = JSON.stringify(await cluster.api.call('GET', path));
    return state.includes('"reason":"ImagePullBackOff"');
  });
  await cluster.api.call('DELETE', `/api/v1/namespaces/${NAMESPACE}/events`);
  const count = watcher.reports.length;
  // A change elsewhere in the namespace, so that it looks again.
  await cluster.api.create(pod({ stack: 'new', namespace: NAMESPACE }, 'sound', {}));
  await fault('another look', 10_000, () => watcher.reports.length > count);
  const fresh = await cluster.api.call('GET', path);
  checks.note('the cause is kept when the kubelet hides it', watcher.causes().join('; '), [
    quiet,
    unless(
      isFailing(watcher.causes(), 'gone-old') || !JSON.stringify(fresh).includes('ImagePullBackOff'),
      'the cause is gone',
    ),
  ]);
}
