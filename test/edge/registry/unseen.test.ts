import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { BlindSpot } from '../../../src/core/evidence/observed.ts';
import type { Platform } from '../../../src/core/evidence/image/platform.ts';
import { makeImage, makeIndex } from '../../../src/sandbox/registry/sandbox-image.ts';
import type { Misbehaviour } from '../../../src/sandbox/registry/misbehaviour.ts';
import { inWorld, type WorldOptions } from './registry-world.ts';

// "Could not look" is never "nothing wrong": what a registry would not show is told.

const IMAGE = 'registry.example.com/team/app:v1';
const AMD: Platform = { os: 'linux', architecture: 'amd64' };

function withFault(...misbehaves: readonly Misbehaviour[]): WorldOptions {
  return { auth: 'none', misbehaves };
}

function texts(spots: readonly BlindSpot[]): readonly string[] {
  return spots.map(({ what, why }) => `${what}: ${why}`);
}

suite('what a registry would not show', () => {
  test('the config, which says what the image runs on', async () => {
    await inWorld(withFault({ on: 'blob', does: 'status', status: 403 }), async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const { manifest, children, blindSpots } = await probe(IMAGE, { platforms: [AMD] });
      assert.equal(manifest?.kind, 'image');
      assert.equal(children, undefined);
      assert.deepEqual(texts(blindSpots), ['what platform team/app is for: 403 something went wrong']);
    });
  });

  test('a page in place of the config', async () => {
    await inWorld(withFault({ on: 'blob', does: 'portal' }), async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const { blindSpots } = await probe(IMAGE, { platforms: [AMD] });
      assert.deepEqual(texts(blindSpots), ['what platform team/app is for: the answer is something else']);
    });
  });

  test('layers', async () => {
    await inWorld(withFault({ on: 'blob', does: 'status', status: 403 }), async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeIndex(['linux/amd64'], { layers: 2 }));
      const { children, blindSpots } = await probe(IMAGE, { platforms: [AMD], depth: 'layers' });
      assert.deepEqual(
        children?.map(({ lost }) => lost),
        [[]],
      );
      assert.deepEqual(texts(blindSpots), ['3 of 3 layers and configs of team/app: 403']);
    });
  });

  test('the tags beside the one that is missing', async () => {
    await inWorld(withFault({ on: 'tags', does: 'status', status: 403 }), async ({ registry, probe }) => {
      registry.push('team/app', 'v2', makeImage());
      const { tags, blindSpots } = await probe(IMAGE);
      assert.equal(tags, undefined);
      assert.deepEqual(texts(blindSpots), ['the tags of team/app: 403 something went wrong']);
    });
  });
});

test('a config that is gone is content that was lost', async () => {
  await inWorld({ auth: 'none' }, async ({ registry, probe }) => {
    const image = makeImage();
    registry.push('team/app', 'v1', image);
    const config = image.blobs[0]?.digest ?? '';
    registry.lose('team/app', config);
    const { children, blindSpots } = await probe(IMAGE, { platforms: [AMD] });
    assert.deepEqual(
      children?.map(({ platform, lost }) => [platform, lost]),
      [[AMD, [config]]],
    );
    assert.deepEqual(blindSpots, []);
  });
});
