import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { chooseAccess } from '../../../../src/edge/cluster/login/choose-access.ts';
import type { ClusterAccess } from '../../../../src/edge/cluster/login/cluster-access.ts';
import { connectCluster } from '../../../../src/edge/cluster/connect.ts';
import type { ConnectOptions } from '../../../../src/edge/cluster/connect-options.ts';
import { readKubeconfigs } from '../../../../src/edge/cluster/login/kubeconfig-files.ts';
import { base64, fileWith, kubeconfigText, temporaryFolder } from '../kubeconfig-file.ts';
import { certificatePath } from '../stand-in-server.ts';

const TWO = `apiVersion: v1
kind: Config
current-context: prod
contexts:
- name: prod
  context: {cluster: prod, user: dana, namespace: shop}
- name: staging
  context: {cluster: staging, user: dana}
clusters:
- name: prod
  cluster: {server: "https://prod.example", tls-server-name: inner.example}
- name: staging
  cluster: {server: "https://staging.example:6443"}
users:
- name: dana
  user: {token: token-of-dana, tokenFile: token-file}
- name: robot
  user: {token: token-of-robot}
`;

async function access(options: Partial<ConnectOptions>): Promise<ClusterAccess> {
  const whole = { env: {}, stdinIsTerminal: false, ...options };
  return chooseAccess(await readKubeconfigs(whole.kubeconfig, whole.env), whole);
}

async function refusal(options: Partial<ConnectOptions>): Promise<string> {
  const error: unknown = await connectCluster({ env: {}, stdinIsTerminal: false, ...options }).catch(
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Error && error.name === 'UserError', String(error));
  return error.message;
}

suite('which kubeconfig', () => {
  test('the one asked for outranks KUBECONFIG, which outranks ~/.kube/config', async (t) => {
    const home = temporaryFolder(t);
    mkdirSync(join(home, '.kube'));
    writeFileSync(join(home, '.kube/config'), kubeconfigText({ server: 'https://home' }, {}));
    const listed = fileWith(t, kubeconfigText({ server: 'https://listed' }, {}));
    const asked = fileWith(t, kubeconfigText({ server: 'https://asked' }, {}));
    const server = async (options: Partial<ConnectOptions>): Promise<string> =>
      (await access(options)).cluster.server;
    assert.equal(await server({ env: { HOME: home } }), 'https://home');
    assert.equal(await server({ env: { HOME: home, KUBECONFIG: listed } }), 'https://listed');
    assert.equal(
      await server({ env: { HOME: home, KUBECONFIG: listed }, kubeconfig: asked }),
      'https://asked',
    );
  });

  test('of several in KUBECONFIG the first to name a thing wins, and missing ones are passed over', async (t) => {
    const first = fileWith(t, 'clusters:\n- name: prod\n  cluster:\n    server: https://first\nusers: []\n');
    const second = fileWith(t, TWO);
    const third = fileWith(t, 'current-context: staging\nkind: Config\n');
    const env = { KUBECONFIG: ['', '/nowhere/config', first, second, third].join(':') };
    const chosen = await access({ env });
    assert.equal(chosen.context, 'prod');
    assert.equal(chosen.cluster.server, 'https://first');
    // The whole entry, not its fields one by one.
    assert.equal(chosen.cluster.tlsServerName, '');
    assert.equal(chosen.user.file, second);
  });

  test('may be JSON, or YAML that begins like it', async (t) => {
    const json = kubeconfigText({ server: 'https://x' }, {});
    for (const text of [json, json.replaceAll('"server":', 'server: ')]) {
      assert.equal((await access({ kubeconfig: fileWith(t, text) })).cluster.server, 'https://x');
    }
  });

  test('none at all is said with where was looked', async () => {
    const none = await refusal({ env: { HOME: '/nowhere' } });
    assert.match(none, /^no kubeconfig was found \(looked for \/nowhere\/\.kube\/config\)/);
    assert.match(none, /--kubeconfig PATH or set KUBECONFIG$/);
    assert.match(await refusal({ env: { KUBECONFIG: '/a:/b' } }), /looked for \/a, \/b/);
  });

  test('an empty one is none, and one asked for has to be there', async (t) => {
    const empty = fileWith(t, '');
    assert.match(
      await refusal({ env: { KUBECONFIG: empty } }),
      new RegExp(`no kubeconfig was found \\(${empty}`),
    );
    assert.equal(
      await refusal({ kubeconfig: '/nowhere/config' }),
      '/nowhere/config: there is no such kubeconfig',
    );
    const folder = temporaryFolder(t);
    assert.equal(
      await refusal({ kubeconfig: folder }),
      `${folder}: the kubeconfig cannot be read: it is a folder`,
    );
  });
});

suite('which context, cluster and user', () => {
  test('the current one, or the one asked for', async (t) => {
    const kubeconfig = fileWith(t, TWO);
    const { context, namespace, clusterName, userName } = await access({ kubeconfig });
    assert.deepEqual([context, namespace, clusterName, userName], ['prod', 'shop', 'prod', 'dana']);
    const other = await access({ kubeconfig, context: 'staging' });
    assert.deepEqual([other.namespace, other.cluster.server], ['', 'https://staging.example:6443']);
  });

  test('flags outrank it, and clear what does not go with them', async (t) => {
    const kubeconfig = fileWith(t, TWO);
    const chosen = await access({
      kubeconfig,
      cluster: 'staging',
      user: 'robot',
      server: 'https://127.0.0.1:1',
      as: 'erin',
      asGroups: ['a'],
    });
    assert.deepEqual(
      [chosen.cluster.server, chosen.user.token, chosen.user.as, chosen.user.asGroups],
      ['https://127.0.0.1:1', 'token-of-robot', 'erin', ['a']],
    );
    assert.equal((await access({ kubeconfig, server: 'https://x' })).cluster.tlsServerName, '');
    const token = await access({ kubeconfig, token: 'other' });
    assert.deepEqual([token.user.token, token.user.tokenFile], ['other', '']);
  });

  test('a certificate-authority by flag outranks data and insecure, and the other way round', async (t) => {
    const cluster = { server: 'https://x', 'certificate-authority-data': base64('x') };
    const trusting = fileWith(t, kubeconfigText(cluster, {}));
    const insecure = fileWith(
      t,
      kubeconfigText({ server: 'https://x', 'insecure-skip-tls-verify': true }, {}),
    );
    const authority = await access({ kubeconfig: insecure, certificateAuthority: certificatePath('ca.crt') });
    assert.equal(authority.cluster.insecure, false);
    const skipped = await access({ kubeconfig: trusting, insecure: true });
    assert.deepEqual([skipped.cluster.insecure, skipped.cluster.certificateAuthorityData], [true, '']);
  });

  test('a server alone is enough', async () => {
    const chosen = await access({ env: {}, server: 'https://10.0.0.1' });
    assert.deepEqual(
      [chosen.context, chosen.cluster.server, chosen.user.token],
      ['', 'https://10.0.0.1', ''],
    );
  });

  test('names that are not there are said with the nearest, or with all', async (t) => {
    const kubeconfig = fileWith(t, TWO);
    assert.equal(
      await refusal({ kubeconfig, context: 'stagin' }),
      `there is no context "stagin" in ${kubeconfig}; did you mean "staging"?`,
    );
    assert.match(await refusal({ kubeconfig, context: 'other' }), /; there are: "prod", "staging"$/);
    assert.match(await refusal({ kubeconfig, cluster: 'prdo' }), /no cluster "prdo".*did you mean "prod"/);
    assert.match(await refusal({ kubeconfig, user: 'nobody' }), /no user "nobody"/);
    const unset = fileWith(t, TWO.replace('current-context: prod\n', ''));
    assert.match(await refusal({ kubeconfig: unset }), /^no context is chosen.*use-context/);
    const dangling = fileWith(t, TWO.replace('cluster: prod,', 'cluster: gone,'));
    assert.match(await refusal({ kubeconfig: dangling }), /no cluster "gone".*by the context "prod"/);
  });
});

suite('what a kubeconfig may not be', () => {
  const SECRET = 'canary-in-a-kubeconfig';
  const rows: readonly (readonly [what: string, text: string, says: RegExp])[] = [
    [
      'no YAML',
      `users:\n- name: a\n  user: {token: "${SECRET}\n`,
      /is no kubeconfig: it is not valid YAML \(line \d/,
    ],
    ['text', SECRET, /is no kubeconfig: it holds no mapping/],
    ['another kind', `kind: Pod\nname: ${SECRET}\n`, /its kind is Pod, not Config/],
    ['a number for a token', TWO.replace('token-of-dana', '12'), /users\[0\]\.user\.token has to be text/],
    ['a text for a list', `users: ${SECRET}\n`, /: users has to be a list of mappings/],
    [
      'no address',
      TWO.replace('https://prod.example', 'ftp://x'),
      /the server of the cluster "prod".*no http or https/,
    ],
    ['an empty address', TWO.replace('https://prod.example', ''), /the server of the cluster "prod"/],
  ];
  for (const [what, text, says] of rows) {
    test(what, async (t) => {
      const message = await refusal({ kubeconfig: fileWith(t, text) });
      assert.match(message, says);
      assert.ok(!message.includes(SECRET));
    });
  }

  const users: readonly (readonly [what: string, user: object, says: RegExp])[] = [
    ['a certificate without a key', { 'client-certificate': certificatePath('client.crt') }, /no client-key/],
    [
      'a key that is not there',
      { 'client-certificate': certificatePath('client.crt'), 'client-key': 'gone.key' },
      /gone\.key: the client-key of the user "dana" cannot be read: there is no such file/,
    ],
    [
      'data that is no PEM',
      { 'client-certificate-data': base64(SECRET), 'client-key-data': base64(SECRET) },
      /client-certificate-data of the user "dana" is not in PEM form/,
    ],
    [
      'a key of another certificate',
      { 'client-certificate': certificatePath('client.crt'), 'client-key': certificatePath('server.key') },
      /cannot be used \(ERR_OSSL_X509_KEY_VALUES_MISMATCH\)/,
    ],
    [
      'a provider of old',
      { 'auth-provider': { name: 'gcp' } },
      /auth-provider "gcp".*gke-gcloud-auth-plugin/,
    ],
    ['a provider nobody knows', { 'auth-provider': { name: 'mine' } }, /use an exec plugin in its place/],
    ['an empty token file', { tokenFile: '/dev/null' }, /\/dev\/null: the token file is empty/],
    ['groups without a user', { token: 'x', 'as-groups': ['a'] }, /name a user too: --as USER/],
  ];
  for (const [what, user, says] of users) {
    test(`a user with ${what}`, async (t: TestContext) => {
      const kubeconfig = fileWith(t, kubeconfigText({ server: 'https://x' }, { ...user }));
      const message = await refusal({ kubeconfig });
      assert.match(message, says);
      assert.ok(!message.includes(SECRET));
    });
  }

  test('a cluster whose certificates cannot be meant', async (t) => {
    const of = (cluster: object): string =>
      fileWith(t, kubeconfigText({ server: 'https://x', ...cluster }, { token: 'x' }));
    const data = { 'certificate-authority-data': base64('nothing') };
    assert.match(
      await refusal({ kubeconfig: of(data) }),
      /certificate-authority-data.*no certificate in PEM form/,
    );
    const both = of({ ...data, 'insecure-skip-tls-verify': true });
    assert.match(await refusal({ kubeconfig: both }), /insecure-skip-tls-verify.*rules out/);
    const gone = of({ 'certificate-authority': 'gone.crt' });
    assert.match(await refusal({ kubeconfig: gone }), /gone\.crt: the certificate-authority.*no such file/);
    const proxy = of({ 'proxy-url': 'ftp://proxy' });
    assert.match(await refusal({ kubeconfig: proxy }), /the proxy-url of the cluster "there" is no http/);
  });
});
