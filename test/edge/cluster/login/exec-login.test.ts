import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import type { ApiAnswer } from '../../../../src/edge/cluster/api-client.ts';
import { connectCluster } from '../../../../src/edge/cluster/connect.ts';
import type { ConnectOptions } from '../../../../src/edge/cluster/connect-options.ts';
import {
  connected,
  fileWith,
  kubeconfigText,
  temporaryFolder,
  trusting,
  type Fields,
} from '../kubeconfig-file.ts';
import {
  certificate,
  clientName,
  sendJson,
  tlsServer,
  type Handler,
  type StandIn,
} from '../stand-in-server.ts';

const PLUGINS = join(import.meta.dirname, '../exec-plugins');
const V1 = 'client.authentication.k8s.io/v1';
const V1BETA1 = 'client.authentication.k8s.io/v1beta1';
const SECRET = 'canary-of-a-plugin';

const mirror: Handler = (request, response) => {
  sendJson(response, request.headers.authorization ?? clientName(request) ?? null);
};

function plugin(name: string, more: Fields = {}): Fields {
  return { exec: { apiVersion: V1, interactiveMode: 'Never', command: join(PLUGINS, name), ...more } };
}

function environment(variables: Readonly<Record<string, string>>): Fields {
  return { env: Object.entries(variables).map(([name, value]) => ({ name, value })) };
}

async function ask(
  t: TestContext,
  server: StandIn,
  user: Fields,
  options: Partial<ConnectOptions> = {},
): Promise<ApiAnswer<unknown>> {
  const { client } = await connected(t, trusting(server.url), user, options);
  return client.fetch({ path: '/version' });
}

suite('exec plugins as the clouds have them', () => {
  /** By their names on PATH, as their kubeconfigs call them. */
  const env = { PATH: `${PLUGINS}:${process.env['PATH'] ?? ''}` };

  test('aws eks get-token', async (t) => {
    const server = await tlsServer(t, mirror);
    const args = ['--region', 'eu-west-1', 'eks', 'get-token', '--cluster-name', 'prod', '--output', 'json'];
    for (const apiVersion of [V1BETA1, V1]) {
      const variables = environment({ AWS_PROFILE: 'prod' });
      const user = plugin('aws', { apiVersion, command: 'aws', args, ...variables });
      assert.deepEqual(await ask(t, server, user, { env }), { ok: true, value: 'Bearer k8s-aws-v1.prod' });
    }
  });

  test('gke-gcloud-auth-plugin, which is told of the cluster', async (t) => {
    const server = await tlsServer(t, mirror);
    const user = {
      exec: {
        apiVersion: V1BETA1,
        command: 'gke-gcloud-auth-plugin',
        args: null,
        env: null,
        installHint: 'Install it',
        provideClusterInfo: true,
      },
    };
    assert.deepEqual(await ask(t, server, user, { env }), { ok: true, value: 'Bearer ya29.of-the-project' });
  });

  test('kubelogin, whose own words are passed on', async (t) => {
    const server = await tlsServer(t, mirror);
    let words = '';
    const user = plugin('kubelogin', {
      apiVersion: V1BETA1,
      command: 'kubelogin',
      args: ['get-token', '--login', 'azurecli'],
    });
    const stderr = (text: string): void => void (words += text);
    assert.deepEqual(await ask(t, server, user, { env, stderr }), {
      ok: true,
      value: 'Bearer eyJ0eXAi.of.azure',
    });
    assert.equal(words, 'To sign in, use a web browser\n');
  });
});

suite('a credential of a plugin', () => {
  test('is kept for all requests, and fetched once for those at the same time', async (t) => {
    const server = await tlsServer(t, mirror);
    const runs = fileWith(t, '');
    const user = plugin('counting', environment({ RUNS: runs, ENDS: '' }));
    const { client } = await connected(t, trusting(server.url), user);
    const answers = await Promise.all([1, 2, 3].map(() => client.fetch({ path: '/' })));
    answers.push(await client.fetch({ path: '/' }));
    assert.deepEqual(
      answers,
      Array.from({ length: 4 }, () => ({ ok: true, value: 'Bearer run-1' })),
    );
    assert.equal(readFileSync(runs, 'utf8'), 'x');
  });

  test('is used to its end even when the plugin says it is over', async (t) => {
    const server = await tlsServer(t, mirror);
    const runs = fileWith(t, '');
    const ENDS = ',"expirationTimestamp":"2020-01-01T00:00:00Z"';
    const { client } = await connected(
      t,
      trusting(server.url),
      plugin('counting', environment({ RUNS: runs, ENDS })),
    );
    for (const _ of [1, 2])
      assert.deepEqual(await client.fetch({ path: '/' }), { ok: true, value: 'Bearer run-1' });
  });

  test('is fetched anew before its end', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-01-01T00:00:00Z') });
    const server = await tlsServer(t, mirror);
    const runs = fileWith(t, '');
    const ENDS = ',"expirationTimestamp":"2026-01-01T00:10:00Z"';
    const { client } = await connected(
      t,
      trusting(server.url),
      plugin('counting', environment({ RUNS: runs, ENDS })),
    );
    const value = async (): Promise<unknown> => client.fetch({ path: '/' });
    assert.deepEqual(await value(), { ok: true, value: 'Bearer run-1' });
    t.mock.timers.setTime(Date.parse('2026-01-01T00:09:49Z'));
    assert.deepEqual(await value(), { ok: true, value: 'Bearer run-1' });
    t.mock.timers.setTime(Date.parse('2026-01-01T00:09:51Z'));
    assert.deepEqual(await value(), { ok: true, value: 'Bearer run-2' });
  });

  test('is fetched anew, once, when the server refuses it', async (t) => {
    const server = await tlsServer(t, (request, response) => {
      if (request.headers.authorization === 'Bearer run-2') mirror(request, response);
      else sendJson(response, {}, 401);
    });
    const user = plugin('counting', environment({ RUNS: fileWith(t, ''), ENDS: '' }));
    assert.deepEqual(await ask(t, server, user), { ok: true, value: 'Bearer run-2' });
    const strict = await tlsServer(t, (_, response) => sendJson(response, {}, 401));
    const answer = await ask(t, strict, user);
    assert.ok(!answer.ok && answer.failure.status === 401);
    assert.match(answer.failure.says, /does not accept the exec plugin ".*counting" of the user "dana"/);
    assert.equal(strict.requests.length, 2);
  });

  test('may be a certificate', async (t) => {
    const server = await tlsServer(t, mirror, { asksClient: true });
    const status = {
      clientCertificateData: certificate('client.crt'),
      clientKeyData: certificate('client.key'),
    };
    const PRINTS = JSON.stringify({ kind: 'ExecCredential', apiVersion: V1, status });
    assert.deepEqual(await ask(t, server, plugin('printing', environment({ PRINTS }))), {
      ok: true,
      value: 'dana',
    });
  });

  test('is not asked for where there is another', async (t) => {
    const server = await tlsServer(t, mirror);
    const user = plugin('printing', environment({ EXIT: '1' }));
    assert.deepEqual(await ask(t, server, { ...user, token: 'own' }), { ok: true, value: 'Bearer own' });
    assert.deepEqual(await ask(t, server, user, { token: 'flag' }), { ok: true, value: 'Bearer flag' });
  });
});

suite('what a plugin is told', () => {
  test('in KUBERNETES_EXEC_INFO', async (t) => {
    const server = await tlsServer(t, mirror);
    const script = '#!/bin/sh\nprintf "%s" "$KUBERNETES_EXEC_INFO" > "$SEEN"\nexit 1\n';
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, 'plugin.sh'), script, { mode: 0o755 });
    const seen = join(folder, 'seen.json');
    // A path is taken from the kubeconfig's folder, and the variables are those of the kubeconfig.
    const user = plugin('', {
      command: './plugin.sh',
      ...environment({ SEEN: seen }),
      provideClusterInfo: true,
    });
    const config = { audience: 'x' };
    const cluster = trusting(server.url, {
      'tls-server-name': 'localhost',
      extensions: [{ name: 'client.authentication.k8s.io/exec', extension: config }],
    });
    const kubeconfig = join(folder, 'config');
    writeFileSync(kubeconfig, kubeconfigText(cluster, user));
    const { client } = await connected(t, {}, {}, { kubeconfig });
    assert.equal((await client.fetch({ path: '/' })).ok, false);
    assert.deepEqual(JSON.parse(readFileSync(seen, 'utf8')), {
      kind: 'ExecCredential',
      apiVersion: V1,
      spec: {
        interactive: false,
        cluster: {
          server: server.url,
          'tls-server-name': 'localhost',
          'certificate-authority-data': cluster['certificate-authority-data'],
          config,
        },
      },
    });
  });
});

suite('a plugin that gives nothing', () => {
  const credential = (fields: object): string =>
    JSON.stringify({ kind: 'ExecCredential', apiVersion: V1, ...fields });
  const rows: readonly (readonly [
    what: string,
    variables: Readonly<Record<string, string>>,
    says: RegExp,
  ])[] = [
    ['fails', { EXIT: '255' }, /failed with exit code 255/],
    ['is silent', {}, /printed nothing where an ExecCredential was to come$/],
    [
      'gives a token with a character of control',
      { PRINTS: credential({ status: { token: `${SECRET}\nX-Other: 1` } }) },
      /^the exec plugin ".*printing" of the user "dana" gave a token \(status\.token\) with a character that no header can carry$/,
    ],
    [
      'gives a pair that is none',
      {
        PRINTS: credential({
          status: {
            clientCertificateData: certificate('client.crt'),
            clientKeyData: certificate('client.key').replace(/[A-Za-z0-9+/]{64}/u, ''),
          },
        }),
      },
      /gave a certificate and a key that do not fit$/,
    ],
  ];
  for (const [what, variables, says] of rows) {
    test(what, async (t) => {
      const server = await tlsServer(t, mirror);
      const answer = await ask(t, server, plugin('printing', environment(variables)));
      assert.ok(!answer.ok);
      assert.equal(answer.failure.kind, 'login');
      assert.match(answer.failure.says, says);
      assert.ok(!answer.failure.says.includes(SECRET));
      assert.equal(server.requests.length, 0);
    });
  }

  test('is not there', async (t) => {
    const server = await tlsServer(t, mirror);
    const says = async (more: Fields): Promise<string> => {
      const answer = await ask(t, server, plugin('', more), { env: { PATH: '/nowhere' } });
      return answer.ok ? 'ok' : answer.failure.says;
    };
    const aws = 'the exec plugin "aws" of the user "dana" is not installed, or not on PATH';
    assert.equal(await says({ command: 'aws' }), `${aws}: install version 2 of the AWS CLI`);
    assert.equal(
      await says({ command: 'aws', installHint: 'Ask\u001b[1m Kim.\n' }),
      `${aws}: Ask\\x1b[1m Kim.`,
    );
    assert.match(
      await says({ command: '/etc/passwd' }),
      /cannot be run: the file is not executable for you$/,
    );
  });

  test('hangs, and is ended with the time for a request', async (t) => {
    const server = await tlsServer(t, mirror);
    const pidFile = join(temporaryFolder(t), 'pid');
    const user = plugin('hanging', environment({ PID_FILE: pidFile }));
    const answer = await ask(t, server, user, { requestTimeout: 400 });
    assert.ok(!answer.ok);
    assert.match(
      answer.failure.says,
      /gave no credentials within 0\.4 s; --request-timeout gives it longer$/,
    );
    await gone(Number(readFileSync(pidFile, 'utf8')));
  });

  test('is ended when nobody waits any more', async (t) => {
    const server = await tlsServer(t, mirror);
    const pidFile = join(temporaryFolder(t), 'pid');
    const { client } = await connected(
      t,
      trusting(server.url),
      plugin('hanging', environment({ PID_FILE: pidFile })),
    );
    const asked = client.fetch({ path: '/' });
    while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await new Promise(setImmediate);
    client.close();
    const answer = await asked;
    assert.ok(!answer.ok && answer.failure.kind === 'login');
    await gone(Number(readFileSync(pidFile, 'utf8')));
  });
});

/** Waits for a process to end: it was told to, and does so at once. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise(setImmediate);
  }
}

suite('a plugin that cannot work is refused before anything is asked', () => {
  const rows: readonly (readonly [what: string, exec: Fields, says: RegExp])[] = [
    ['no command', { command: '' }, /has no command$/],
    ['no version', { apiVersion: '' }, /has no apiVersion$/],
    [
      'a version of old',
      { apiVersion: 'client.authentication.k8s.io/v1alpha1', command: 'aws' },
      /"client\.authentication\.k8s\.io\/v1alpha1", which is no longer supported; .*aws eks update-kubeconfig/,
    ],
    ['no interactiveMode in v1', { interactiveMode: '' }, /has no interactiveMode/],
    ['another interactiveMode', { interactiveMode: 'Sometimes' }, /not Never, IfAvailable or Always$/],
    ['a question without a terminal', { interactiveMode: 'Always' }, /standard input is not a terminal$/],
    ['a variable without a name', { env: [{ value: SECRET }] }, /has an env without a name$/],
  ];
  for (const [what, exec, says] of rows) {
    test(what, async (t) => {
      const kubeconfig = fileWith(t, kubeconfigText({ server: 'https://x' }, plugin('aws', exec)));
      const options = { kubeconfig, env: {}, stdinIsTerminal: false };
      await assert.rejects(connectCluster(options), (error: Error) => {
        assert.equal(error.name, 'UserError');
        assert.match(error.message, says);
        return !error.message.includes(SECRET);
      });
    });
  }
});
