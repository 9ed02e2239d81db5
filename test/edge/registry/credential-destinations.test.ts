import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { makeImage } from '../../../src/sandbox/registry/sandbox-image.ts';
import { startRegistry } from '../../../src/sandbox/registry/sandbox-registry.ts';
import { GITLAB } from '../../../src/sandbox/registry/vendors/gitlab.ts';
import {
  assertUnseen,
  formsOf,
  inWorld,
  login,
  outcomes,
  pair,
  steps,
  type WorldOptions,
} from './registry-world.ts';

const IMAGE = 'registry.example.com/team/app:v1';
const ACCOUNTS = [{ user: 'ci', password: 'right-horse', reads: ['team/'] }];
const CANARY = 'canary-b4tt3ry';

/** A registry with a token server of another name. */
const TOKENS: WorldOptions = {
  style: GITLAB,
  host: 'registry.example.com',
  tokenHost: 'auth.example.com',
  accounts: ACCOUNTS,
  open: [],
};

suite('a credential goes to its registry and to the token server that announced, and nowhere else', () => {
  const logins = [login('ci', 'right-horse')];

  test('the token server gets the login, the registry the token, the blob store nothing', async () => {
    await inWorld({ ...TOKENS, blobHost: 'blobs.example.net' }, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const platforms = [{ os: 'linux', architecture: 'amd64' }];
      const probed = await probe(IMAGE, { logins, anonymous: false, platforms, depth: 'layers' });
      assert.deepEqual(probed.children?.[0]?.lost, []);
      const blobs = registry.requests.filter(({ role }) => role === 'blobs');
      assert.ok(blobs.length >= 3);
      assert.ok(blobs.every(({ authorization }) => authorization === ''));
      for (const { role, bytes } of registry.requests) {
        if (role !== 'token') assertUnseen(bytes, formsOf('ci', 'right-horse'));
      }
    });
  });

  test('not to a token server without TLS', async () => {
    for (const realm of ['http://auth.example.com/token', 'http://registry.example.com/token']) {
      await inWorld(
        { misbehaves: [{ on: 'any', does: 'realm', to: realm }] },
        async ({ registry, probe }) => {
          const probed = await probe(IMAGE, { logins: [login('ci', CANARY)], anonymous: false });
          assert.deepEqual(outcomes(probed), ['not-tried']);
          assert.equal(steps(probed).at(-1), 'token token realm-refused');
          assert.match(probed.trials[0]?.says ?? '', /does not speak TLS/u);
          for (const { bytes } of registry.requests) assertUnseen(bytes, formsOf('ci', CANARY));
        },
      );
    }
  });

  test('not to another host that plain HTTP announced', async () => {
    const elsewhere = await startRegistry({ tls: pair('registry'), style: GITLAB });
    const registry = await startRegistry({
      misbehaves: [{ on: 'any', does: 'realm', to: 'https://auth.example.net/jwt/auth' }],
    });
    try {
      await inWorld(
        {
          prober: { plainHttp: true },
          host: 'unused.example.com',
          places: {
            'registry.example.com': { port: registry.ports.registry },
            'auth.example.net': { port: elsewhere.ports.registry },
          },
        },
        async ({ probe }) => {
          const probed = await probe(IMAGE, { logins: [login('ci', CANARY)], anonymous: false });
          assert.equal(steps(probed).at(-1), 'token token realm-refused');
          assert.equal(elsewhere.requests.length, 0);
        },
      );
    } finally {
      await registry.close();
      await elsewhere.close();
    }
  });

  test('not across a redirect, even to the registry itself', async () => {
    const elsewhere = await startRegistry({ tls: pair('registry') });
    for (const to of ['https://other.example.net/v2/team/app/manifests/v1', '/v2/team/app/manifests/v2']) {
      await inWorld(
        {
          accounts: ACCOUNTS,
          open: [],
          misbehaves: [{ on: 'manifest', does: 'redirect', to, times: 1 }],
          places: { 'other.example.net': { port: elsewhere.ports.registry } },
        },
        async ({ registry, probe }) => {
          registry.push('team/app', 'v1', makeImage());
          registry.push('team/app', 'v2', makeImage());
          await probe(IMAGE, { logins, anonymous: false });
          const behind = [...registry.requests, ...elsewhere.requests].filter(({ path }) =>
            to.endsWith(path),
          );
          assert.ok(behind.length > 0);
          for (const { bytes } of elsewhere.requests) assertUnseen(bytes, formsOf('ci', 'right-horse'));
          for (const request of registry.requests.filter(({ path }) => path.endsWith('/v2'))) {
            assert.equal(request.authorization, '');
          }
        },
      );
    }
    await elsewhere.close();
  });

  test('a challenge from behind a redirect is nobody that asks', async () => {
    const elsewhere = await startRegistry({
      tls: pair('registry'),
      misbehaves: [{ on: 'any', does: 'realm', to: 'https://thief.example.net/token' }],
    });
    const thief = await startRegistry({ tls: pair('registry') });
    await inWorld(
      {
        auth: 'none',
        misbehaves: [
          { on: 'manifest', does: 'redirect', to: 'https://other.example.net/v2/team/app/manifests/v1' },
        ],
        places: {
          'other.example.net': { port: elsewhere.ports.registry },
          'thief.example.net': { port: thief.ports.registry },
        },
      },
      async ({ probe }) => {
        await probe(IMAGE, { logins: [login('ci', CANARY)], anonymous: false });
        assert.ok(elsewhere.requests.length > 0);
        assert.equal(thief.requests.length, 0);
      },
    );
    await elsewhere.close();
    await thief.close();
  });

  test('the next page of a list is only asked for at the registry', async () => {
    await inWorld({ accounts: ACCOUNTS, open: [], pageSize: 2 }, async ({ registry, probe }) => {
      for (const tag of ['a', 'b', 'c', 'd', 'e']) registry.push('team/app', tag, makeImage());
      const probed = await probe('registry.example.com/team/app:f', { logins, anonymous: false });
      assert.deepEqual([probed.tags?.names, probed.tags?.complete], [['a', 'b', 'c', 'd', 'e'], true]);
    });
  });
});

suite('a registry out there does not use us against the network we are in', () => {
  const places = [
    '169.254.169.254',
    '127.0.0.1',
    '[::1]',
    '10.0.0.1',
    '[fd00:ec2::254]',
    '169.254.10.1',
    '0.0.0.0',
    '2130706433',
    '0x7f.1',
    '[::ffff:169.254.169.254]',
  ];
  for (const place of places) {
    test(`realm at ${place}`, async () => {
      await inWorld(
        { misbehaves: [{ on: 'any', does: 'realm', to: `https://${place}/token` }] },
        async ({ probe }) => {
          const probed = await probe(IMAGE, { logins: [login('ci', CANARY)] });
          assert.ok(probed.trials.every(({ outcome }) => outcome === 'not-tried'));
          assert.ok(steps(probed).includes('token token realm-refused'));
        },
      );
    });

    test(`redirect to ${place}`, async () => {
      await inWorld(
        {
          auth: 'none',
          misbehaves: [{ on: 'manifest', does: 'redirect', to: `http://${place}/latest/meta-data` }],
        },
        async ({ probe }) => {
          const probed = await probe(IMAGE);
          assert.equal(steps(probed).at(-1), 'registry manifest redirect-refused');
        },
      );
    });
  }

  test('a name that leads there', async () => {
    const trap = await startRegistry({ tls: pair('registry') });
    await inWorld(
      {
        misbehaves: [{ on: 'any', does: 'realm', to: 'https://trap.example.net/token' }],
        places: { 'trap.example.net': { port: trap.ports.registry, address: '169.254.169.254' } },
      },
      async ({ probe }) => {
        const probed = await probe(IMAGE, { logins: [login('ci', CANARY)] });
        assert.ok(steps(probed).includes('token token realm-refused'));
        assert.equal(trap.requests.length, 0);
      },
    );
    await trap.close();
  });

  test('a registry of the own network may name others of it', async () => {
    await inWorld({ ...TOKENS, address: '10.0.0.7', places: {} }, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      assert.deepEqual(
        outcomes(await probe(IMAGE, { logins: [login('ci', 'right-horse')], anonymous: false })),
        ['accepted 200'],
      );
    });
  });

  test('no image name leads to where clouds keep credentials', async () => {
    await inWorld({ prober: { plainHttp: true } }, async ({ probe }) => {
      const probed = await probe('169.254.169.254/latest/meta-data:v1', { logins: [login('ci', CANARY)] });
      assert.deepEqual(steps(probed), ['registry connect redirect-refused']);
    });
  });
});
