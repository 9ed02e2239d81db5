import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { ApiClient } from '../../../src/edge/cluster/api-client.ts';
import { connectCluster } from '../../../src/edge/cluster/connect.ts';
import { connectProxy, socksProxy } from '../host/stand-in-proxy.ts';
import {
  base64,
  connected,
  fileWith,
  kubeconfigText,
  NO_ENVIRONMENT,
  temporaryFolder,
  trusting,
} from './kubeconfig-file.ts';
import {
  certificate,
  certificatePath,
  clientName,
  plainServer,
  sendJson,
  tlsServer,
  type Handler,
} from './stand-in-server.ts';

/** Answers with what it was shown of who asks. */
const mirror: Handler = (request, response) => {
  const { authorization, ...headers } = request.headers;
  const asked = Object.entries(headers).filter(([name]) => name.startsWith('impersonate-'));
  sendJson(response, { authorization, client: clientName(request), ...Object.fromEntries(asked) });
};

async function seen(client: ApiClient): Promise<unknown> {
  const answer = await client.fetch({ path: '/version' });
  assert.ok(answer.ok, answer.ok ? '' : answer.failure.says);
  return answer.value;
}

suite('connectCluster', () => {
  test('asks as the kubeconfig says', async (t) => {
    const server = await tlsServer(t, (request, response) => {
      const { authorization, 'user-agent': userAgent, accept } = request.headers;
      sendJson(response, { authorization, userAgent, accept });
    });
    const userAgent = 'pulldoctor/9 (linux/amd64)';
    const connection = await connected(t, trusting(server.url), { token: 'token-of-dana' }, { userAgent });
    const { client, context, namespace, user } = connection;
    assert.deepEqual([context, namespace, user], ['test', 'default', 'dana']);
    assert.equal(client.server, server.url);
    const query = { limit: 2, labelSelector: 'a in (b)', watch: undefined };
    const answer = await client.fetch({ path: '/api/v1/pods', query });
    const value = { authorization: 'Bearer token-of-dana', userAgent, accept: 'application/json' };
    assert.deepEqual(answer, { ok: true, value });
    assert.deepEqual(server.requests, ['GET /api/v1/pods?limit=2&labelSelector=a%20in%20(b)']);
  });

  test('shows a client certificate, by data or by files beside the kubeconfig', async (t) => {
    const server = await tlsServer(t, mirror, { asksClient: true });
    const byData = await connected(t, trusting(server.url), {
      'client-certificate-data': base64(certificate('client.crt')),
      'client-key-data': base64(certificate('client.key')),
    });
    assert.deepEqual(await seen(byData.client), { client: 'dana' });
    const folder = temporaryFolder(t);
    for (const name of ['client.crt', 'client.key', 'ca.crt'])
      copyFileSync(certificatePath(name), join(folder, name));
    const kubeconfig = join(folder, 'config');
    const cluster = { server: server.url, 'certificate-authority': 'ca.crt' };
    const user = { 'client-certificate': 'client.crt', 'client-key': './client.key', token: 'both' };
    writeFileSync(kubeconfig, kubeconfigText(cluster, user));
    const byFile = await connected(t, {}, {}, { kubeconfig });
    assert.deepEqual(await seen(byFile.client), { client: 'dana', authorization: 'Bearer both' });
  });

  test('shows user and password, a token before them', async (t) => {
    const server = await tlsServer(t, mirror);
    const user = { username: 'dana', password: 'pass:word' };
    const basic = await connected(t, trusting(server.url), user);
    assert.deepEqual(await seen(basic.client), { authorization: `Basic ${base64('dana:pass:word')}` });
    const token = await connected(t, trusting(server.url), user, { token: 'by-flag' });
    assert.deepEqual(await seen(token.client), { authorization: 'Bearer by-flag' });
  });

  test('reads a token file again when the server refuses the token', async (t) => {
    const path = fileWith(t, 'old\n', 'token');
    const server = await tlsServer(t, (request, response) => {
      if (request.headers.authorization === 'Bearer new') return mirror(request, response);
      writeFileSync(path, 'new\n');
      sendJson(response, {}, 401);
    });
    const { client } = await connected(t, trusting(server.url), { tokenFile: path, token: 'older' });
    assert.deepEqual(await seen(client), { authorization: 'Bearer new' });
    assert.equal(server.requests.length, 2);
  });

  test('asks to be another user, in every header of it', async (t) => {
    const server = await tlsServer(t, mirror);
    const user = { token: 'x', 'as-user-extra': { 'Example.com/Team%': ['a', 'b'] } };
    const flags = { as: 'Zoë', asUid: 'u-1', asGroups: ['devs', 'ops'] };
    const { client } = await connected(t, trusting(server.url), user, flags);
    assert.deepEqual(await seen(client), {
      authorization: 'Bearer x',
      'impersonate-user': Buffer.from('Zoë').toString('latin1'),
      'impersonate-uid': 'u-1',
      'impersonate-group': 'devs, ops',
      'impersonate-extra-example.com%2fteam%25': 'a, b',
    });
  });

  test('says who asks only by TLS', async (t) => {
    const server = await plainServer(t, mirror);
    const { client } = await connected(t, { server: server.url });
    assert.deepEqual(await seen(client), {});
  });

  test('keeps the path of a server that has one, and speaks to it by IPv6', async (t) => {
    const server = await tlsServer(t, mirror);
    const { client } = await connected(t, trusting(`${server.url}/k8s/clusters/c-abc/`));
    await client.fetch({ path: '/api/v1/pods', query: { limit: 1 } });
    assert.deepEqual(server.requests, ['GET /k8s/clusters/c-abc/api/v1/pods?limit=1']);
    assert.equal(client.server, `${server.url}/k8s/clusters/c-abc`);
  });

  test('checks the name it was told, or nothing when it was told that', async (t) => {
    const server = await tlsServer(t, mirror, { name: 'server-other-name' });
    const named = await connected(t, trusting(server.url, { 'tls-server-name': 'kubernetes.default.svc' }));
    assert.deepEqual(await seen(named.client), { authorization: 'Bearer token-of-dana' });
    const flag = await connected(t, trusting(server.url), {}, { tlsServerName: '10.96.0.1' });
    assert.deepEqual(await seen(flag.client), {});
    const insecure = await connected(t, { server: server.url, 'insecure-skip-tls-verify': true }, {});
    assert.deepEqual(await seen(insecure.client), {});
  });

  test('trusts what the machine trusts where no certificates are named', async (t) => {
    const server = await tlsServer(t, mirror);
    const env = { ...NO_ENVIRONMENT, SSL_CERT_FILE: certificatePath('ca.crt') };
    const { client } = await connected(t, { server: server.url }, {}, { env });
    assert.deepEqual(await seen(client), {});
  });

  test('finds the service account of the pod it runs in', async (t) => {
    const server = await tlsServer(t, mirror);
    const serviceAccountFolder = temporaryFolder(t);
    for (const [name, text] of Object.entries({
      token: 'of-the-pod\n',
      'ca.crt': certificate('ca.crt'),
      namespace: 'shop\n',
    })) {
      writeFileSync(join(serviceAccountFolder, name), text);
    }
    const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(server.port) };
    const options = { env, stdinIsTerminal: false, serviceAccountFolder };
    const { client, context, namespace } = await connectCluster(options);
    t.after(() => client.close());
    assert.deepEqual([context, namespace], ['in-cluster', 'shop']);
    assert.deepEqual(await seen(client), { authorization: 'Bearer of-the-pod' });
    const named = await connectCluster({ ...options, env: { ...env, POD_NAMESPACE: 'from-the-pod' } });
    assert.equal(named.namespace, 'from-the-pod');
  });
});

suite('connectCluster goes through a proxy', () => {
  const names = { 'api.cluster.example': '127.0.0.1' };

  test('of the cluster, or of the environment', async (t) => {
    const server = await tlsServer(t, mirror);
    const url = `https://api.cluster.example:${server.port}`;
    const proxy = await connectProxy(t, { names });
    const own = await connected(t, trusting(url, { 'proxy-url': `http://127.0.0.1:${proxy.port}` }));
    assert.deepEqual(await seen(own.client), { authorization: 'Bearer token-of-dana' });
    const env = { ...NO_ENVIRONMENT, https_proxy: `127.0.0.1:${proxy.port}` };
    const byEnvironment = await connected(t, trusting(url), {}, { env });
    assert.deepEqual(await seen(byEnvironment.client), {});
    assert.equal(proxy.asked.length, 2);
    assert.ok(proxy.asked.every((head) => !head.includes('token-of-dana')));
  });

  test('of the SOCKS kind', async (t) => {
    const server = await tlsServer(t, mirror, { asksClient: true });
    const proxy = await socksProxy(t, { names });
    const cluster = trusting(`https://api.cluster.example:${server.port}`, {
      'proxy-url': `socks5://127.0.0.1:${proxy.port}`,
    });
    const user = {
      'client-certificate': certificatePath('client.crt'),
      'client-key': certificatePath('client.key'),
    };
    assert.deepEqual(await seen((await connected(t, cluster, user)).client), { client: 'dana' });
  });

  test('unless NO_PROXY names the server, or it is this machine', async (t) => {
    const server = await tlsServer(t, mirror);
    const env = { ...NO_ENVIRONMENT, HTTPS_PROXY: 'http://127.0.0.1:1' };
    const { client } = await connected(t, trusting(server.url), {}, { env });
    assert.deepEqual(await seen(client), {});
  });
});
