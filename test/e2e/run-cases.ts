import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case, Place } from './cases/case.ts';
import { CASE_LABEL } from './cases/case.ts';
import { pod } from './cases/objects.ts';
import type { KubeApi, KubeObject } from './cluster/kube-api.ts';
import { until } from './cluster/processes.ts';
import { readPod, type PodState } from './judge/pod-state.ts';

/** One case at one place. */
export interface CaseRun {
  readonly one: Case;
  readonly place: Place;
}

/** `namespace/case`: pods carry it as namespace and label. */
export function keyOf({ one, place }: CaseRun): string {
  return `${place.namespace}/${one.name}`;
}

/** As `keyOf`, of a pod that was seen. */
export function keyOfPod({ namespace, labels }: PodState): string {
  return `${namespace}/${labels[CASE_LABEL] ?? ''}`;
}

export interface MakeOptions {
  readonly api: KubeApi;
  /** The folder in which the kubelet of a stack looks for static pods. */
  readonly staticPods: (stack: string) => string;
}

/** Makes namespaces with their usual service account, also where secrets are put that no pod finds. */
export async function makeNamespaces(api: KubeApi, names: readonly string[]): Promise<void> {
  for (const name of names) await api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const name of names)
    await until(`service account of ${name}`, 60_000, async () => {
      const { status } = await api.send('GET', `/api/v1/namespaces/${name}/serviceaccounts/default`);
      return status === 200 ? true : undefined;
    });
}

/** Every secret of these runs that is in a pod's own namespace. */
function secretsOf(runs: readonly CaseRun[]): readonly KubeObject[] {
  return runs.flatMap(({ one, place }) => one.make(place).filter(({ kind }) => kind === 'Secret'));
}

/**
 * Makes the runs' secrets, and on each node a pod that names them all, so that the kubelet knows them before
 * the first pod that needs one comes: a kubelet that does not yet may pull without.
 */
export async function makeSecrets(
  api: KubeApi,
  runs: readonly CaseRun[],
  keeperImage?: string,
): Promise<void> {
  const secrets = secretsOf(runs);
  for (const secret of secrets) await api.create(secret);
  if (keeperImage === undefined) return;
  const places = new Map(runs.map(({ place }) => [place.namespace, place]));
  for (const place of places.values()) {
    const own = secrets.filter(({ metadata }) => metadata.namespace === place.namespace);
    if (own.length === 0) continue;
    const names = own.map(({ metadata }) => metadata.name);
    const keeper = pod(place, 'keeper', { image: keeperImage, policy: 'Never', secrets: names });
    await api.create({ ...keeper, metadata: { ...keeper.metadata, labels: KEEPER } });
  }
  await until('the keepers of the secrets', 60_000, async () => {
    const pods = await listPods(api, 'pulldoctor.test/keeper');
    return pods.every(({ ready }) => ready) ? true : undefined;
  });
}

const KEEPER = { 'pulldoctor.test/keeper': 'yes' };

export async function listPods(api: KubeApi, selector: string): Promise<readonly PodState[]> {
  const list = (await api.call('GET', `/api/v1/pods?labelSelector=${encodeURIComponent(selector)}`)) as {
    readonly items: readonly KubeObject[];
  };
  return list.items.map((item) => readPod(item));
}

/** Makes what a run needs, and the changes that come once its pod is there. */
export async function makeRun({ api, staticPods }: MakeOptions, { one, place }: CaseRun): Promise<void> {
  for (const object of one.make(place)) if (object.kind !== 'Secret') await api.create(object);
  if (one.lay !== undefined) {
    const folder = staticPods(place.stack);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${one.name}.json`), JSON.stringify(one.lay(place)));
  }
  const changes = one.afterwards?.(place) ?? [];
  if (changes.length === 0) return;
  await until(`the pod of ${one.name}`, 120_000, async () => {
    const pods = await listPods(api, `${CASE_LABEL}=${one.name}`);
    const ours = pods.filter(({ namespace }) => namespace === place.namespace);
    const enough = one.when === 'later' ? ours.some(({ ready }) => ready) : ours.length > 0;
    return enough ? true : undefined;
  });
  for (const { method, path, body } of changes) await api.call(method, path, body);
}

/** Runs made side by side: a node that is given everything at once answers everything late. */
const WORKERS = 8;
/** Milliseconds a pod is given to get its sandbox before the next is made. */
const SANDBOX_DEADLINE = 15_000;

/** Waits until the kubelet has got as far as the run's containers, or time is up. */
async function waitForSandbox(api: KubeApi, { one, place }: CaseRun): Promise<void> {
  const selector = encodeURIComponent(`${CASE_LABEL}=${one.name}`);
  const path = `/api/v1/namespaces/${place.namespace}/pods?labelSelector=${selector}`;
  const end = Date.now() + SANDBOX_DEADLINE;
  while (Date.now() < end) {
    const { items } = (await api.call('GET', path)) as { readonly items: readonly KubeObject[] };
    if (items.some(({ status }) => /"podIP":"|ErrImage|InvalidImage/u.test(JSON.stringify(status)))) return;
    await sleep(300);
  }
}

/** Makes many runs, some at a time, each when the one before has its sandbox. */
export async function makeRuns(options: MakeOptions, runs: readonly CaseRun[]): Promise<void> {
  const waiting = [...runs];
  const workers = Array.from({ length: WORKERS }, async () => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
      await makeRun(options, run);
      await waitForSandbox(options.api, run);
    }
  });
  await Promise.all(workers);
}
