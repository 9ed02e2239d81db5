import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { type ApiServer, startApiServer } from '../../../src/sandbox/api-server/api-server.ts';
import { pod } from '../ask.ts';
import { LOOPBACK_TLS } from '../loopback-tls.ts';

// The server is real enough when the real client believes it.

const missing = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status !== 0;

suite('kubectl against the sandbox', { skip: missing && 'kubectl is not here' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-kubectl-'));
  let server: ApiServer;

  before(async () => {
    server = await startApiServer({
      tls: LOOPBACK_TLS,
      users: [
        { name: 'admin', token: 'admin-token', groups: ['system:masters'] },
        {
          name: 'dev',
          token: 'dev-token',
          rules: [{ verbs: ['list'], resources: ['pods'], namespaces: ['shop'] }],
        },
      ],
      objects: [
        pod('web', {
          status: {
            phase: 'Pending',
            containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ErrImagePull' } } }],
          },
        }),
        pod('api', { labels: { app: 'api' } }),
      ],
    });
    for (const user of ['admin', 'dev']) writeFileSync(join(folder, user), server.kubeconfig(user));
  });

  after(async () => {
    rmSync(folder, { recursive: true });
    await server.close();
  });

  const kubectl = (user: string, ...args: readonly string[]): Promise<string> =>
    new Promise((resolve) => {
      const all = [`--kubeconfig=${join(folder, user)}`, `--cache-dir=${join(folder, 'cache')}`, ...args];
      const env = { PATH: process.env['PATH'], HOME: folder };
      execFile('kubectl', all, { env, timeout: 20_000 }, (_, out, error) => resolve(out + error));
    });

  test('gets, pages, selects and describes', async () => {
    assert.match(await kubectl('admin', 'get', 'pods', '-n', 'shop'), /^web +0\/1 +ErrImagePull +0 /mu);
    const paged = await kubectl('admin', 'get', 'po', '-A', '--chunk-size=1', '-o', 'name');
    assert.equal(paged, 'pod/api\npod/web\n');
    assert.equal(
      await kubectl('admin', 'get', 'pods', '-n', 'shop', '-l', 'app in (api)', '-o', 'name'),
      'pod/api\n',
    );
    assert.match(await kubectl('admin', 'describe', 'pod', 'web', '-n', 'shop'), /Reason: +ErrImagePull/u);
    assert.match(await kubectl('admin', 'get', 'po,deploy,sa', '-n', 'shop'), /serviceaccount\/default/u);
  });

  test('hears the refusals', async () => {
    const refused =
      'Error from server (Forbidden): pods is forbidden: User "dev" cannot list resource "pods" in API group "" at the cluster scope\n';
    assert.equal(await kubectl('dev', 'get', 'pods', '-A'), refused);
    assert.equal(await kubectl('dev', 'auth', 'can-i', 'list', 'pods', '-n', 'shop'), 'yes\n');
    assert.match(await kubectl('dev', 'auth', 'can-i', 'get', 'secrets', '-n', 'shop'), /^no/u);
    assert.match(
      await kubectl('admin', 'get', 'pod', 'nix', '-n', 'shop'),
      /^Error from server \(NotFound\): pods "nix" not found/u,
    );
  });

  test('applies, changes and deletes', async () => {
    const manifest = (image: string): object => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: {
        selector: { matchLabels: { app: 'shop' } },
        template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [{ name: 'app', image }] } },
      },
    });
    const file = join(folder, 'deployment.json');
    writeFileSync(file, JSON.stringify(manifest('app:1')));
    assert.equal(await kubectl('admin', 'apply', '-f', file), 'deployment.apps/shop created\n');
    writeFileSync(file, JSON.stringify(manifest('app:2')));
    assert.equal(await kubectl('admin', 'apply', '-f', file), 'deployment.apps/shop configured\n');
    const image = 'jsonpath={.spec.template.spec.containers[*].image}';
    assert.equal(await kubectl('admin', 'get', 'deploy', 'shop', '-n', 'shop', '-o', image), 'app:2');
    assert.match(await kubectl('admin', 'delete', '-f', file), /^deployment.apps "shop" deleted/u);
  });
});
