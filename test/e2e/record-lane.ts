import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Expectation } from './cases/case.ts';
import type { KubeObject } from './cluster/kube-api.ts';
import type { Phase } from './judge/judge-answer.ts';
import type { Observation } from './judge/observation.ts';

/** Per pod, what a diagnosis of the recording may say: the shape that `npm run recordings` scores. */
interface ExpectedPod {
  readonly pod: string;
  readonly namespace: string;
  readonly containers: readonly string[];
  /** Acceptable causes; empty where nothing is wrong, null where either is right. */
  readonly accept: readonly string[] | null;
}

const FILES: Readonly<Partial<Record<Phase, string>>> = { first: 'first', 'back-off': 'back-off' };

function expectationOf({ run, pod }: Observation): ExpectedPod {
  const wanted: Expectation = run.one.answer;
  const answer: Answer | undefined = typeof wanted === 'string' ? undefined : wanted;
  return {
    pod,
    namespace: run.place.namespace,
    containers: answer === undefined ? [] : (answer.containers ?? ['app']),
    accept: wanted === 'either' ? null : (answer?.causes ?? []),
  };
}

/** What changes from run to run and tells nothing, or tells of the machine. */
function scrub(text: string, folder: string): string {
  return text.replaceAll(folder, '/var/lib/node').replaceAll(/"managedFields":\[(?:[^[\]]|\[\])*\],?/gu, '');
}

function withoutManagedFields(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** The lines in which a runtime says that a pull failed: the text before the kubelet wraps it. */
function runtimeText(logs: string, stack: string): string {
  const file = readdirSync(logs).find((name) => name === `containerd-${stack}.log`);
  if (file === undefined) return '';
  const lines = readFileSync(join(logs, file), 'utf8').split('\n');
  return `${lines.filter((line) => /PullImage.*failed/u.test(line)).join('\n')}\n`;
}

export interface Recording {
  readonly folder: string;
  /** Folder the lane ran in: its path is taken out of every text. */
  readonly lane: string;
  readonly logs: string;
  readonly nodes: readonly KubeObject[];
  /** The pod and its events of each observation, as its dump had them. */
  readonly objects: ReadonlyMap<Observation, readonly KubeObject[]>;
}

/** Writes `<stack>/<phase>.json` and `<phase>.expected.json` beside it, the node, and the runtime's text. */
export function recordLane({ folder, lane, logs, nodes, objects }: Recording): void {
  const stacks = new Set([...objects.keys()].map(({ run }) => run.place.stack));
  for (const stack of stacks) {
    const target = join(folder, stack);
    mkdirSync(target, { recursive: true });
    const node = nodes.filter(({ metadata }) => metadata.name === stack).map(withoutManagedFields);
    for (const [phase, name] of Object.entries(FILES)) {
      const chosen = [...objects].filter(([one]) => one.run.place.stack === stack && one.phase === phase);
      const items = [...chosen.flatMap(([, own]) => own).map(withoutManagedFields), ...node];
      const list = { apiVersion: 'v1', kind: 'List', items };
      writeFileSync(join(target, `${name}.json`), `${scrub(JSON.stringify(list, null, 1), lane)}\n`);
      const expected = chosen.map(([one]) => expectationOf(one));
      writeFileSync(join(target, `${name}.expected.json`), `${JSON.stringify(expected, null, 1)}\n`);
    }
    writeFileSync(join(target, 'runtime.txt'), scrub(runtimeText(logs, stack), lane));
  }
}
