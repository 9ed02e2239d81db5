import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { formatPlatform, type Platform } from '../../../src/core/evidence/image/platform.ts';
import { makeChart, makeImage, makeIndex, makeSchema1 } from '../../../src/sandbox/registry/sandbox-image.ts';
import { DOCKER_HUB } from '../../../src/sandbox/registry/vendors/docker-hub.ts';
import { inWorld, outcomes, steps, type WorldOptions } from './registry-world.ts';

const IMAGE = 'registry.example.com/team/app:v1';
const AMD: Platform = { os: 'linux', architecture: 'amd64' };
const ARM: Platform = { os: 'linux', architecture: 'arm64' };
const OPEN: WorldOptions = { auth: 'none' };
const HUB: WorldOptions = { style: DOCKER_HUB, auth: 'none', host: 'registry-1.docker.io' };

suite('as few requests as settle the question', () => {
  test('whether it is there: one look', async () => {
    await inWorld(OPEN, async ({ registry, probe }) => {
      const image = makeIndex(['linux/amd64']);
      registry.push('team/app', 'v1', image);
      const probed = await probe(IMAGE);
      assert.deepEqual(
        registry.requests.map(({ method, path }) => `${method} ${path}`),
        ['GET /v2/', 'HEAD /v2/team/app/manifests/v1'],
      );
      assert.equal(probed.manifest?.digest, image.manifest.digest);
      assert.equal(probed.manifest.kind, 'index');
    });
  });

  test('for a platform: the index, and whether its manifest is there', async () => {
    await inWorld(OPEN, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeIndex(['linux/amd64', 'linux/arm64']));
      const probed = await probe(IMAGE, { platforms: [ARM] });
      assert.deepEqual(steps(probed).slice(3), [
        'registry ping GET 200',
        'registry manifest GET 200',
        'registry child-manifest HEAD 200',
      ]);
      assert.deepEqual(probed.manifest?.platforms.map(formatPlatform), ['linux/amd64', 'linux/arm64']);
      assert.deepEqual(
        probed.children?.map(({ platform, state }) => [formatPlatform(platform), state]),
        [['linux/arm64', 'present']],
      );
    });
  });

  test('at Docker Hub the look that does not count comes first, and the one that counts only while there are many', async () => {
    const few = { limit: 100, remaining: 9, window: 21_600, source: '203.0.113.9' };
    await inWorld({ ...HUB, rateLimit: few }, async ({ registry, probe }) => {
      registry.push('library/app', 'v1', makeIndex(['linux/amd64']));
      const probed = await probe('app:v1', { platforms: [AMD] });
      assert.ok(registry.requests.every(({ method, path }) => method === 'HEAD' || path === '/v2/'));
      assert.deepEqual(probed.rateLimit, few);
      assert.match(probed.blindSpots[0]?.why ?? '', /few pulls left/u);
      assert.equal(probed.manifest?.kind, 'index');
      assert.equal(probed.children, undefined);
    });
    await inWorld({ ...HUB, rateLimit: { ...few, remaining: 90 } }, async ({ registry, probe }) => {
      registry.push('library/app', 'v1', makeIndex(['linux/amd64']));
      const probed = await probe('app:v1', { platforms: [AMD] });
      assert.deepEqual(steps(probed).slice(4), [
        'registry manifest HEAD 200',
        'registry manifest GET 200',
        'registry child-manifest HEAD 200',
      ]);
    });
  });

  test('with a digest the tag is not asked for', async () => {
    await inWorld(OPEN, async ({ registry, probe }) => {
      const image = makeImage();
      registry.push('team/app', undefined, image);
      const probed = await probe(`registry.example.com/team/app:gone@${image.manifest.digest}`);
      assert.deepEqual(outcomes(probed), ['accepted 200']);
      assert.equal(registry.requests.length, 2);
    });
  });
});

suite('what is behind a manifest', () => {
  test('a manifest that the index names and the registry has lost', async () => {
    await inWorld(OPEN, async ({ registry, probe }) => {
      const image = makeIndex(['linux/amd64', 'linux/arm64']);
      registry.push('team/app', 'v1', image);
      registry.lose('team/app', image.children[1]?.manifest.digest ?? '');
      const probed = await probe(IMAGE, { platforms: [AMD, ARM] });
      assert.deepEqual(
        probed.children?.map(({ state }) => state),
        ['present', 'missing'],
      );
    });
  });

  test('an image of one platform says in its config which', async () => {
    await inWorld(OPEN, async ({ registry, probe }) => {
      registry.push(
        'team/app',
        'v1',
        makeImage({ platform: 'linux/arm/v7', created: '2026-03-04T05:06:07Z' }),
      );
      const { manifest } = await probe(IMAGE, { platforms: [AMD] });
      assert.deepEqual(manifest?.platforms, [{ os: 'linux', architecture: 'arm', variant: 'v7' }]);
      assert.equal(manifest.created, Date.UTC(2026, 2, 4, 5, 6, 7));
    });
  });

  test('layers that are lost, and the bytes of all', async () => {
    await inWorld(OPEN, async ({ registry, probe }) => {
      const image = makeIndex(['linux/amd64'], { layers: 3 });
      registry.push('team/app', 'v1', image);
      const [child] = image.children;
      const lost = child?.blobs[2]?.digest ?? '';
      registry.lose('team/app', lost);
      const probed = await probe(IMAGE, { platforms: [AMD], depth: 'deep' });
      const size = child?.blobs.reduce((sum, { bytes }) => sum + bytes.length, 0);
      assert.deepEqual(
        probed.children?.map((one) => [one.state, one.lost, one.size]),
        [['present', [lost], size]],
      );
      assert.equal(steps(probed).filter((step) => step === 'registry layer HEAD 200').length, 3);
    });
  });

  test('layers of an image without an index', async () => {
    await inWorld(OPEN, async ({ registry, probe }) => {
      const image = makeImage();
      registry.push('team/app', 'v1', image);
      registry.lose('team/app', image.blobs[1]?.digest ?? '');
      const probed = await probe(IMAGE, { platforms: [AMD], depth: 'layers' });
      assert.deepEqual(
        probed.children?.map(({ digest, lost }) => [digest, lost]),
        [[image.manifest.digest, [image.blobs[1]?.digest]]],
      );
    });
  });

  test('a store of blobs on another host is climbed to', async () => {
    await inWorld({ ...OPEN, blobHost: 'blobs.example.net' }, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage({ layers: 1 }));
      const probed = await probe(IMAGE, { platforms: [AMD], depth: 'layers' });
      assert.ok(steps(probed).includes('blob tls ok'));
      assert.ok(steps(probed).includes('blob layer HEAD 200'));
      assert.deepEqual(
        new Set(probed.looks.filter(({ host }) => host.role === 'blob').map(({ host }) => host.name)),
        new Set(['blobs.example.net']),
      );
    });
  });

  test('addresses that are signed for GET are asked by GET', async () => {
    await inWorld(
      { ...OPEN, blobHost: 'blobs.example.net', blobsByGetOnly: true },
      async ({ registry, probe }) => {
        const image = makeImage();
        registry.push('team/app', 'v1', image);
        registry.lose('team/app', image.blobs[1]?.digest ?? '');
        const probed = await probe(IMAGE, { platforms: [AMD], depth: 'layers' });
        assert.deepEqual(probed.children?.[0]?.lost, [image.blobs[1]?.digest]);
      },
    );
  });

  test('a store of blobs that cannot be reached', async () => {
    await inWorld(
      { ...OPEN, blobHost: 'blobs.example.net', places: { 'blobs.example.net': { port: 1 } } },
      async ({ registry, probe }) => {
        registry.push('team/app', 'v1', makeImage());
        const probed = await probe(IMAGE, { platforms: [AMD], depth: 'layers' });
        assert.ok(steps(probed).includes('blob connect refused'));
        assert.equal(probed.manifest?.kind, 'image');
      },
    );
  });

  test('a chart is no image', async () => {
    await inWorld(OPEN, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeChart());
      const { manifest } = await probe(IMAGE, { platforms: [AMD] });
      assert.deepEqual(
        [manifest?.kind, manifest?.artifactType],
        ['artifact', 'application/vnd.cncf.helm.config.v1+json'],
      );
    });
  });

  test('schema 1 is recognised', async () => {
    await inWorld(OPEN, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeSchema1('team/app', 'v1'));
      for (const platforms of [[], [AMD]])
        assert.equal((await probe(IMAGE, { platforms })).manifest?.kind, 'schema1');
    });
  });

  test('content that is not what its digest says', async () => {
    await inWorld(
      { ...OPEN, misbehaves: [{ on: 'manifest', does: 'wrong-digest' }] },
      async ({ registry, probe }) => {
        registry.push('team/app', 'v1', makeImage());
        const probed = await probe(IMAGE, { platforms: [AMD] });
        assert.equal(steps(probed).at(-1), 'registry manifest bad-answer');
        assert.match(probed.looks.at(-1)?.failure?.says ?? '', /which is not sha256:000/u);
        assert.equal(probed.manifest, undefined);
      },
    );
  });

  test('a registry that tells no digest is read', async () => {
    await inWorld(
      { ...OPEN, misbehaves: [{ on: 'manifest', does: 'no-digest' }] },
      async ({ registry, probe }) => {
        const image = makeImage();
        registry.push('team/app', 'v1', image);
        assert.equal((await probe(IMAGE)).manifest?.digest, image.manifest.digest);
      },
    );
  });
});

suite('a tag that is missing', () => {
  test('what is there instead, the nearest with age and platforms', async () => {
    await inWorld({ ...OPEN, pageSize: 3 }, async ({ registry, probe }) => {
      for (const tag of ['v1.0.0', 'v1.0.2', 'v2.0.0', 'latest', 'nightly', 'old', 'zzz']) {
        registry.push(
          'team/app',
          tag,
          makeIndex(['linux/amd64', 'linux/arm64'], { created: '2026-03-04T05:06:07Z' }),
        );
      }
      const { tags, trials } = await probe('registry.example.com/team/app:v1.0.1');
      assert.deepEqual(
        trials.map(({ outcome }) => outcome),
        ['accepted'],
      );
      assert.deepEqual([tags?.names.length, tags?.complete], [7, true]);
      assert.deepEqual(
        tags?.near
          .slice(0, 2)
          .map(({ name }) => name)
          .toSorted(),
        ['v1.0.0', 'v1.0.2'],
      );
      assert.deepEqual(tags.near[0]?.platforms?.map(formatPlatform), ['linux/amd64', 'linux/arm64']);
      assert.equal(tags.near[0].created, Date.UTC(2026, 2, 4, 5, 6, 7));
      assert.ok(tags.near.length <= 5);
    });
  });

  test('at Docker Hub the nearest are only looked at in ways that do not count', async () => {
    await inWorld(
      { ...HUB, rateLimit: { limit: 100, remaining: 90, window: 21_600 } },
      async ({ registry, probe }) => {
        registry.push('library/app', 'v1.0.0', makeImage());
        const { tags } = await probe('app:v1.0.1', { platforms: [AMD] });
        assert.deepEqual(
          tags?.near.map(({ name, platforms }) => [name, platforms]),
          [['v1.0.0', undefined]],
        );
        const counted = registry.requests.filter(
          ({ method, path, status }) => method === 'GET' && path.includes('/manifests/') && status === 200,
        );
        assert.deepEqual(counted, []);
      },
    );
  });

  test('a repository that is missing, and those that are there', async () => {
    await inWorld(OPEN, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const probed = await probe('registry.example.com/team/ap:v1');
      assert.deepEqual(probed.repositories, ['team/app']);
      assert.equal(probed.tags, undefined);
    });
  });

  test('a digest that is missing: where its tag has gone', async () => {
    await inWorld(OPEN, async ({ registry, probe }) => {
      const image = makeImage();
      registry.push('team/app', 'v1', image);
      const { tags } = await probe(`registry.example.com/team/app:v1@sha256:${'0'.repeat(64)}`);
      assert.deepEqual(
        tags?.near.map(({ name, digest }) => [name, digest]),
        [['v1', image.manifest.digest]],
      );
    });
  });

  test('a digest that is missing: the tags, none of them nearest', async () => {
    await inWorld(OPEN, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const probed = await probe(`registry.example.com/team/app@sha256:${'0'.repeat(64)}`);
      assert.deepEqual([probed.tags?.names, probed.tags?.near], [['v1'], []]);
    });
  });

  test('more tags than anybody wants are not all read', async () => {
    await inWorld(
      { ...OPEN, misbehaves: [{ on: 'tags', does: 'endless-pages' }] },
      async ({ registry, probe }) => {
        registry.push('team/app', 'v1', makeImage());
        const { tags } = await probe('registry.example.com/team/app:t1x');
        assert.equal(tags?.complete, false);
        assert.ok(registry.requests.filter(({ path }) => path.endsWith('/tags/list')).length <= 20);
      },
    );
  });
});
