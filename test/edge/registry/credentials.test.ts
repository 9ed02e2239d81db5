import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { inspect } from 'node:util';
import type { ImageProbe } from '../../../src/core/evidence/registry/image-probe.ts';
import { makeImage } from '../../../src/sandbox/registry/sandbox-image.ts';
import type { SandboxRegistry } from '../../../src/sandbox/registry/sandbox-registry.ts';
import { DOCKER_HUB } from '../../../src/sandbox/registry/vendors/docker-hub.ts';
import { GITLAB } from '../../../src/sandbox/registry/vendors/gitlab.ts';
import {
  assertUnseen,
  formsOf,
  inWorld,
  login,
  outcomes,
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

/** Requests that carried a login or a token. */
function signed({ requests }: SandboxRegistry): readonly string[] {
  return requests
    .filter(({ authorization }) => authorization !== '')
    .map(({ role, path }) => `${role} ${path}`);
}

suite('the row of credentials', () => {
  test('ends with the first that works', async () => {
    await inWorld({ accounts: ACCOUNTS, open: [] }, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const logins = [login('old', 'wrong-horse'), login('ci', 'right-horse'), login('more', 'other-horse')];
      const probed = await probe(IMAGE, { logins, anonymous: false });
      assert.deepEqual(outcomes(probed), ['rejected 401', 'accepted 200', 'not-tried']);
      assert.deepEqual(
        probed.trials.map(({ source, user, kubelets }) => [source, user, kubelets]),
        [
          ['secret shop/old', 'old', true],
          ['secret shop/ci', 'ci', true],
          ['secret shop/more', 'more', true],
        ],
      );
      for (const { look = -1, status } of probed.trials.slice(0, 2)) {
        assert.equal(probed.looks[look]?.answer?.status, status);
      }
    });
  });

  test('nobody comes last, and is the kubelet only where there is no login', async () => {
    await inWorld({ accounts: ACCOUNTS, open: ['team/'] }, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const asked = await probe(IMAGE, { logins: [login('ci', 'right-horse')], anonymous: true });
      assert.deepEqual(
        asked.trials.map(({ anonymous, kubelets, outcome }) => [anonymous, kubelets, outcome]),
        [
          [false, true, 'accepted'],
          [true, false, 'accepted'],
        ],
      );
      const alone = await probe(IMAGE);
      assert.deepEqual(
        alone.trials.map(({ anonymous, kubelets }) => [anonymous, kubelets]),
        [[true, true]],
      );
    });
  });

  test('without a login and not to go without one, nothing is asked', async () => {
    await inWorld({ open: [] }, async ({ registry, probe }) => {
      const probed = await probe(IMAGE, { anonymous: false });
      assert.deepEqual(probed.trials, []);
      assert.equal(probed.blindSpots.length, 1);
      assert.deepEqual(
        registry.requests.map(({ path }) => path),
        ['/v2/'],
      );
    });
  });

  test('an empty login is sent as containerd sends it: not at all', async () => {
    await inWorld({ open: [], accounts: ACCOUNTS }, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const probed = await probe(IMAGE, { logins: [login('', ''), login('ci', '')], anonymous: false });
      assert.deepEqual(outcomes(probed), ['denied 401', 'denied 401']);
      assert.deepEqual(
        probed.trials.map(({ anonymous }) => anonymous),
        [false, false],
      );
      assert.deepEqual(signed(registry), []);
    });
  });

  test('a login is not sent to a registry that does not ask for one', async () => {
    await inWorld({ auth: 'none' }, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const probed = await probe(IMAGE, { logins: [login('ci', CANARY)], anonymous: false });
      assert.deepEqual(outcomes(probed), ['accepted 200']);
      // Whether the password is right was not found out.
      assert.equal(probed.trials[0]?.says, 'no login was asked for, so this one was not sent');
      assert.deepEqual(signed(registry), []);
    });
  });

  test('an identity token is not sent where no token server is', async () => {
    await inWorld({ open: [], accounts: ACCOUNTS }, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const identity = login('<token>', CANARY, { kubelets: false });
      const probed = await probe(IMAGE, { logins: [identity], anonymous: false });
      assert.deepEqual(outcomes(probed), ['unclear 401']);
      assert.match(probed.trials[0]?.says ?? '', /^an identity token is not sent/u);
      assert.deepEqual(signed(registry), []);
    });
  });

  test('a token in the place of the user is not told', async () => {
    await inWorld({ open: [], accounts: ACCOUNTS }, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const token = `ghp_${'a1B2'.repeat(9)}`;
      const secret = { namespace: 'shop', name: 'mixed', key: 'registry.example.com' };
      const mixed = login(token, 'x', { source: 'mixed', secret });
      const logins = [mixed, login('horse', 'horse'), login('ci', 'wrong')];
      const probed = await probe(IMAGE, { logins, anonymous: false });
      assert.deepEqual(
        probed.trials.map(({ user }) => user),
        ['<hidden>', '<hidden>', 'ci'],
      );
      assertUnseen(JSON.stringify(probed), [token]);
    });
  });
});

suite('accounts are not locked', () => {
  test('a wrong login is offered by one image, whatever the number of images', async () => {
    await inWorld({ ...TOKENS }, async ({ registry, probe }) => {
      const images = Array.from({ length: 30 }, (_, index) => `registry.example.com/team/app${index}:v1`);
      const wrong = login('ci', 'wrong-horse');
      const probes = await Promise.all(
        images.map((image) => probe(image, { logins: [wrong], anonymous: false })),
      );
      assert.ok(probes.every(({ trials }) => trials[0]?.outcome === 'rejected' && trials[0].status === 401));
      assert.equal(signed(registry).length, 1);
    });
  });

  test('a wrong Basic login is offered twice: for the image, and to know that it is the login', async () => {
    await inWorld({ accounts: ACCOUNTS, open: [] }, async ({ registry, probe }) => {
      const images = Array.from({ length: 30 }, (_, index) => `registry.example.com/team/app${index}:v1`);
      await Promise.all(
        images.map((image) => probe(image, { logins: [login('ci', 'wrong-horse')], anonymous: false })),
      );
      assert.deepEqual(signed(registry), ['registry /v2/team/app0/manifests/v1', 'registry /v2/']);
    });
  });

  test('refusals that leave the login open end after a few', async () => {
    const refusals = {
      ...GITLAB.refusals,
      'wrong-login': { at: 'token', status: 403, code: 'DENIED', message: 'denied' },
    } as const;
    await inWorld({ ...TOKENS, style: { ...GITLAB, refusals } }, async ({ registry, probe }) => {
      const seen: ImageProbe[] = [];
      for (let index = 0; index < 8; index++) {
        seen.push(
          await probe(`registry.example.com/team/app${index}:v1`, {
            logins: [login('ci', 'wrong-horse')],
            anonymous: false,
          }),
        );
      }
      assert.deepEqual(seen.map((one) => one.trials[0]?.outcome).slice(0, 5), [
        'unclear',
        'unclear',
        'unclear',
        'not-tried',
        'not-tried',
      ]);
      assert.match(seen[5]?.trials[0]?.says ?? '', /lest the account be locked/u);
      // One for each image and one without a scope.
      assert.equal(signed(registry).length, 4);
    });
  });

  test('a login that is right is used by all images at once', async () => {
    await inWorld({ ...TOKENS }, async ({ registry, probe }) => {
      const images = Array.from({ length: 20 }, (_, index) => `team/app${index}`);
      for (const name of images) registry.push(name, 'v1', makeImage());
      const logins = [login('ci', 'right-horse')];
      const probes = await Promise.all(
        images.map((name) => probe(`registry.example.com/${name}:v1`, { logins, anonymous: false })),
      );
      assert.ok(probes.every(({ manifest }) => manifest !== undefined));
      // One ping; then one token and one look each.
      assert.equal(registry.requests.length, 1 + 2 * images.length);
    });
  });
});

suite('nothing secret is told', () => {
  test('a server that quotes what it was sent', async () => {
    const secret = 'p@ss/w:rd+canary';
    for (const on of ['manifest', 'token'] as const) {
      const options: WorldOptions =
        on === 'token' ? TOKENS : { accounts: [{ user: 'ci', password: secret, reads: [''] }], open: [] };
      await inWorld({ ...options, misbehaves: [{ on, does: 'echo' }] }, async ({ registry, probe }) => {
        registry.push('team/app', 'v1', makeImage());
        const probed = await probe(IMAGE, { logins: [login('ci', secret)], anonymous: false });
        assert.ok(registry.requests.some(({ authorization }) => authorization !== ''));
        for (const text of [JSON.stringify(probed), inspect(probed, { depth: 20 })])
          assertUnseen(text, formsOf('ci', secret));
        assert.match(JSON.stringify(probed), /\[hidden\]/u);
      });
    }
  });

  test('tokens are quoted neither', async () => {
    await inWorld(
      { ...TOKENS, misbehaves: [{ on: 'manifest', does: 'echo' }] },
      async ({ registry, probe }) => {
        registry.push('team/app', 'v1', makeImage());
        const text = JSON.stringify(
          await probe(IMAGE, { logins: [login('ci', 'right-horse')], anonymous: false }),
        );
        const [token] = registry.requests.flatMap(({ authorization }) =>
          authorization.startsWith('Bearer ') ? [authorization.slice(7)] : [],
        );
        assert.ok(token !== undefined && !text.includes(token));
      },
    );
  });

  test('the log at any level', async () => {
    const lines: string[] = [];
    await inWorld(
      { ...TOKENS, prober: { log: (_, line) => lines.push(line) } },
      async ({ registry, probe }) => {
        registry.push('team/app', 'v1', makeImage());
        await probe(IMAGE, { logins: [login('ci', 'right-horse')], anonymous: false });
        assert.ok(lines.length >= 3);
        assertUnseen(lines.join('\n'), formsOf('ci', 'right-horse'));
        assert.doesNotMatch(lines.join('\n'), /\?/u);
      },
    );
  });
});

suite('tokens', () => {
  test('what a token grants is told, and that it grants nothing', async () => {
    const world: WorldOptions = {
      ...TOKENS,
      style: DOCKER_HUB,
      host: 'registry.example.com',
      tokenHost: 'auth.example.com',
    };
    await inWorld(world, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const granted = (probed: ImageProbe): unknown =>
        probed.looks.find(({ kind }) => kind === 'token')?.granted;
      assert.deepEqual(
        granted(await probe(IMAGE, { logins: [login('ci', 'right-horse')], anonymous: false })),
        ['repository:team/app:pull'],
      );
      assert.deepEqual(granted(await probe(IMAGE)), []);
    });
  });

  test('an identity token of the user is exchanged, one in a pull secret is a password', async () => {
    await inWorld(
      { ...TOKENS, accounts: [{ user: 'me', password: 'refresh-me', reads: ['team/'] }] },
      async ({ registry, probe }) => {
        registry.push('team/app', 'v1', makeImage());
        const own = await probe(IMAGE, {
          logins: [login('<token>', 'refresh-me', { kubelets: false })],
          anonymous: false,
        });
        assert.deepEqual(outcomes(own), ['accepted 200']);
        const exchange = registry.requests.find(({ role }) => role === 'token');
        assert.deepEqual(
          [exchange?.method, new URLSearchParams(exchange?.body).get('grant_type')],
          ['POST', 'refresh_token'],
        );
        const secret = await probe(IMAGE, { logins: [login('<token>', 'refresh-me')], anonymous: false });
        assert.deepEqual(outcomes(secret), ['rejected 401']);
      },
    );
  });

  test('a token server that knows forms only', async () => {
    await inWorld(
      { ...TOKENS, misbehaves: [{ on: 'token', does: 'status', status: 405, times: 1 }] },
      async ({ registry, probe }) => {
        registry.push('team/app', 'v1', makeImage());
        assert.deepEqual(
          outcomes(await probe(IMAGE, { logins: [login('ci', 'right-horse')], anonymous: false })),
          ['accepted 200'],
        );
        assert.deepEqual(
          registry.requests.filter(({ role }) => role === 'token').map(({ method }) => method),
          ['GET', 'POST'],
        );
      },
    );
  });

  test('a page in place of a token', async () => {
    await inWorld({ ...TOKENS, misbehaves: [{ on: 'token', does: 'portal' }] }, async ({ probe }) => {
      const probed = await probe(IMAGE);
      assert.equal(steps(probed).at(-1), 'token token bad-answer');
      assert.equal(probed.looks.at(-1)?.answer?.body, 'html');
    });
  });
});
