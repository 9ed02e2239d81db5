import type { Observation } from '../judge/observation.ts';
import { judgeCanary } from './canary.ts';
import type { Check, PartName } from './check.ts';
import { judgeCollect } from './collect.ts';
import { judgeNodeLogs } from './node-logs.ts';
import type { PartContext } from './part-context.ts';
import { judgeProbe } from './probe.ts';
import { judgeRights } from './rights.ts';
import { judgeTargets } from './targets.ts';
import { judgeTransport } from './transport.ts';
import { judgeWatch } from './watch.ts';

/** What a part found out. */
export interface PartResult {
  readonly name: PartName;
  readonly checks: readonly Check[];
  readonly observations: readonly Observation[];
  readonly figures: readonly string[];
  readonly seconds: number;
}

type Found = Partial<Pick<PartResult, 'observations' | 'figures'>> & Pick<PartResult, 'checks'>;

const PARTS: Readonly<Record<PartName, (context: PartContext) => Promise<Found>>> = {
  rights: async (context) => ({ checks: await judgeRights(context) }),
  targets: async (context) => ({ checks: await judgeTargets(context) }),
  transport: async (context) => ({ checks: await judgeTransport(context) }),
  collect: judgeCollect,
  probe: judgeProbe,
  'node-logs': async (context) => ({ checks: await judgeNodeLogs(context) }),
  canary: async (context) => ({ checks: await judgeCanary(context) }),
  watch: async (context) => ({ checks: await judgeWatch(context) }),
};

/** Parts that mostly wait, in namespaces of their own: run beside the others. */
const WAITING: ReadonlySet<PartName> = new Set<PartName>(['canary', 'watch']);

/** Runs the parts; one that breaks off is a fault, and the next is run all the same. */
export async function runParts(
  context: PartContext,
  names: readonly PartName[],
): Promise<readonly PartResult[]> {
  const rows = [names.filter((name) => WAITING.has(name)), names.filter((name) => !WAITING.has(name))];
  const results = await Promise.all(rows.map((row) => runInTurn(context, row)));
  return results.flat().toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

async function runInTurn(context: PartContext, names: readonly PartName[]): Promise<readonly PartResult[]> {
  const results: PartResult[] = [];
  for (const name of names) results.push(await runPart(context, name));
  return results;
}

async function runPart(context: PartContext, name: PartName): Promise<PartResult> {
  const began = performance.now();
  const found = await PARTS[name](context).catch((error: unknown): Found => ({
    checks: [brokenOff(name, error)],
  }));
  const { checks, observations = [], figures = [] } = found;
  const seconds = (performance.now() - began) / 1000;
  const wrong = checks.filter(({ faults }) => faults.length > 0).length;
  const at = Math.round(performance.now() / 1000);
  console.log(`${at} s: ${name}: ${checks.length - wrong} of ${checks.length} checks right`);
  return { name, checks, observations, figures, seconds };
}

function brokenOff(part: PartName, error: unknown): Check {
  const why = error instanceof Error ? error.message : String(error);
  return { part, what: 'the part', said: '', faults: [`broke off: ${why.slice(0, 500)}`] };
}
