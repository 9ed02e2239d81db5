import { Checks, unless, unlessCode, unlessSays, type Check } from './check.ts';
import type { PartContext } from './part-context.ts';
import { nodeSays } from './fresh-pods.ts';

const ARGS = ['--no-probe', '--node-logs'] as const;

async function judgeAnswering(context: PartContext, checks: Checks): Promise<void> {
  const seen = await context.diagnose(['pod/refused', '-n', 'shop-new', ...ARGS]);
  const blind = seen.report.blindSpots.filter(({ what }) => what.includes('log'));
  checks.note('a node that answers: lines of its log', nodeSays(seen), [
    unlessCode(seen.exitCode, 1),
    unless(seen.report.findings[0]?.cause === 'connection-refused', 'the cause has changed'),
    unlessSays(nodeSays(seen), /refused\.example\.test/u),
    unless(blind.length === 0, `blind: ${JSON.stringify(blind)}`),
  ]);
}

async function judgeSilent(context: PartContext, checks: Checks): Promise<void> {
  const { report } = await context.diagnose(['pod/proxy-refused', '-n', 'shop-walled', ...ARGS]);
  const blind = report.blindSpots.map(({ what, why, grant = '' }) => `${what}: ${why} ${grant}`).join('\n');
  checks.note('a node that answers no queries', blind, [
    unless(report.findings[0]?.cause === 'proxy-failure', 'the cause has changed'),
    unlessSays(blind, /log/u),
    unlessSays(blind, /enableSystemLogQuery|NodeLogQuery/u),
  ]);
}

async function judgeFull(context: PartContext, checks: Checks): Promise<void> {
  const seen = await context.diagnose(['pod/disk-full', '-n', 'shop-small', ...ARGS]);
  checks.note('a full disk', nodeSays(seen), [
    unless(seen.report.findings[0]?.cause === 'disk-full', 'the cause has changed'),
    unlessSays(nodeSays(seen), /small: .*file ?system/u),
  ]);
}

/** Lines of the nodes' own logs and their disks, where that was asked for; and what is said where they give none. */
export async function judgeNodeLogs(context: PartContext): Promise<readonly Check[]> {
  const checks = new Checks('node-logs');
  if (context.has('shop-new', 'refused')) await judgeAnswering(context, checks);
  if (context.has('shop-walled', 'proxy-refused')) await judgeSilent(context, checks);
  if (context.has('shop-small', 'disk-full')) await judgeFull(context, checks);
  return checks.list;
}
