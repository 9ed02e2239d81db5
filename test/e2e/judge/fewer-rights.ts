import { OPEN_CAUSES } from '../../../src/core/diagnosis/cause.ts';
import type { KubeObject } from '../cluster/kube-api.ts';
import { causesOf, type FoundPull } from './pulldoctor.ts';

/** What a reader may not be allowed to list, by how it is told. */
export const HIDDEN_KINDS: Readonly<Record<string, readonly string[]>> = {
  'without secrets': ['Secret', 'ServiceAccount'],
  'without nodes': ['Node'],
  'pods and events alone': [
    'Secret',
    'ServiceAccount',
    'Node',
    'Deployment',
    'ReplicaSet',
    'StatefulSet',
    'DaemonSet',
    'Job',
    'CronJob',
  ],
};

/** The dump as someone gets it who may not list these kinds. */
export function hideKinds(dump: string, kinds: readonly string[]): string {
  const list = JSON.parse(dump) as { readonly items: readonly KubeObject[] };
  return JSON.stringify({ ...list, items: list.items.filter(({ kind }) => !kinds.includes(kind)) });
}

/** A cause does not change with what its reader was allowed to see; only an open one may be settled by more. */
export function rightsFault(
  view: string,
  all: readonly FoundPull[],
  fewer: readonly FoundPull[],
): string | undefined {
  const [before, after] = [causesOf(all), causesOf(fewer)];
  if (before === after) return undefined;
  const open = fewer.length === all.length && fewer.every(({ finding }) => OPEN_CAUSES.has(finding.cause));
  return open ? undefined : `${view}: ${after === '' ? 'nothing' : after}, but with them ${before}`;
}
