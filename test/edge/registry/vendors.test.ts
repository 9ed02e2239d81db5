import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { makeImage, makeIndex } from '../../../src/sandbox/registry/sandbox-image.ts';
import type { VendorStyle } from '../../../src/sandbox/registry/vendor-style.ts';
import { VENDOR_STYLES } from '../../../src/sandbox/registry/vendor-styles.ts';
import { inWorld, login, outcomes, type World, type WorldOptions } from './registry-world.ts';

// What each vendor's registry answers to each kind of visitor, and what is made of it. The outcomes are a
// matter of statuses alone; what a vendor means by them is judged elsewhere.

const RIGHT = login('ci', 'right-horse');
const WRONG = login('ci', 'wrong-horse');
const EXPIRED = login('old', 'expired-horse');

/** Outcomes by situation: no login, wrong, expired, no right, missing tag, missing repository. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  distribution: ['denied 401', 'rejected 401', 'rejected 401', 'denied 401', 'accepted 404', 'accepted 404'],
  'docker-hub': ['denied 401', 'rejected 401', 'rejected 401', 'denied 401', 'accepted 404', 'denied 401'],
  ecr: ['denied 401', 'unclear 400', 'denied 403', 'denied 403', 'accepted 404', 'accepted 404'],
  'ecr-public': ['denied 401', 'unclear 400', 'unclear 400', 'denied 403', 'accepted 404', 'accepted 404'],
  google: ['denied 403', 'rejected 401', 'rejected 401', 'denied 403', 'accepted 404', 'denied 403'],
  acr: ['denied 401', 'rejected 401', 'rejected 401', 'denied 403', 'accepted 404', 'accepted 404'],
  ghcr: ['denied 401', 'unclear 403', 'unclear 403', 'denied 403', 'accepted 404', 'denied 403'],
  quay: ['denied 401', 'rejected 401', 'rejected 401', 'denied 401', 'accepted 404', 'denied 401'],
  harbor: ['denied 401', 'rejected 401', 'rejected 401', 'denied 401', 'accepted 404', 'accepted 404'],
  gitlab: ['denied 403', 'rejected 401', 'rejected 401', 'denied 403', 'accepted 404', 'denied 403'],
  artifactory: ['denied 401', 'rejected 401', 'rejected 401', 'denied 403', 'accepted 404', 'accepted 404'],
  nexus: ['denied 401', 'rejected 401', 'rejected 401', 'denied 403', 'accepted 404', 'accepted 404'],
  mcr: ['accepted 200', 'accepted 200', 'accepted 200', 'accepted 200', 'accepted 404', 'accepted 404'],
  zot: ['denied 401', 'rejected 401', 'rejected 401', 'denied 403', 'accepted 404', 'accepted 404'],
};

function optionsOf(style: VendorStyle): WorldOptions {
  return {
    style,
    host: style.host,
    ...(style.token?.host !== undefined && { tokenHost: style.token.host }),
    open: ['public/'],
    accounts: [
      { user: 'ci', password: 'right-horse', reads: ['team/'] },
      { user: 'old', password: 'expired-horse', reads: ['team/'], expired: true },
    ],
  };
}

function inVendor(style: VendorStyle, run: (world: World, name: string) => Promise<void>): Promise<void> {
  return inWorld(optionsOf(style), async (world) => {
    world.registry.push('public/app', 'v1', makeIndex(['linux/amd64', 'linux/arm64']));
    world.registry.push('team/app', 'v1.0.0', makeImage());
    world.registry.push('closed/app', 'v1.0.0', makeImage());
    await run(world, style.name === 'docker-hub' ? 'docker.io' : style.host);
  });
}

test('every style has its expectations', () => {
  assert.deepEqual(VENDOR_STYLES.map(({ name }) => name).toSorted(), Object.keys(EXPECTED).toSorted());
});

for (const style of VENDOR_STYLES) {
  suite(style.name, () => {
    test('gives anybody what is public, and whoever may what is private', async () => {
      await inVendor(style, async ({ probe }, host) => {
        const open = await probe(`${host}/public/app:v1`, {
          platforms: [{ os: 'linux', architecture: 'arm64' }],
        });
        assert.deepEqual(outcomes(open), ['accepted 200']);
        assert.equal(open.manifest?.kind, 'index');
        assert.deepEqual(
          open.children?.map(({ state }) => state),
          ['present'],
        );
        const own = await probe(`${host}/team/app:v1.0.0`, { logins: [RIGHT], anonymous: false });
        assert.deepEqual(outcomes(own), ['accepted 200']);
        assert.equal(own.manifest?.kind, 'image');
      });
    });

    test('refuses in its own way', async () => {
      const [anonymous, wrong, expired, noRight, noTag, noRepository] = EXPECTED[style.name] ?? [];
      await inVendor(style, async ({ probe }, host) => {
        const of = async (image: string, logins = [RIGHT]): Promise<string> => {
          const probed = await probe(`${host}/${image}`, { logins, anonymous: logins.length === 0 });
          assert.ok(probed.trials[0]?.look !== undefined, 'the answer that decided is pointed at');
          return outcomes(probed).join();
        };
        assert.equal(await of('team/app:v1.0.0', []), anonymous);
        assert.equal(await of('team/app:v1.0.0', [WRONG]), wrong);
        assert.equal(await of('team/app:v1.0.0', [EXPIRED]), expired);
        assert.equal(await of('closed/app:v1.0.0'), noRight);
        assert.equal(await of('team/app:v1.0.1'), noTag);
        assert.equal(await of('team/web:v1.0.1'), noRepository);
      });
    });

    test('says so in its own words', async () => {
      await inVendor(style, async ({ probe }, host) => {
        const { trials, tags } = await probe(`${host}/team/app:v1.0.1`, {
          logins: [RIGHT],
          anonymous: false,
        });
        const { code = '', message = '' } = style.refusals['no-tag'];
        assert.equal(trials[0]?.says, `${code}: ${message}`);
        assert.deepEqual(tags?.names, ['v1.0.0']);
        assert.equal(tags.near[0]?.name, 'v1.0.0');
      });
    });

    test('429 is told and not tried again', async () => {
      await inWorld(
        { ...optionsOf(style), misbehaves: [{ on: 'manifest', does: 'status', status: 429 }] },
        async ({ registry, probe }) => {
          registry.push('public/app', 'v1', makeImage());
          const host = style.name === 'docker-hub' ? 'docker.io' : style.host;
          const probed = await probe(`${host}/public/app:v1`);
          assert.deepEqual(outcomes(probed), ['unclear 429']);
          assert.equal(registry.requests.filter(({ path }) => path.includes('/manifests/')).length, 1);
        },
      );
    });
  });
}
