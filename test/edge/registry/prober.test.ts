import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { makeImage } from '../../../src/sandbox/registry/sandbox-image.ts';
import { startRegistry } from '../../../src/sandbox/registry/sandbox-registry.ts';
import { createRegistryProber } from '../../../src/edge/registry/registry-prober.ts';
import { inWorld, question, steps } from './registry-world.ts';

suite('a run', () => {
  test('opens each registry once, however many images are asked about', async () => {
    await inWorld({ auth: 'none' }, async ({ registry, probe }) => {
      const names = Array.from({ length: 100 }, (_, index) => `team/app${index}`);
      for (const name of names) registry.push(name, 'v1', makeImage());
      const probes = await Promise.all(names.map((name) => probe(`registry.example.com/${name}:v1`)));
      assert.ok(probes.every(({ manifest }) => manifest !== undefined));
      assert.equal(registry.requests.length, 1 + names.length);
      // What was seen of the registry stands in every record.
      assert.ok(probes.every((probed) => steps(probed)[3] === 'registry ping GET 200'));
    });
  });

  test('tells when and how long', async () => {
    let now = 1_000_000;
    await inWorld({ auth: 'none', prober: { now: () => (now += 10) } }, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const probed = await probe('registry.example.com/team/app:v1', { access: 'shop/default' });
      assert.deepEqual([probed.image, probed.access], ['registry.example.com/team/app:v1', 'shop/default']);
      assert.ok(probed.at > 1_000_000 && probed.took > 0);
    });
  });

  test('a registry that is down is asked once, not for every image', async () => {
    await inWorld(
      { misbehaves: [{ on: 'ping', does: 'status', status: 503 }] },
      async ({ registry, probe }) => {
        const images = Array.from({ length: 10 }, (_, index) => `registry.example.com/team/app${index}:v1`);
        const probes = await Promise.all(images.map((image) => probe(image)));
        assert.ok(probes.every(({ trials }) => trials[0]?.outcome === 'not-tried'));
        // The second is the one that a stumbling server is granted.
        assert.equal(registry.requests.length, 2);
      },
    );
  });

  test('ends with the time for all of it, and says so', async () => {
    const start = performance.now();
    await inWorld(
      { misbehaves: [{ on: 'manifest', does: 'hang' }], auth: 'none', prober: { deadline: 200 } },
      async ({ probe }) => {
        const probed = await probe('registry.example.com/team/app:v1');
        assert.equal(steps(probed).at(-1), 'registry manifest budget');
        assert.match(probed.blindSpots.at(-1)?.why ?? '', /time/u);
      },
    );
    assert.ok(performance.now() - start < 1500);
  });

  test('ends when its caller does', async () => {
    const stop = new AbortController();
    await inWorld(
      { misbehaves: [{ on: 'manifest', does: 'hang' }], auth: 'none', prober: { signal: stop.signal } },
      async ({ probe }) => {
        const asked = probe('registry.example.com/team/app:v1');
        setTimeout(() => stop.abort(), 50);
        assert.equal(steps(await asked).at(-1), 'registry manifest budget');
      },
    );
  });

  test('asks no more than so many at a time', async () => {
    let most = 0;
    let open = 0;
    const registry = await startRegistry({ auth: 'none' });
    const names = Array.from({ length: 40 }, (_, index) => `team/app${index}`);
    for (const name of names) registry.push(name, 'v1', makeImage());
    const prober = createRegistryProber({
      env: {},
      now: () => Date.now(),
      network: {
        resolve: () => Promise.reject(new Error('no names here')),
        dial: (_, port) => {
          open++;
          most = Math.max(most, open);
          return { host: '127.0.0.1', port };
        },
      },
    });
    await Promise.all(names.map((name) => prober.probe(question(`${registry.host}/${name}:v1`))));
    prober.close();
    await registry.close();
    // Six connections and those on which TLS and then HTTP were tried first.
    assert.ok(most <= 8, String(most));
  });

  test("a file of certificates that is not there is the user's mistake", async () => {
    await inWorld({ prober: { caFiles: ['/nowhere/ca.crt'] } }, async ({ probe }) => {
      await assert.rejects(probe('registry.example.com/team/app:v1'), {
        name: 'UserError',
        message: /\/nowhere\/ca\.crt: no such file/u,
      });
    });
  });
});
