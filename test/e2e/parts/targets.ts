import { judgeAnswer } from '../judge/judge-answer.ts';
import { causesOf, pullsByPod, type Diagnosis, type FoundPulls } from '../judge/pulldoctor.ts';
import { isSound, onLive } from '../cases/case.ts';
import { Checks, unless, unlessCode, unlessSays, type Check } from './check.ts';
import type { PartContext } from './part-context.ts';

const NAMESPACE = 'shop-new';

/** What is named, and the cases that may be found by it. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  'pod/missing-tag': ['missing-tag'],
  'pod missing-tag': ['missing-tag'],
  'missing-tag': ['missing-tag'],
  'missing-tag missing-digest': ['missing-tag', 'missing-digest'],
  'pods missing-tag refused tls-expired': ['missing-tag', 'refused', 'tls-expired'],
  'po/both-containers': ['both-containers'],
  'pod/init-container': ['init-container'],
  'pod/debug-container': ['debug-container'],
  'pod/image-volume': ['image-volume'],
  'pod/secret-wrong-server': ['secret-wrong-server'],
  'deploy/owner-deployment': ['owner-deployment'],
  'deployment owner-deployment': ['owner-deployment'],
  'deployments.apps/owner-helm': ['owner-helm'],
  'deploy/rollout': ['rollout'],
  'sts/owner-statefulset': ['owner-statefulset'],
  'ds/owner-daemonset': ['owner-daemonset'],
  'rs/owner-replicaset': ['owner-replicaset'],
  'job/owner-job': ['owner-job'],
  'cronjob/owner-cronjob': ['owner-cronjob'],
  'cj/owner-cronjob': ['owner-cronjob'],
  'deploy/owner-argo pod/missing-tag': ['owner-argo', 'missing-tag'],
  '-l pulldoctor.test/case=missing-tag': ['missing-tag'],
  '-l pulldoctor.test/case in (missing-tag, refused)': ['missing-tag', 'refused'],
  'deploy/sound-deployment': [],
  'pod/secret-right': [],
};

function wordsOf(line: string): readonly string[] {
  return line.startsWith('-l ') ? ['-l', line.slice(3)] : line.split(' ');
}

/** What is found in the namespace by everyone who looks, by pod. */
function judgePods(context: PartContext, found: FoundPulls, cases: readonly string[]): readonly string[] {
  const runs = context.runs.filter(
    ({ one, place }) => place.namespace === NAMESPACE && cases.includes(one.name),
  );
  return runs.flatMap((run) => {
    if (typeof run.one.answer === 'string') return [];
    const own = [...found].filter(([pod]) => podIsOf(pod, run.one.name));
    if (own.length === 0) return [`${run.one.name} is not found failing`];
    return own.flatMap(([pod, pulls]) => {
      const name = pod.slice(NAMESPACE.length + 1);
      return judgeAnswer(onLive(run.one), { name, phase: 'back-off', textGone: false }, pulls).map(
        (fault) => `${pod}: ${fault}`,
      );
    });
  });
}

/** Whether a pod is a case's: the pod itself, or one that a workload of its name made. */
function podIsOf(pod: string, name: string): boolean {
  const rest = pod.slice(NAMESPACE.length + 1);
  return rest === name || rest.startsWith(`${name}-`);
}

function strangers(found: FoundPulls, cases: readonly string[]): readonly string[] {
  return [...found.keys()]
    .filter((pod) => !cases.some((name) => podIsOf(pod, name)))
    .map((pod) => `${pod} was not asked for`);
}

function saidOf({ report }: Diagnosis): string {
  return [...pullsByPod(report)].map(([pod, pulls]) => `${pod} ${causesOf(pulls)}`).join('; ');
}

async function judgeNamed(context: PartContext, checks: Checks): Promise<void> {
  const known = new Set(context.runs.map(({ one }) => one.name));
  for (const [line, cases] of Object.entries(NAMED)) {
    if (!cases.every((name) => known.has(name))) continue;
    const args = [...wordsOf(line), '-n', NAMESPACE, '--no-probe'];
    const seen = await context.diagnose(args);
    const found = pullsByPod(seen.report);
    checks.note(`pulldoctor ${line}`, saidOf(seen), [
      unlessCode(seen.exitCode, cases.length === 0 ? 0 : 1),
      ...judgePods(context, found, cases),
      ...strangers(found, cases),
    ]);
  }
}

/** Every pod of a namespace, and nothing of another. */
async function judgeNamespaces(context: PartContext, checks: Checks): Promise<void> {
  for (const namespace of new Set(context.runs.map(({ place }) => place.namespace))) {
    const seen = await context.diagnose(['-n', namespace, '--no-probe']);
    const all = await context.diagnose(['-A', '--no-probe', '--secrets=read']);
    const [found, everywhere] = [pullsByPod(seen.report), context.pulls(all)];
    const differing = [...everywhere].filter(
      ([pod, pulls]) => pod.startsWith(`${namespace}/`) && causesOf(found.get(pod) ?? []) !== causesOf(pulls),
    );
    checks.note(`pulldoctor -n ${namespace}`, `${found.size} pods`, [
      ...differing.map(
        ([pod, pulls]) =>
          `${pod}: ${causesOf(found.get(pod) ?? []) || 'nothing'}, with -A ${causesOf(pulls)}`,
      ),
      ...[...found.keys()]
        .filter((pod) => !pod.startsWith(`${namespace}/`))
        .map((pod) => `${pod} was not asked for`),
    ]);
  }
}

/** Targets that are not there, or not anything. */
async function judgeWrong(context: PartContext, checks: Checks): Promise<void> {
  const wrong: readonly (readonly [string, number, RegExp])[] = [
    ['pod/nothing-here', 3, /nothing-here/u],
    ['deploy/nothing-here', 3, /nothing-here/u],
    ['pod/missing-tag pod/nothing-here', 3, /nothing-here/u],
    ['deploymint/owner-deployment', 2, /deploymint/u],
  ];
  for (const [line, wanted, words] of wrong) {
    const { code, stdout, stderr } = await context.run([...wordsOf(line), '-n', NAMESPACE, '--no-probe']);
    checks.note(`pulldoctor ${line}`, stdout + stderr, [
      unlessCode(code, wanted),
      unlessSays(stdout + stderr, words),
    ]);
  }
  const empty = await context.run(['-n', 'default', '--no-probe']);
  checks.note('pulldoctor in an empty namespace', empty.stdout + empty.stderr, [unlessCode(empty.code, 0)]);
  const absent = await context.run(['-n', 'no-such-namespace', '--no-probe']);
  checks.note('pulldoctor in a namespace that is not there', absent.stdout + absent.stderr, [
    unlessSays(absent.stdout + absent.stderr, /no-such-namespace/u),
    unless(absent.code === 3, `exit code ${absent.code}`),
  ]);
}

/** What is named as with kubectl is what is looked at, whatever owns the pods. */
export async function judgeTargets(context: PartContext): Promise<readonly Check[]> {
  const checks = new Checks('targets');
  await judgeNamed(context, checks);
  await judgeNamespaces(context, checks);
  await judgeWrong(context, checks);
  const sound = context.runs.filter(({ one, place }) => isSound(one) && place.namespace === NAMESPACE);
  const found = pullsByPod((await context.diagnose(['-n', NAMESPACE, '--no-probe'])).report);
  const wrong = sound.flatMap(({ one }) =>
    found.has(`${NAMESPACE}/${one.name}`) ? [`${one.name} is found`] : [],
  );
  checks.note('sound pods of a namespace', `${sound.length} pods`, wrong);
  return checks.list;
}
