import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../cluster/processes.ts';
import { pullsByPod } from '../judge/pulldoctor.ts';
import { unless, unlessSays, type Checks } from './check.ts';
import { canariesOf, leftCanaries, placeOn, SLOW_POD } from './fresh-pods.ts';
import type { PartContext } from './part-context.ts';

const NAMESPACE = placeOn('new').namespace;

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const NOT_ENDED: Ended = { code: null, signal: null };

/** Starts a fresh pull, waits until its pod is there, and sends the signal. */
async function endInTheMidst(context: PartContext, signal: 'SIGINT' | 'SIGKILL'): Promise<Ended> {
  const args = [`pod/${SLOW_POD}`, '-n', NAMESPACE, '--from-node', '--yes', '--no-probe'];
  const child = spawn(process.execPath, [context.cluster.program, ...args], {
    env: { ...process.env, KUBECONFIG: context.cluster.kubeconfig },
    stdio: 'ignore',
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('exit', (code, by) => resolve({ code, signal: by }));
  });
  try {
    await until('the pod of a fresh pull', 20_000, async () =>
      (await canariesOf(context)).length > 0 ? true : undefined,
    );
    child.kill(signal);
    return (await Promise.race([ended, sleep(20_000, NOT_ENDED, { ref: false })])) ?? NOT_ENDED;
  } finally {
    child.kill('SIGKILL');
  }
}

export async function judgeInterrupt(context: PartContext, checks: Checks): Promise<void> {
  const { code, signal } = await endInTheMidst(context, 'SIGINT');
  const how = String(code ?? signal ?? 'nothing');
  checks.note('ended by Ctrl-C in its midst', how, [
    unless(code === 130 || signal === 'SIGINT', `ended with ${how}`),
    ...(await leftCanaries(context)),
  ]);
}

/** Ten minutes later, for the program alone. */
const LATER = 'const now = Date.now; Date.now = () => now() + 600_000;';

/**
 * Nothing can be done by a program that is killed. Its pod goes with the one it was made for, is nobody's
 * failing pull, and a later run removes it.
 */
export async function judgeKilled(context: PartContext, checks: Checks): Promise<void> {
  await endInTheMidst(context, 'SIGKILL');
  const left = await canariesOf(context);
  const owners = left.map(({ metadata }) => JSON.stringify(metadata['ownerReferences'] ?? []));
  checks.note('killed in its midst: its pod belongs to the failing one', owners.join(), [
    unless(left.length === 1, `${left.length} pods are there`),
    ...owners.map((one) => unlessSays(one, new RegExp(`"name":"${SLOW_POD}"`, 'u'))),
  ]);
  const seen = await context.diagnose(['-n', NAMESPACE, '--no-probe']);
  const found = [...pullsByPod(seen.report).keys()].filter((one) => one.includes('canary'));
  checks.note('its pod is nobody’s failing pull', found.join(), [
    unless(found.length === 0, `${found.join()} is found failing`),
  ]);
  const clock = join(context.cluster.folder, 'later.cjs');
  writeFileSync(clock, LATER);
  const target = ['pod/missing-tag', '-n', NAMESPACE, '--from-node', '--yes', '--no-probe'];
  await context.run(target, { env: { NODE_OPTIONS: `--require=${clock}` } });
  const still = await leftCanaries(context);
  checks.note('the next run removes what is long overdue', `${still.length} left`, still);
}
