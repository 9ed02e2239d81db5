import { setTimeout as sleep } from 'node:timers/promises';
import { isSound } from './cases/case.ts';
import type { KubeApi, KubeObject } from './cluster/kube-api.ts';
import { until } from './cluster/processes.ts';
import { AttemptWatch, compareAttempts, isGuess, isInside } from './judge/next-attempts.ts';
import type { Observation } from './judge/observation.ts';
import { renderLane, type LaneResult } from './lane-report.ts';
import { PART_NAMES, type PartName } from './parts/check.ts';
import { PartContext, type OwnCluster } from './parts/part-context.ts';
import { runParts } from './parts/run-parts.ts';
import { keyOf, makeNamespaces, makeRuns, makeSecrets, type CaseRun } from './run-cases.ts';
import { CaseWatch } from './watch-cases.ts';

/** A cluster that runs, however it was had. */
export interface LaneCluster {
  readonly api: KubeApi;
  /** The command that speaks to it. */
  readonly kubectl: readonly [string, ...string[]];
  readonly staticPods: (stack: string) => string;
  /** The built pulldoctor. */
  readonly program: string;
  /** An image that every node has already; without one the kubelets learn of secrets as pods come. */
  readonly keeperImage?: string;
  /** Flags of pulldoctor that name it; none where its environment does. */
  readonly flags: readonly string[];
  /** Where it is the lane's own, for the parts beside the table. */
  readonly own?: OwnCluster;
}

export interface LaneVerdict {
  readonly ok: boolean;
  readonly report: string;
  readonly result: LaneResult;
  /** The last dump of each phase. */
  readonly dumps: ReadonlyMap<string, string>;
  readonly objects: ReadonlyMap<Observation, readonly KubeObject[]>;
  readonly nodes: readonly KubeObject[];
}

/** Milliseconds for all runs to be seen at every phase. */
const DEADLINE = 480_000;
/** Announced attempts that are waited for, at most this long after the last look (milliseconds). */
const ATTEMPTS_DEADLINE = 60_000;
/** Of the announced attempts, this part has to come inside its window. */
const INSIDE = 0.95;
/** With comparisons for this part of the runs in back-off there is nothing more to wait for. */
const ENOUGH = 0.3;
/** Fewer comparisons than this part of the runs in back-off show nothing. */
const COMPARED = 0.1;

async function versionsOf(api: KubeApi): Promise<readonly string[]> {
  const { items } = (await api.call('GET', '/api/v1/nodes')) as { readonly items: readonly KubeObject[] };
  return items.map(({ metadata, status }) => {
    const { nodeInfo } = status as { readonly nodeInfo: Readonly<Record<string, string>> };
    return `node ${metadata.name}: kubelet ${nodeInfo['kubeletVersion'] ?? ''}, ${nodeInfo['containerRuntimeVersion'] ?? ''}`;
  });
}

function progress(): (pending: readonly CaseRun[]) => void {
  let last = -1;
  return (pending) => {
    if (pending.length === last) return;
    last = pending.length;
    const names = pending.slice(0, 5).map(keyOf).join(', ');
    console.log(`${Math.round(performance.now() / 1000)} s: ${pending.length} to be seen ${names}`);
  };
}

/** Makes the first runs; once the sound ones run, those that build on them. */
async function makeInRounds(
  cluster: LaneCluster,
  watch: CaseWatch,
  first: readonly CaseRun[],
  later: readonly CaseRun[],
): Promise<void> {
  await makeRuns(cluster, first);
  const sound = first.filter(({ one }) => isSound(one));
  await until('the sound pods', DEADLINE, () => (watch.pending(sound).length === 0 ? true : undefined));
  await makeRuns(cluster, later);
}

/** Makes every run, looks at each phase, and judges. */
export async function judgeLane(
  cluster: LaneCluster,
  runs: readonly CaseRun[],
  names: readonly PartName[] = PART_NAMES,
): Promise<LaneVerdict> {
  const { api, kubectl, program } = cluster;
  const namespaces = [...new Set(runs.map(({ place }) => place.namespace))].flatMap((name) => [
    name,
    `${name}-vault`,
  ]);
  const attemptWatch = new AttemptWatch();
  const following = api.watch('/api/v1/events', ({ object }) => attemptWatch.take(object));
  await makeNamespaces(api, namespaces);
  await makeSecrets(api, runs, cluster.keeperImage);
  const first = runs.filter(({ one }) => one.when !== 'later');
  const later = runs.filter(({ one }) => one.when === 'later');
  const watch = new CaseWatch(kubectl, program, cluster.flags);
  const sound = first.filter(({ one }) => isSound(one));
  const making = makeInRounds(
    cluster,
    watch,
    [...sound, ...first.filter((run) => !sound.includes(run))],
    later,
  );
  const [pending] = await Promise.all([watch.until(runs, DEADLINE, progress()), making]);
  const seenAt = Date.now();
  await watch.fewerRights(runs.filter(({ one }) => one.answer !== 'either'));
  const own = cluster.own;
  const parts = own === undefined ? [] : await runParts(new PartContext(own, runs), names);
  await watch.eventsGone(api, runs, namespaces);
  const backOffs = watch.observations.filter(({ phase }) => phase === 'back-off');
  const compare = (): ReturnType<typeof compareAttempts> =>
    compareAttempts(backOffs, attemptWatch, watch.courses);
  await waitForAttempts(seenAt + ATTEMPTS_DEADLINE, () => compare().length >= backOffs.length * ENOUGH);
  const attempts = compare();
  following.stop();
  const result: LaneResult = {
    versions: await versionsOf(api),
    runs,
    pending,
    observations: [
      ...watch.observations,
      ...watch.live.observations,
      ...parts.flatMap(({ observations }) => observations),
    ],
    parts,
    attempts,
    seconds: performance.now() / 1000,
  };
  const { texts, objects, nodes } = watch;
  return { ok: isRight(result), report: renderLane(result), result, dumps: texts, objects, nodes };
}

async function waitForAttempts(end: number, enough: () => boolean): Promise<void> {
  while (!enough() && Date.now() < end) await sleep(500);
}

function isRight({ pending, observations, attempts, parts }: LaneResult): boolean {
  const wrong = observations.filter(({ faults }) => faults.length > 0);
  for (const { run, phase, faults } of wrong)
    console.log(`wrong: ${keyOf(run)} (${phase}): ${faults.join('; ')}`);
  const checks = parts.flatMap((part) => part.checks);
  const failed = checks.filter(({ faults }) => faults.length > 0);
  for (const { part, what, faults } of failed) console.log(`wrong: ${part}: ${what}: ${faults.join('; ')}`);
  for (const run of pending) console.log(`never seen: ${keyOf(run)}`);
  const counted = attempts.filter((one) => !isGuess(one));
  const inside = counted.filter(isInside).length;
  console.log(`${observations.length - wrong.length} of ${observations.length} judgements right`);
  console.log(`${checks.length - failed.length} of ${checks.length} checks right`);
  console.log(`${inside} of ${counted.length} next attempts inside the announced window`);
  const backOffs = observations.filter(({ phase }) => phase === 'back-off').length;
  if (counted.length < backOffs * COMPARED) console.log('too few next attempts could be compared');
  return (
    wrong.length === 0 &&
    failed.length === 0 &&
    pending.length === 0 &&
    counted.length >= backOffs * COMPARED &&
    inside >= counted.length * INSIDE
  );
}
