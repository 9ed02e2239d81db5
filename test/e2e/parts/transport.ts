import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADDRESSES, API_PORT } from '../cluster/addresses.ts';
import { Checks, unless, unlessCode, unlessSays, type Check } from './check.ts';
import type { PartContext } from './part-context.ts';
import { brokenWays, NAMESPACE, soundWays, type Way } from './transport-ways.ts';

const ACCOUNT = 'pulldoctor-reader';

/** A service account that may read everything, and a token of it. */
async function accountToken(context: PartContext): Promise<string> {
  const { api } = context.cluster;
  const metadata = { name: ACCOUNT, namespace: NAMESPACE };
  await api.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  const given = await context.shell(
    `pulldoctor rbac -A --nodes --secrets --for serviceaccount:${NAMESPACE}:${ACCOUNT} | kubectl apply -f -`,
  );
  if (given.code !== 0) throw new Error(`rights of a service account: ${given.stderr}`);
  const made = await context.shell(`kubectl create token ${ACCOUNT} -n ${NAMESPACE}`);
  if (made.code !== 0) throw new Error(`token of a service account: ${made.stderr}`);
  return made.stdout.trim();
}

const MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** As a pod has it: files of its service account and the address in the environment, no kubeconfig. */
async function judgeInCluster(context: PartContext, token: string, checks: Checks): Promise<void> {
  const { cluster } = context;
  mkdirSync(MOUNT, { recursive: true });
  writeFileSync(join(MOUNT, 'token'), token);
  writeFileSync(join(MOUNT, 'namespace'), NAMESPACE);
  writeFileSync(join(MOUNT, 'ca.crt'), readFileSync(cluster.authority.pair.certificate));
  const env = {
    KUBECONFIG: '',
    HOME: cluster.folder,
    KUBERNETES_SERVICE_HOST: ADDRESSES.cluster,
    KUBERNETES_SERVICE_PORT: String(API_PORT),
  };
  await judgeWay(
    context,
    { what: 'inside a pod', args: ['pod/missing-tag', '--no-probe'], env, code: 1 },
    token,
    checks,
  );
  rmSync(MOUNT, { recursive: true });
}

async function judgeWay(context: PartContext, way: Way, token: string, checks: Checks): Promise<void> {
  // With everything it would tell, where nothing has to be read off what it tells anyway.
  const loud = way.words === undefined || way.code === 1 ? ['-v', '8'] : [];
  const began = Date.now();
  const { code, stdout, stderr } = await context.run(
    [...way.args, ...loud],
    way.env === undefined ? {} : { env: way.env },
  );
  const took = Date.now() - began;
  const text = loud.length > 0 ? stdout : stdout + stderr;
  checks.note(way.what, text, [
    unlessCode(code, way.code),
    ...(way.words ?? []).map((words) => unlessSays(text, words)),
    unless(took < (way.within ?? 30_000), `took ${took} ms`),
    unless(loud.length === 0 || stderr.includes('/api/v1/'), 'tells no request with -v 8'),
    // A token in a log is a token in a ticket.
    unless(!(stdout + stderr).includes(token), 'shows a token'),
  ]);
}

/** Every way to an API server that a kubeconfig, a flag or a pod can say, and what is said where it fails. */
export async function judgeTransport(context: PartContext): Promise<readonly Check[]> {
  const checks = new Checks('transport');
  if (!context.has(NAMESPACE, 'missing-tag')) return checks.list;
  const token = await accountToken(context);
  for (const way of [...(await soundWays(context, token)), ...(await brokenWays(context, token))])
    await judgeWay(context, way, token, checks);
  await judgeInCluster(context, token, checks);
  return checks.list;
}
