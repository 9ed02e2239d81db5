import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADDRESSES, API_PORT } from '../cluster/addresses.ts';
import type { KeyPair } from '../cluster/certificates.ts';
import type { PartContext } from './part-context.ts';

export const NAMESPACE = 'shop-new';
const TARGET = ['pod/missing-tag', '-n', NAMESPACE, '--no-probe'] as const;

/** How one may reach the API server, and what has to come of it. */
export interface Way {
  readonly what: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly code: number;
  readonly words?: readonly RegExp[];
  /** Milliseconds within which it has to have ended. */
  readonly within?: number;
}

/** A kubeconfig with the lane's cluster and one user, changed as wanted. */
function configFile(
  { cluster }: PartContext,
  name: string,
  user: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const file = join(cluster.folder, `${name}.kubeconfig`);
  const own = {
    server: cluster.server,
    'certificate-authority': cluster.authority.pair.certificate,
    ...more,
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'e2e', cluster: own }],
    users: [{ name, user }],
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: name, namespace: NAMESPACE } }],
    'current-context': 'e2e',
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** A credential plugin as the kubeconfig names it: prints what it was given. */
function pluginFor(
  { cluster }: PartContext,
  name: string,
  status: Readonly<Record<string, unknown>>,
): string {
  const file = join(cluster.folder, `plugin-${name}`);
  const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status };
  writeFileSync(`${file}.json`, JSON.stringify(credential));
  writeFileSync(file, `#!/bin/sh\nexec cat '${file}.json'\n`);
  chmodSync(file, 0o755);
  return file;
}

function execUser(command: string): Readonly<Record<string, unknown>> {
  return {
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command,
      interactiveMode: 'Never',
      provideClusterInfo: true,
    },
  };
}

function pemOf({ certificate, key }: KeyPair): Readonly<Record<string, string>> {
  return {
    clientCertificateData: readFileSync(certificate, 'utf8'),
    clientKeyData: readFileSync(key, 'utf8'),
  };
}

/** Ways that lead there. */
export async function soundWays(context: PartContext, token: string): Promise<readonly Way[]> {
  const { cluster } = context;
  const tokenFile = join(cluster.folder, 'token');
  writeFileSync(tokenFile, `${token}\n`);
  const admin = await cluster.authority.issue({ name: 'exec-admin', subject: '/O=system:masters/CN=exec' });
  const config = (
    name: string,
    user: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, string>> => ({
    KUBECONFIG: configFile(context, name, user),
  });
  const found = { args: TARGET, code: 1, words: [/missing-tag/u] };
  const noFile = { KUBECONFIG: join(cluster.folder, 'nothing-here'), HOME: cluster.folder };
  const flags = ['--server', cluster.server, '--certificate-authority', cluster.authority.pair.certificate];
  return [
    { ...found, what: 'token of a service account', env: config('token', { token }) },
    { ...found, what: 'token file', env: config('token-file', { tokenFile }) },
    { ...found, what: 'flags alone', args: [...TARGET, ...flags, '--token', token], env: noFile },
    {
      ...found,
      what: 'plugin that prints a token',
      env: config('exec-token', execUser(pluginFor(context, 'token', { token }))),
    },
    {
      ...found,
      what: 'plugin that prints a certificate',
      env: config('exec-certificate', execUser(pluginFor(context, 'certificate', pemOf(admin)))),
    },
    {
      ...found,
      what: 'plugin whose credential has expired is asked again',
      env: config(
        'exec-old',
        execUser(pluginFor(context, 'old', { token, expirationTimestamp: '2020-01-01T00:00:00Z' })),
      ),
    },
    {
      ...found,
      what: 'impersonation of an administrator',
      args: [...TARGET, '--as', 'boss', '--as-group', 'system:masters'],
    },
    {
      what: 'impersonation of someone without rights',
      args: [...TARGET, '--as', 'jane'],
      code: 3,
      words: [/jane/u, /forbidden/u],
    },
    {
      ...found,
      what: 'namespace of the context',
      args: ['pod/missing-tag', '--no-probe'],
      env: config('context', { token }),
    },
  ];
}

/** Ways that do not lead there, each with who has to do what. */
export async function brokenWays(context: PartContext, token: string): Promise<readonly Way[]> {
  const { cluster } = context;
  const expired = await cluster.authority.issue({
    name: 'expired-client',
    subject: '/O=system:masters/CN=late',
    expired: true,
  });
  const late = configFile(context, 'expired-client', {
    'client-certificate': expired.certificate,
    'client-key': expired.key,
  });
  const config = (
    name: string,
    more: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, string>> => ({
    KUBECONFIG: configFile(context, name, { token }, more),
  });
  const at = (address: string, port: number = API_PORT): string => `https://${address}:${port}`;
  return [
    {
      what: 'expired client certificate',
      args: TARGET,
      env: { KUBECONFIG: late },
      code: 3,
      words: [/expired/u, /certificate/u],
    },
    {
      what: 'authority that signed another',
      args: TARGET,
      env: config('wrong-authority', { 'certificate-authority': cluster.registries.trusted }),
      code: 3,
      words: [/certificate/u, /authority|trusted|unknown/u],
    },
    {
      what: 'name that the certificate does not bear',
      args: TARGET,
      env: config('wrong-name', { 'tls-server-name': 'other.example.test' }),
      code: 3,
      words: [/other\.example\.test/u, /tls-server-name/u],
    },
    {
      what: 'name of the certificate in place of the address',
      args: TARGET,
      env: config('server-name', { 'tls-server-name': 'kubernetes.default.svc' }),
      code: 1,
    },
    {
      what: 'certificate not looked at',
      args: [...TARGET, '--insecure-skip-tls-verify'],
      env: config('insecure', { 'certificate-authority': undefined }),
      code: 1,
    },
    {
      what: 'nobody listens',
      args: TARGET,
      env: config('refused', { server: at(ADDRESSES.refused) }),
      code: 3,
      words: [/refused/u],
    },
    {
      what: 'packets vanish',
      args: [...TARGET, '--request-timeout', '2s'],
      env: config('hole', { server: at(ADDRESSES.hole) }),
      code: 3,
      words: [/2 ?s|timed? ?out|no answer/u],
      within: 8_000,
    },
    {
      what: 'accepted and never answered',
      args: [...TARGET, '--request-timeout', '2s'],
      env: config('mute', { server: at(ADDRESSES.mute, 443) }),
      code: 3,
      words: [/2 ?s|timed? ?out|no answer/u],
      within: 8_000,
    },
    {
      what: 'plain HTTP',
      args: TARGET,
      env: config('plain', { server: at(ADDRESSES.plain, 443) }),
      code: 3,
      words: [/does not speak TLS/u, /http/iu],
    },
    {
      what: 'token that is none',
      args: [...TARGET, '--token', 'nonsense'],
      env: config('bad-token', {}),
      code: 3,
      words: [/401|unauthorized|logged? in|token/iu],
    },
    {
      what: 'plugin that is not there',
      args: TARGET,
      env: { KUBECONFIG: configFile(context, 'exec-absent', execUser('pulldoctor-no-such-plugin')) },
      code: 3,
      words: [/pulldoctor-no-such-plugin/u],
    },
    {
      what: 'context that is not there',
      args: [...TARGET, '--context', 'e2f'],
      code: 2,
      words: [/e2f/u, /e2e/u],
    },
    {
      what: 'no kubeconfig',
      args: TARGET,
      env: { KUBECONFIG: join(cluster.folder, 'nothing-here'), HOME: cluster.folder },
      code: 2,
      words: [/kubeconfig/iu],
    },
  ];
}
