import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { makeImage, makeIndex } from '../../../src/sandbox/registry/sandbox-image.ts';
import { sandboxNames } from '../../../src/sandbox/registry/sandbox-names.ts';
import { startRegistry, type SandboxRegistry } from '../../../src/sandbox/registry/sandbox-registry.ts';
import type { SandboxRegistryOptions } from '../../../src/sandbox/registry/sandbox-registry-options.ts';
import { GITLAB } from '../../../src/sandbox/registry/vendors/gitlab.ts';

const ACCOUNT = { user: 'ci', password: 'right-horse', reads: ['team/'] };
const BASIC = { authorization: `Basic ${Buffer.from('ci:right-horse').toString('base64')}` };
const ACCEPT = { accept: 'application/vnd.oci.image.manifest.v1+json' };

async function withRegistry(
  options: SandboxRegistryOptions,
  run: (registry: SandboxRegistry, url: string) => Promise<void>,
): Promise<void> {
  const registry = await startRegistry(options);
  try {
    await run(registry, `http://127.0.0.1:${registry.ports.registry}`);
  } finally {
    await registry.close();
  }
}

suite('a registry that is strict', () => {
  test('what nobody should ask is a surprise', async () => {
    await withRegistry({ auth: 'none' }, async (registry, url) => {
      await fetch(`${url}/v2/`);
      registry.assertNoSurprises();
      await fetch(`${url}/v1/search?q=x`);
      await fetch(`${url}/v2/team/app/manifests/v1`, { method: 'DELETE', headers: ACCEPT });
      assert.deepEqual(registry.surprises, [
        'registry GET /v1/search',
        'registry DELETE /v2/team/app/manifests/v1',
      ]);
      assert.throws(() => registry.assertNoSurprises(), /nobody expected/u);
    });
  });

  test('a manifest is given only to who takes its type', async () => {
    await withRegistry({ auth: 'none' }, async (registry, url) => {
      registry.push('team/app', 'v1', makeIndex(['linux/amd64']));
      const refused = await fetch(`${url}/v2/team/app/manifests/v1`, { headers: ACCEPT });
      assert.deepEqual([refused.status, (await refused.text()).includes('accept header')], [404, true]);
      const taken = await fetch(`${url}/v2/team/app/manifests/v1`, {
        headers: { accept: 'application/vnd.oci.image.index.v1+json' },
      });
      assert.equal(taken.status, 200);
    });
  });

  test('everything that came in is kept, with what it was answered', async () => {
    await withRegistry({ auth: 'none' }, async (registry, url) => {
      await fetch(`${url}/v2/_catalog?n=5`, { headers: { 'x-canary': 'tweet' } }).then((answer) =>
        answer.text(),
      );
      const [request] = registry.requests;
      assert.ok(request !== undefined && request.bytes.includes('tweet'));
      assert.deepEqual(
        [request.role, request.method, request.path, request.query.get('n'), request.status],
        ['registry', 'GET', '/v2/_catalog', '5', 200],
      );
    });
  });
});

suite('who gets in', () => {
  test('by Basic', async () => {
    await withRegistry({ accounts: [ACCOUNT], open: [] }, async (registry, url) => {
      registry.push('team/app', 'v1', makeImage());
      const status = async (headers: Record<string, string>): Promise<number> =>
        (await fetch(`${url}/v2/team/app/manifests/v1`, { headers: { ...ACCEPT, ...headers } })).status;
      assert.equal(await status({}), 401);
      assert.equal(await status(BASIC), 200);
      assert.equal(await status({ authorization: 'Basic eDp5' }), 401);
    });
  });

  test('by a token, which its own server gives', async () => {
    await withRegistry(
      { style: GITLAB, tokenHost: 'auth.example.com', accounts: [ACCOUNT], open: [] },
      async (registry, url) => {
        registry.push('team/app', 'v1', makeImage());
        const asked = await fetch(`${url}/v2/team/app/manifests/v1`, { headers: ACCEPT });
        assert.equal(
          asked.headers.get('www-authenticate'),
          'Bearer realm="http://auth.example.com/jwt/auth",service="container_registry",scope="repository:team/app:pull"',
        );
        const place = `http://127.0.0.1:${registry.ports.token}/jwt/auth?scope=repository:team/app:pull`;
        assert.equal((await fetch(place)).status, 403);
        const { token } = (await (await fetch(place, { headers: BASIC })).json()) as { token: string };
        const given = await fetch(`${url}/v2/team/app/manifests/v1`, {
          headers: { ...ACCEPT, authorization: `Bearer ${token}` },
        });
        assert.equal(given.status, 200);
      },
    );
  });
});

test('a token without a server of its own, and without a vendor who says where', async () => {
  await withRegistry({ auth: 'bearer', accounts: [ACCOUNT], open: [] }, async (registry, url) => {
    registry.push('team/app', 'v1', makeImage());
    const { headers } = await fetch(`${url}/v2/`);
    const [, realm = ''] = /realm="([^"]+)"/u.exec(headers.get('www-authenticate') ?? '') ?? [];
    const asked = `${realm}?scope=repository:team/app:pull`;
    const { token } = (await (await fetch(asked, { headers: BASIC })).json()) as { token: string };
    const given = await fetch(`${url}/v2/team/app/manifests/v1`, {
      headers: { ...ACCEPT, authorization: `Bearer ${token}` },
    });
    assert.equal(given.status, 200);
    registry.assertNoSurprises();
  });
});

test('pages of tags', async () => {
  await withRegistry({ auth: 'none', pageSize: 2 }, async (registry, url) => {
    for (const tag of ['a', 'b', 'c']) registry.push('team/app', tag, makeImage());
    const first = await fetch(`${url}/v2/team/app/tags/list`);
    assert.deepEqual(await first.json(), { name: 'team/app', tags: ['a', 'b'] });
    assert.equal(first.headers.get('link'), '</v2/team/app/tags/list?n=2&last=b>; rel="next"');
    const second = await fetch(`${url}/v2/team/app/tags/list?n=2&last=b`);
    assert.deepEqual(
      [await second.json(), second.headers.get('link')],
      [{ name: 'team/app', tags: ['c'] }, null],
    );
  });
});

test('misbehaves so many times as it was told', async () => {
  await withRegistry(
    { auth: 'none', misbehaves: [{ on: 'ping', does: 'status', status: 503, times: 2 }] },
    async (_, url) => {
      const statuses: number[] = [];
      for (let count = 0; count < 3; count++) statuses.push((await fetch(`${url}/v2/`)).status);
      assert.deepEqual(statuses, [503, 503, 200]);
    },
  );
});

test('names lead into the sandbox and nowhere else', async () => {
  const names = sandboxNames({
    'ghcr.io': { port: 4000 },
    'inside.example.com': { port: 4001, address: '10.0.0.1' },
  });
  const [address = ''] = await names.resolve('ghcr.io');
  assert.deepEqual(names.dial(address, 443), { host: '127.0.0.1', port: 4000 });
  assert.deepEqual(await names.resolve('inside.example.com'), ['10.0.0.1']);
  await assert.rejects(names.resolve('quay.io'), { code: 'ENOTFOUND' });
});
