import { Checks, unless, unlessCode, unlessSays, type Check } from './check.ts';
import type { PartContext } from './part-context.ts';
import { nodeSays } from './fresh-pods.ts';

/** Lines of the nodes' own logs and their disks, where that was asked for; and what is said where they give none. */
export async function judgeNodeLogs(context: PartContext): Promise<readonly Check[]> {
  const checks = new Checks('node-logs');
  const args = ['--no-probe', '--node-logs'];
  const seen = await context.diagnose(['pod/refused', '-n', 'shop-new', ...args]);
  const said = nodeSays(seen);
  checks.note('a node that answers: lines of its log', said, [
    unlessCode(seen.exitCode, 1),
    unless(seen.report.findings[0]?.cause === 'connection-refused', 'the cause has changed'),
    unlessSays(JSON.stringify(seen.report), /refused\.example\.test/u),
    unless(
      !seen.report.blindSpots.some(({ what }) => what.includes('log')),
      `blind: ${JSON.stringify(seen.report.blindSpots)}`,
    ),
  ]);
  const walled = await context.diagnose(['pod/proxy-refused', '-n', 'shop-walled', ...args]);
  const blind = walled.report.blindSpots
    .map(({ what, why, grant = '' }) => `${what}: ${why} ${grant}`)
    .join('\n');
  checks.note('a node that answers no queries', blind, [
    unless(walled.report.findings[0]?.cause === 'proxy-failure', 'the cause has changed'),
    unlessSays(blind, /log/u),
    unlessSays(blind, /enableSystemLogQuery|NodeLogQuery/u),
  ]);
  const full = await context.diagnose(['pod/disk-full', '-n', 'shop-small', ...args]);
  checks.note('a full disk', nodeSays(full), [
    unless(full.report.findings[0]?.cause === 'disk-full', 'the cause has changed'),
    unlessSays(nodeSays(full), /MiB|GiB|bytes|MB|GB|disk|%/u),
  ]);
  return checks.list;
}
