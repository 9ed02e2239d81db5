import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterProbe, isSound } from '../cases/case.ts';
import { at, RIGHT_AUTH } from '../cases/objects.ts';
import { observe, podsOfRun, type Observation } from '../judge/observation.ts';
import { readDump } from '../judge/pod-state.ts';
import { causesOf, dumpCluster, type Diagnosis, type FoundPulls } from '../judge/pulldoctor.ts';
import { Checks, unless, unlessCode, unlessSays, type Check } from './check.ts';
import type { PartContext } from './part-context.ts';
import { ownArchitecture } from '../registries/program.ts';
import { judgeRequests, readAccess } from './requests.ts';

export interface Probed {
  readonly checks: readonly Check[];
  readonly observations: readonly Observation[];
  /** Figures for the report, each a line. */
  readonly figures: readonly string[];
}

function flagsOf({ cluster }: PartContext): readonly string[] {
  return ['--cacert', cluster.registries.trusted];
}

/** Judges every run of the table by what is said once the registries were asked. */
async function judgeTable(context: PartContext, found: FoundPulls): Promise<readonly Observation[]> {
  const dump = readDump(await dumpCluster(context.cluster.kubectl));
  return context.runs.flatMap((run) => {
    if (run.one.answer === 'either') return [];
    const one = afterProbe(run.one);
    const pods = podsOfRun(run, dump);
    const pod = pods.find(({ namespace, name }) => found.has(`${namespace}/${name}`)) ?? pods[0];
    if (pod === undefined || (isSound(one) && !pod.ready)) return [];
    const pulls = found.get(`${pod.namespace}/${pod.name}`) ?? [];
    return [
      {
        ...observe({ ...run, one }, { name: pod.name, phase: 'probed', textGone: false, said: '' }, pulls),
        run,
      },
    ];
  });
}

/** All failing pulls of the cluster at once, with their own pull secrets. */
export async function judgeProbe(context: PartContext): Promise<Probed> {
  const checks = new Checks('probe');
  const { journal } = context.cluster.registries;
  const from = journal.length;
  const logs = readAccess(context);
  const began = Date.now();
  const seen = await context.diagnose([
    '-A',
    '--secrets=read',
    '--probe-timeout',
    '30s',
    ...flagsOf(context),
  ]);
  const took = Date.now() - began;
  writeFileSync(join(context.cluster.out, 'probed.json'), JSON.stringify(seen.report, null, 1));
  const found = context.pulls(seen);
  const observations = await judgeTable(context, found);
  const asked = judgeRequests(context, { from, logs, found, checks });
  checks.note('all failing pulls asked about at once', `${took} ms`, [
    unless(took < 45_000, `took ${took} ms`),
  ]);
  await judgeLess(context, found, checks);
  await judgeUnasked(context, checks);
  await judgeCommand(context, checks);
  return {
    checks: checks.list,
    observations,
    figures: [`${found.size} failing pods asked about in ${(took / 1000).toFixed(1)} s, ${asked}`],
  };
}

/** Registries asked with less than the kubelet had never change a cause; they may settle an open one rightly. */
async function judgeLess(context: PartContext, full: FoundPulls, checks: Checks): Promise<void> {
  const plain = context.pulls(await context.diagnose(['-A', '--secrets=read', '--no-probe']));
  const views: readonly (readonly [string, readonly string[]])[] = [
    ['without the secrets (the default of -A)', ['-A', ...flagsOf(context)]],
    // The nodes trust an authority that is not known here: what they saw was no TLS failure.
    ['from where the registries are not trusted', ['-A', '--secrets=read']],
  ];
  for (const [what, args] of views) {
    const seen = await context.diagnose(args);
    const less = context.pulls(seen);
    checks.note(`asked ${what}`, inWords(seen), otherwise(plain, full, less));
  }
}

/** Pods of which something is said that neither the kubelet's words nor the whole answer of the registries say. */
function otherwise(plain: FoundPulls, full: FoundPulls, less: FoundPulls): readonly string[] {
  return [...plain].flatMap(([pod, pulls]) => {
    const is = causesOf(less.get(pod) ?? []);
    const right = [causesOf(pulls), causesOf(full.get(pod) ?? [])];
    return right.includes(is) ? [] : [`${pod}: ${is || 'nothing'}, not ${[...new Set(right)].join(' or ')}`];
  });
}

function inWords({ report }: Diagnosis): string {
  const counts = new Map<string, number>();
  for (const { cause, pulls } of report.findings) counts.set(cause, (counts.get(cause) ?? 0) + pulls.length);
  return [...counts].map(([cause, count]) => `${count} ${cause}`).join(', ');
}

async function judgeUnasked(context: PartContext, checks: Checks): Promise<void> {
  const { journal } = context.cluster.registries;
  const before = journal.of('pulldoctor/').length;
  const none = await context.diagnose(['-n', 'shop-new', '--no-probe']);
  const asked = journal.of('pulldoctor/').length - before;
  checks.note('--no-probe asks nobody', `${asked} requests`, [
    unless(asked === 0, `${asked} requests`),
    unless(
      none.report.findings.every(({ trials }) => trials.length === 0),
      'a login was tried',
    ),
  ]);
}

interface Command {
  readonly args: readonly string[];
  readonly code: number;
  readonly cause?: string;
  readonly words?: readonly RegExp[];
  /** The case whose secrets it uses. */
  readonly needs?: string;
}

/** `pulldoctor probe IMAGE`, with each kind of credentials. */
async function judgeCommand(context: PartContext, checks: Checks): Promise<void> {
  const config = join(context.cluster.folder, 'docker-config.json');
  writeFileSync(config, JSON.stringify({ auths: { 'private.example.test': RIGHT_AUTH } }));
  const place = ['-n', 'shop-new'];
  const hidden = at('private', 'team/app:1.0');
  const commands: readonly Command[] = [
    { args: [at('registry', 'team/app:1.0')], code: 0 },
    { args: [at('registry', 'team/app:1.0'), '--deep'], code: 0 },
    { args: [at('registry', 'team/app:9.9')], code: 1, cause: 'tag-not-found' },
    {
      args: [at('registry', 'team/shop:v1.0.1')],
      code: 1,
      cause: 'tag-not-found',
      words: [/shop:v1\.0\.0/u],
    },
    { args: [at('registry', 'team/nothere:1.0')], code: 1, cause: 'repository-not-found' },
    {
      args: [at('registry', 'team/app:1.0'), '--platform', 'linux/riscv64'],
      code: 1,
      cause: 'wrong-architecture-binary',
    },
    {
      args: [at('registry', 'team/foreign:1.0'), '--platform', `linux/${ownArchitecture()}`],
      code: 1,
      cause: 'platform-mismatch',
    },
    { args: [at('registry', 'Team/app:1.0')], code: 1, cause: 'invalid-reference' },
    { args: [hidden, '--anonymous'], code: 1, cause: 'credentials-missing' },
    { args: [hidden, '--secret', 'secret-right', ...place], code: 0, needs: 'secret-right' },
    {
      args: [hidden, '--secret', 'secret-wrong-password', ...place],
      code: 1,
      cause: 'credentials-rejected',
      needs: 'secret-wrong-password',
    },
    { args: [hidden, '--as-pod', 'secret-right', ...place], code: 0, needs: 'secret-right' },
    { args: [hidden, '--serviceaccount', 'account-right', ...place], code: 0, needs: 'account-right' },
    { args: [hidden, '--docker-config', config], code: 0 },
    { args: [at('hub', 'public/app:1.0'), '--anonymous'], code: 0 },
    { args: [at('nosuch', 'team/app:1.0')], code: 1, cause: 'dns-failure' },
    { args: [at('refused', 'team/app:1.0')], code: 1, cause: 'connection-refused' },
    { args: [at('untrusted', 'team/app:1.0')], code: 1, cause: 'tls-untrusted' },
    { args: [at('expired', 'team/app:1.0')], code: 1, cause: 'tls-expired' },
    { args: [at('limited', 'team/app:1.0')], code: 1, cause: 'rate-limited' },
    { args: ['http.example.test:5000/team/app:1.0'], code: 1, cause: 'http-https-mismatch' },
    { args: ['http.example.test:5000/team/app:1.0', '--plain-http'], code: 0 },
  ];
  for (const command of commands)
    if (command.needs === undefined || context.has('shop-new', command.needs))
      await judgeOne(context, command, checks);
}

async function judgeOne(
  context: PartContext,
  { args, code, cause, words = [] }: Command,
  checks: Checks,
): Promise<void> {
  const all = ['probe', ...args, ...flagsOf(context)];
  const text = await context.run(all);
  const json = await context.run([...all, '-o', 'json']);
  const causes = [...json.stdout.matchAll(/"cause": ?"([a-z-]+)"/gu)].map(([, one]) => one ?? '');
  checks.note(`pulldoctor probe ${args.join(' ')}`, text.stdout + text.stderr, [
    unlessCode(text.code, code),
    unless(json.code === text.code, `exit code ${json.code} with -o json`),
    unless(cause === undefined || causes[0] === cause, `cause ${causes[0] ?? 'none'}, not ${cause ?? ''}`),
    ...words.map((one) => unlessSays(text.stdout, one)),
  ]);
}
