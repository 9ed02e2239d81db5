import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT } from '../registries/docker-registry.ts';
import { isSound, onLive } from '../cases/case.ts';
import { observe, type Observation } from '../judge/observation.ts';
import { causesOf, diagnose, pullsByPod, type FoundPulls } from '../judge/pulldoctor.ts';
import { Checks, unless, unlessCode, type Check } from './check.ts';
import type { PartContext } from './part-context.ts';

/** Passwords of the cases' secrets, in the clear and as the parts of base64 that do not depend on what is beside them. */
const PASSWORDS = [ACCOUNT.password, 'wrong-horse', 'old-horse', 'some-token'] as const;

/** Traces of a password in a text: itself, and in base64 at each of the three offsets, once and twice. */
function traces(password: string): readonly string[] {
  const once = encodings(password);
  return [password, ...once, ...once.flatMap(encodings)];
}

function encodings(text: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.from('x'.repeat(offset) + text).toString('base64');
    // The first and the last characters hold bits of what stands beside it.
    return encoded.slice(offset === 0 ? 0 : offset + 1, -4);
  });
}

/** What of `expected` another answer says otherwise. */
function otherCauses(expected: FoundPulls, got: FoundPulls): readonly string[] {
  const keys = new Set([...expected.keys(), ...got.keys()]);
  return [...keys].flatMap((pod) => {
    const [was, is] = [causesOf(expected.get(pod) ?? []), causesOf(got.get(pod) ?? [])];
    return was === is ? [] : [`${pod}: ${is || 'nothing'}, live ${was || 'nothing'}`];
  });
}

interface Collected {
  readonly checks: readonly Check[];
  readonly observations: readonly Observation[];
}

/** What was saved says the same as the cluster does, and shows no secret. */
export async function judgeCollect(context: PartContext): Promise<Collected> {
  const checks = new Checks('collect');
  const file = join(context.cluster.folder, 'collected.json');
  const before = context.pulls(await context.diagnose(['-A', '--no-probe', '--secrets=read']));
  const saved = await context.run(['collect', '-A', '--secrets=read', '--output-file', file]);
  checks.note('pulldoctor collect -A', saved.stdout + saved.stderr, [unlessCode(saved.code, 0)]);
  if (saved.code !== 0) return { checks: checks.list, observations: [] };
  const after = context.pulls(await context.diagnose(['-A', '--no-probe', '--secrets=read']));
  const read = await diagnose(context.cluster.program, ['-f', file], { env: { KUBECONFIG: '' } });
  const found = context.pulls(read);
  const [now, then] = [otherCauses(after, found), otherCauses(before, found)];
  checks.note(
    'what was saved says what the cluster says',
    `${found.size} pods`,
    now.length < then.length ? now : then,
  );
  const text = readFileSync(file, 'utf8');
  const shown = PASSWORDS.filter((password) => traces(password).some((trace) => text.includes(trace)));
  checks.note('what was saved shows no secret', `${text.length} characters`, [
    ...shown.map((password) => `shows the password ${password}`),
    unless((statSync(file).mode & 0o77) === 0, 'others may read the file'),
    unless(!text.includes('managedFields'), 'keeps managedFields'),
  ]);
  await judgeNamespaced(context, before, checks);
  return { checks: checks.list, observations: judgeTable(context, found) };
}

/** One namespace, to standard output. */
async function judgeNamespaced(context: PartContext, live: FoundPulls, checks: Checks): Promise<void> {
  const { code, stdout, stderr } = await context.run(['collect', '-n', 'shop-old', '--output-file', '-']);
  const own = new Map([...live].filter(([pod]) => pod.startsWith('shop-old/')));
  const faults =
    code === 0
      ? otherCauses(
          own,
          pullsByPod((await diagnose(context.cluster.program, ['-f', '-'], { input: stdout })).report),
        )
      : [];
  checks.note('pulldoctor collect -n shop-old --output-file -', stderr, [unlessCode(code, 0), ...faults]);
}

/** Every pod of the table, by what was saved. */
function judgeTable({ runs }: PartContext, found: FoundPulls): readonly Observation[] {
  return runs.flatMap((run) => {
    if (run.one.answer === 'either' || isSound(run.one)) return [];
    const { namespace } = run.place;
    const pod = [...found.keys()].find(
      (key) => key.startsWith(`${namespace}/`) && isOf(key, namespace, run.one.name),
    );
    if (pod === undefined) return [];
    const name = pod.slice(namespace.length + 1);
    const judged = { ...run, one: onLive(run.one) };
    return [
      {
        ...observe(judged, { name, phase: 'collected', textGone: false, said: '' }, found.get(pod) ?? []),
        run,
      },
    ];
  });
}

function isOf(pod: string, namespace: string, name: string): boolean {
  const rest = pod.slice(namespace.length + 1);
  return rest === name;
}
