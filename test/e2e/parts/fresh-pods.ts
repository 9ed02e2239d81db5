import { CASES } from '../cases/table.ts';
import type { Place } from '../cases/case.ts';
import type { KubeObject } from '../cluster/kube-api.ts';
import type { StackName } from '../cluster/stacks.ts';
import { until } from '../cluster/processes.ts';
import type { Diagnosis } from '../judge/pulldoctor.ts';
import { makeNamespaces } from '../run-cases.ts';
import type { PartContext } from './part-context.ts';

/** A case of the table, made once more in a namespace where fresh pulls disturb nobody. */
export interface FreshPod {
  readonly stack: StackName;
  readonly name: string;
  readonly cause: string;
}

export const FRESH_PODS: readonly FreshPod[] = [
  { stack: 'new', name: 'missing-tag', cause: 'not-found-unspecified' },
  { stack: 'old', name: 'missing-tag', cause: 'not-found-unspecified' },
  { stack: 'new', name: 'private-missing-tag', cause: 'not-found-unspecified' },
  { stack: 'new', name: 'secret-wrong-password', cause: 'credentials-rejected' },
  { stack: 'new', name: 'secret-none', cause: 'credentials-missing' },
  { stack: 'old', name: 'tls-expired', cause: 'tls-expired' },
  { stack: 'walled', name: 'proxy-refused', cause: 'proxy-failure' },
  { stack: 'new', name: 'black-hole', cause: 'connection-timeout' },
];

/** Its pull takes half a minute, so that there is time to end it in its midst. */
export const SLOW_POD = 'black-hole';

export function placeOn(stack: StackName): Place {
  return { stack, namespace: `fresh-${stack}` };
}

/** Makes the pods, and waits until each has failed. */
export async function makeFreshPods({ cluster }: PartContext): Promise<void> {
  const places = [...new Set(FRESH_PODS.map(({ stack }) => stack))].map(placeOn);
  await makeNamespaces(
    cluster.api,
    places.map(({ namespace }) => namespace),
  );
  for (const { stack, name } of FRESH_PODS) {
    const one = CASES.find((known) => known.name === name);
    for (const object of one?.make(placeOn(stack)) ?? []) await cluster.api.create(object);
  }
  for (const { stack, name } of FRESH_PODS) await untilFailed(cluster.api, placeOn(stack).namespace, name);
}

type Api = PartContext['cluster']['api'];

/** The status of a pod, as text. */
export async function stateOf(api: Api, namespace: string, name: string): Promise<string> {
  return JSON.stringify(await api.call('GET', `/api/v1/namespaces/${namespace}/pods/${name}/status`));
}

/** Waits until a pull has failed; `reason` where it has to be in back-off. */
export async function untilFailed(api: Api, namespace: string, name: string, reason = ''): Promise<void> {
  await until(`the failure of ${namespace}/${name}`, 90_000, async () =>
    /"reason":"(?:ErrImagePull|ImagePullBackOff)"/u.test(await stateOf(api, namespace, name)) &&
    (await stateOf(api, namespace, name)).includes(reason)
      ? true
      : undefined,
  );
}

/** Pods that were made for a fresh pull and are still there. */
export async function canariesOf({ cluster }: PartContext): Promise<readonly KubeObject[]> {
  const { items } = (await cluster.api.call('GET', '/api/v1/pods')) as {
    readonly items: readonly KubeObject[];
  };
  return items.filter(({ metadata }) => metadata.name.startsWith('pulldoctor-canary-'));
}

/** A fault for each of them. */
export async function leftCanaries(context: PartContext): Promise<readonly string[]> {
  return (await canariesOf(context)).map(({ metadata }) => `pod ${metadata.name} is still there`);
}

/** What the witnesses of a node say, as one text. */
export function nodeSays({ report }: Diagnosis): string {
  return report.findings
    .flatMap(({ evidence }) => evidence)
    .filter(({ witness }) => witness === 'node')
    .map(({ says }) => says)
    .join('; ');
}
