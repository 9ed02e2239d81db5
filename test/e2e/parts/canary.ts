import { at, pod } from '../cases/objects.ts';
import { pullsByPod, type Diagnosis } from '../judge/pulldoctor.ts';
import { buildImage } from '../registries/oci-image.ts';
import { pushImage } from '../registries/push-image.ts';
import { judgeInterrupt, judgeKilled } from './canary-ends.ts';
import { Checks, unless, unlessCode, unlessSays, type Check } from './check.ts';
import {
  FRESH_PODS,
  leftCanaries,
  makeFreshPods,
  nodeSays,
  placeOn,
  SLOW_POD,
  stateOf,
  untilFailed,
} from './fresh-pods.ts';
import type { PartContext } from './part-context.ts';

/** Names of everything that a look might leave behind, events aside. */
async function inventory(context: PartContext): Promise<readonly string[]> {
  const kinds = 'pods,secrets,configmaps,serviceaccounts,services,jobs,deployments,roles,rolebindings,leases';
  const found: string[] = [];
  for (const { namespace } of [placeOn('new'), placeOn('old'), placeOn('walled')]) {
    const { stdout } = await context.shell(`kubectl get ${kinds} -n ${namespace} -o name`);
    found.push(...stdout.split('\n').map((name) => `${namespace} ${name}`));
  }
  return found;
}

/** Nodes that are asked again say the same again. */
async function judgeStill(context: PartContext, checks: Checks): Promise<void> {
  const before = await inventory(context);
  for (const { stack, name, cause } of FRESH_PODS) {
    if (name === SLOW_POD) continue;
    const target = [`pod/${name}`, '-n', placeOn(stack).namespace];
    const seen = await context.diagnose([...target, '--from-node', '--yes', '--no-probe']);
    const causes = [...new Set(seen.report.findings.map((finding) => finding.cause))].join();
    checks.note(`still failing: ${name} on ${stack}`, nodeSays(seen), [
      unlessCode(seen.exitCode, 1),
      unless(causes === cause, `cause ${causes}, not ${cause}`),
      unless(nodeSays(seen) !== '', 'the node is no witness'),
      ...seen.report.blindSpots.map(({ what, why }) => `blind: ${what}: ${why}`),
    ]);
  }
  const more = (await inventory(context)).filter((one) => !before.includes(one));
  checks.note('nothing is left behind', more.join(', '), [
    ...(await leftCanaries(context)),
    ...more.map((one) => `${one} was not there before`),
  ]);
}

function isRecovered({ report }: Diagnosis): boolean {
  return report.findings.some(({ reason }) => reason === 'pushed-later' || reason === 'works-now');
}

/** An image that is pushed after its pod failed: only the back-off remains. */
async function judgeRecovered(context: PartContext, checks: Checks, stack: 'new' | 'old'): Promise<void> {
  const { api, registries } = context.cluster;
  const place = placeOn(stack);
  const name = `late-${stack}`;
  await api.create(pod(place, name, { image: at('registry', `team/late:1.0-${stack}`) }));
  await untilFailed(api, place.namespace, name, 'ImagePullBackOff');
  const image = buildImage({ name, created: new Date().toISOString() });
  await pushImage(registries.open, 'team/late', `1.0-${stack}`, image);
  const target = [`pod/${name}`, '-n', place.namespace];
  const asked = await context.diagnose([...target, '--cacert', registries.trusted]);
  const waitsAfterAsking = (await stateOf(api, place.namespace, name)).includes('ImagePullBackOff');
  const seen = await context.diagnose([...target, '--from-node', '--yes', '--no-probe']);
  const waits = (await stateOf(api, place.namespace, name)).includes('ImagePullBackOff');
  const reasons = [asked, seen].map(({ report }) => report.findings[0]?.reason ?? 'none');
  // The kubelet may have tried again in the meantime: then there is nothing to judge.
  checks.note(`pushed after the failure (${stack})`, `${reasons.join()}: ${nodeSays(seen)}`, [
    unless(!waitsAfterAsking || isRecovered(asked), `asked registries: reason ${reasons[0] ?? ''}`),
    unless(!waits || isRecovered(seen), `from the node: reason ${reasons[1] ?? ''}`),
  ]);
}

/** Nothing is made where nobody said yes, or where pods may not be made. */
async function judgeUnasked(context: PartContext, checks: Checks): Promise<void> {
  const { namespace } = placeOn('new');
  const target = ['pod/missing-tag', '-n', namespace, '--from-node', '--no-probe'];
  const unasked = await context.run(target);
  checks.note('nobody to ask', unasked.stderr, [
    unlessCode(unasked.code, 2),
    unlessSays(unasked.stderr, /--yes/u),
  ]);
  const given = await context.shell(`pulldoctor rbac -n ${namespace} --for user:jane | kubectl apply -f -`);
  const refused = await context.diagnose([...target, '--yes', '--as', 'jane']);
  const blind = refused.report.blindSpots.map(({ what, why, grant = '' }) => `${what}: ${why} ${grant}`);
  checks.note('pods may not be made', blind.join('; '), [
    unlessCode(given.code, 0),
    unless(pullsByPod(refused.report).size === 1, 'the pod is not found any more'),
    unlessSays(blind.join('; '), /--from-node/u),
    ...(await leftCanaries(context)),
  ]);
  const more = await context.shell(
    `pulldoctor rbac -n ${namespace} --from-node --for user:jane | kubectl apply -f -`,
  );
  const allowed = await context.diagnose([...target, '--yes', '--as', 'jane']);
  checks.note('the role for it suffices', nodeSays(allowed), [
    unlessCode(more.code, 0),
    unless(nodeSays(allowed) !== '', JSON.stringify(allowed.report.blindSpots)),
    ...(await leftCanaries(context)),
  ]);
}

/** Fresh pulls on real nodes: what they say, and that nothing stays behind. */
export async function judgeCanary(context: PartContext): Promise<readonly Check[]> {
  const checks = new Checks('canary');
  await makeFreshPods(context);
  await judgeUnasked(context, checks);
  await judgeStill(context, checks);
  await judgeInterrupt(context, checks);
  await judgeKilled(context, checks);
  await Promise.all([judgeRecovered(context, checks, 'new'), judgeRecovered(context, checks, 'old')]);
  return checks.list;
}
