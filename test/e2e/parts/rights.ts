import { until } from '../cluster/processes.ts';
import { writeKubeconfig } from '../cluster/control-plane.ts';
import { rightsFault } from '../judge/fewer-rights.ts';
import type { Diagnosis } from '../judge/pulldoctor.ts';
import { Checks, unless, unlessCode, unlessSays, type Check } from './check.ts';
import type { PartContext } from './part-context.ts';

const NAMESPACE = 'shop-new';

/** A user of the cluster by what was given to them. */
interface Reader {
  readonly name: string;
  /** Arguments of `pulldoctor rbac`, whose output is applied as it is. */
  readonly given: readonly (readonly string[])[];
  /** Rules made by hand, for what no role of pulldoctor leaves out. */
  readonly rules?: readonly { readonly resources: readonly string[]; readonly verbs: readonly string[] }[];
  /** Words that the grants of the blind spots must have, one each. */
  readonly lacks: readonly RegExp[];
  /** Words that no grant may have: it was given. */
  readonly has: readonly RegExp[];
  /** The lines that the blind spots name are run too. */
  readonly lift?: boolean;
}

const LOOK = ['get', 'list'];

const READERS: readonly Reader[] = [
  { name: 'base', given: [['-n', NAMESPACE]], lacks: [/--nodes/u, /--secrets/u], has: [], lift: true },
  { name: 'with-nodes', given: [['-n', NAMESPACE, '--nodes']], lacks: [/--secrets/u], has: [/--nodes/u] },
  { name: 'with-secrets', given: [['-n', NAMESPACE, '--secrets']], lacks: [/--nodes/u], has: [/--secrets/u] },
  {
    name: 'with-both',
    given: [['-n', NAMESPACE, '--secrets', '--nodes']],
    lacks: [],
    has: [/--nodes/u, /--secrets/u],
  },
  {
    name: 'pods-alone',
    given: [],
    rules: [{ resources: ['pods'], verbs: LOOK }],
    lacks: [/rbac/u, /--nodes/u, /--secrets/u],
    has: [],
    lift: true,
  },
  {
    name: 'pods-and-events',
    given: [],
    rules: [{ resources: ['pods', 'events'], verbs: LOOK }],
    lacks: [/rbac/u, /--nodes/u, /--secrets/u],
    has: [],
  },
];

/** Every grant that is a line of pulldoctor's own. */
function grantsOf({ report }: Diagnosis): readonly string[] {
  const grants = report.blindSpots.map(({ grant = '' }) => grant);
  return [...new Set(grants.filter((grant) => grant.includes(' rbac ')))];
}

async function bindByHand(context: PartContext, { name, rules = [] }: Reader): Promise<void> {
  const metadata = { name: `reader-${name}`, namespace: NAMESPACE };
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  await context.cluster.api.create({
    apiVersion,
    kind: 'Role',
    metadata,
    rules: rules.map((rule) => ({ apiGroups: [''], ...rule })),
  });
  await context.cluster.api.create({
    apiVersion,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: `reader-${name}` }],
  });
}

/** Gives a reader their rights; faults where pulldoctor's own YAML could not be applied. */
async function giveRights(context: PartContext, reader: Reader): Promise<readonly string[]> {
  if (reader.rules !== undefined) await bindByHand(context, reader);
  const faults: string[] = [];
  for (const args of reader.given) {
    const line = `pulldoctor rbac ${args.join(' ')} --for user:reader-${reader.name} | kubectl apply -f -`;
    const { code, stderr } = await context.shell(line);
    if (code !== 0) faults.push(`${line} ended with ${code}: ${stderr.trim().slice(0, 300)}`);
  }
  return faults;
}

async function configOf({ cluster }: PartContext, name: string): Promise<string> {
  return writeKubeconfig(cluster.authority, cluster.folder, `reader-${name}`, `/CN=reader-${name}`);
}

const ARGS = ['-n', NAMESPACE, '--no-probe'];

/** What one sees as this reader, once the API server has heard of the rights. */
async function lookAs(context: PartContext, config: string, has: readonly RegExp[]): Promise<Diagnosis> {
  const look = (): Promise<Diagnosis> => context.diagnose(ARGS, { env: { KUBECONFIG: config } });
  const heard = (seen: Diagnosis): boolean =>
    seen.exitCode === 1 && !grantsOf(seen).some((grant) => has.some((one) => one.test(grant)));
  return until('rights of a reader', 10_000, async () => {
    const seen = await look();
    return heard(seen) ? seen : undefined;
  }).catch(look);
}

/** Causes that fewer rights changed. */
function changed(context: PartContext, view: string, all: Diagnosis, fewer: Diagnosis): readonly string[] {
  const [before, after] = [context.pulls(all), context.pulls(fewer)];
  return [...before].flatMap(([pod, pulls]) => {
    const fault = rightsFault(`${pod} ${view}`, pulls, after.get(pod) ?? []);
    return fault ?? [];
  });
}

async function judgeReader(
  context: PartContext,
  reader: Reader,
  all: Diagnosis,
  checks: Checks,
): Promise<void> {
  const given = await giveRights(context, reader);
  const config = await configOf(context, reader.name);
  const seen = await lookAs(context, config, reader.has);
  const grants = grantsOf(seen);
  const first = changed(context, reader.name, all, seen);
  // A pod may have moved since everything was seen.
  const faults =
    first.length === 0 ? first : changed(context, reader.name, await context.diagnose(ARGS), seen);
  checks.note(`${reader.name}: causes`, `${context.pulls(seen).size} pods`, [...given, ...faults]);
  checks.note(`${reader.name}: blind spots`, grants.join('; '), [
    ...reader.lacks.map((wanted) =>
      unless(
        grants.some((grant) => wanted.test(grant)),
        `no blind spot is lifted by ${wanted.source}`,
      ),
    ),
    ...reader.has.map((wanted) =>
      unless(!grants.some((grant) => wanted.test(grant)), `a blind spot wants ${wanted.source}`),
    ),
  ]);
  if (reader.lift === true) await judgeGrants(context, { name: reader.name, config, grants }, checks);
}

interface Lift {
  readonly name: string;
  readonly config: string;
  readonly grants: readonly string[];
}

/** Runs the lines that the blind spots name, the widest last, and looks each time whether it lifts its own. */
async function judgeGrants(
  context: PartContext,
  { name, config, grants }: Lift,
  checks: Checks,
): Promise<void> {
  const faults: string[] = [];
  const look = (): Promise<Diagnosis> => context.diagnose(ARGS, { env: { KUBECONFIG: config } });
  for (const grant of grants.toSorted((a, b) => Number(a.includes(' -A')) - Number(b.includes(' -A')))) {
    const { code, stderr } = await context.shell(grant);
    if (code !== 0) faults.push(`${grant} ended with ${code}: ${stderr.trim().slice(0, 300)}`);
    const lifted = await until('a grant', 10_000, async () =>
      grantsOf(await look()).includes(grant) ? undefined : true,
    ).catch(() => false);
    if (!lifted) faults.push(`still blind after ${grant}`);
  }
  const lifted = await look();
  const all = await context.diagnose(ARGS);
  checks.note(`${name}: what the blind spots say lifts them`, grants.join('; '), [
    ...faults,
    ...grantsOf(lifted).map((grant) => `in the end still blind: ${grant}`),
    ...changed(context, 'lifted', all, lifted),
  ]);
}

/** Someone who may see nothing is told so, and not that nothing is wrong. */
async function judgeNobody(context: PartContext, checks: Checks): Promise<void> {
  const config = await configOf(context, 'nobody');
  for (const args of [['-n', NAMESPACE], ['-A']]) {
    const { code, stdout, stderr } = await context.run(args, { env: { KUBECONFIG: config } });
    const text = `${stdout}${stderr}`;
    checks.note(`nobody: pulldoctor ${args.join(' ')}`, text, [
      unlessCode(code, 3),
      unlessSays(text, /reader-nobody/u),
      unlessSays(text, /nothing was looked at/iu),
      unlessSays(text, /pulldoctor rbac/u),
    ]);
  }
  const check = await context.run(['rbac', '--check', '-n', NAMESPACE], { env: { KUBECONFIG: config } });
  checks.note('nobody: pulldoctor rbac --check', check.stdout + check.stderr, [
    unlessSays(check.stdout, /pods/u),
    unless(check.code < 2, `exit code ${check.code}`),
  ]);
}

/** All namespaces, with and without the right to it. */
async function judgeEverywhere(context: PartContext, checks: Checks): Promise<void> {
  const fenced: Reader = { name: 'fenced', given: [['-n', NAMESPACE]], lacks: [], has: [] };
  const faults = await giveRights(context, fenced);
  const fence = await configOf(context, fenced.name);
  const refused = await context.run(['-A'], { env: { KUBECONFIG: fence } });
  checks.note('one namespace alone: pulldoctor -A', refused.stdout + refused.stderr, [
    ...faults,
    unlessCode(refused.code, 3),
    unlessSays(refused.stdout + refused.stderr, /-n/u),
  ]);
  const reader: Reader = { name: 'everywhere', given: [['-A', '--nodes', '--secrets']], lacks: [], has: [] };
  const given = await giveRights(context, reader);
  const config = await configOf(context, reader.name);
  const args = ['-A', '--no-probe', '--secrets=read'];
  const seen = await until('rights everywhere', 15_000, async () => {
    const one = await context.diagnose(args, { env: { KUBECONFIG: config } });
    return one.exitCode === 1 ? one : undefined;
  });
  const all = await context.diagnose(args);
  checks.note('everywhere: causes', `${context.pulls(seen).size} pods`, [
    ...given,
    ...changed(context, 'everywhere', all, seen),
    ...grantsOf(seen).map((grant) => `a blind spot wants ${grant}`),
  ]);
}

/** Secrets are not read with -A unless that is asked for: causes stay, and the report says what limited it. */
async function judgeUnread(context: PartContext, checks: Checks): Promise<void> {
  const seen = await context.diagnose(['-A', '--no-probe']);
  const all = await context.diagnose(['-A', '--no-probe', '--secrets=read']);
  const text = JSON.stringify(seen.report.blindSpots);
  checks.note('pulldoctor -A reads no secrets', text, [
    ...changed(context, 'without secrets', all, seen),
    unlessSays(text, /secret/iu),
    unlessSays(text, /--secrets/u),
  ]);
}

/** Live readers with real roles, in place of dumps that lack kinds. */
export async function judgeRights(context: PartContext): Promise<readonly Check[]> {
  const checks = new Checks('rights');
  // Without secrets that fail nothing is missed by those who may not read them.
  if (!context.has(NAMESPACE, 'secret-wrong-server')) return checks.list;
  await judgeNobody(context, checks);
  const all = await context.diagnose(ARGS);
  for (const reader of READERS) await judgeReader(context, reader, all, checks);
  await judgeEverywhere(context, checks);
  await judgeUnread(context, checks);
  return checks.list;
}
