import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { ImageProbe } from '../../../src/core/evidence/registry/image-probe.ts';
import type { Misbehaviour, MisbehaviourName, Purpose } from '../../../src/sandbox/registry/misbehaviour.ts';
import { makeImage, makeIndex } from '../../../src/sandbox/registry/sandbox-image.ts';
import { startRegistry } from '../../../src/sandbox/registry/sandbox-registry.ts';
import { DOCKER_HUB } from '../../../src/sandbox/registry/vendors/docker-hub.ts';
import { inWorld, login, pair, steps, type WorldOptions } from './registry-world.ts';

// Registries that mean no good: whatever they do, a probe ends, says what it saw, holds little memory, and
// the login they are not entitled to reaches none of them.

const CANARY = 'canary-c0alm1ne';
const IMAGE = 'registry.example.com/team/app:v1';
const QUICK = { requestTimeout: 250, deadline: 1500 };
const PURPOSES: readonly Purpose[] = ['ping', 'manifest', 'tags', 'blob', 'catalog', 'token'];

const WORLD: WorldOptions = {
  style: DOCKER_HUB,
  host: 'registry.example.com',
  tokenHost: 'auth.example.com',
  blobHost: 'blobs.example.net',
  accounts: [{ user: 'ci', password: CANARY, reads: ['team/'] }],
  open: [],
  prober: QUICK,
  surprises: 'allowed',
};

async function run(misbehaves: readonly Misbehaviour[], image = IMAGE): Promise<ImageProbe> {
  const elsewhere = await startRegistry({ tls: pair('registry') });
  let seen: ImageProbe | undefined;
  try {
    await inWorld(
      { ...WORLD, misbehaves, places: { 'evil.example.net': { port: elsewhere.ports.registry } } },
      async ({ registry, probe }) => {
        registry.push('team/app', 'v1', makeIndex(['linux/amd64', 'linux/arm64']));
        seen = await probe(image, {
          logins: [login('ci', CANARY)],
          anonymous: true,
          platforms: [{ os: 'linux', architecture: 'amd64' }],
          depth: 'layers',
        });
        const forms = [CANARY, Buffer.from(`ci:${CANARY}`).toString('base64')];
        // The registry may ask for the login itself, or name over TLS whom it trusts with it; a store never.
        const entitled = misbehaves.some(
          ({ does, to = '' }) => does === 'realm' && to.startsWith('https://evil'),
        );
        const strangers = entitled ? [] : elsewhere.requests;
        for (const request of [...registry.requests.filter(({ role }) => role === 'blobs'), ...strangers]) {
          for (const form of forms) {
            assert.ok(!request.bytes.includes(form), `${request.role} ${request.path} got the login`);
          }
        }
        for (const { bytes } of [
          ...registry.requests.filter(({ role }) => role === 'blobs'),
          ...elsewhere.requests,
        ]) {
          assert.doesNotMatch(bytes, /bearer/iu);
        }
        for (const form of forms) assert.ok(!JSON.stringify(seen).includes(form));
      },
    );
  } finally {
    await elsewhere.close();
  }
  assert.ok(seen !== undefined);
  return seen;
}

suite('each way to misbehave', () => {
  const cases: readonly (readonly [Misbehaviour, string])[] = [
    [{ on: 'ping', does: 'portal' }, 'registry ping GET 200'],
    [{ on: 'ping', does: 'hang' }, 'registry ping timeout'],
    [{ on: 'ping', does: 'reset' }, 'registry ping broken'],
    [{ on: 'ping', does: 'huge-headers' }, 'registry ping bad-answer'],
    [{ on: 'ping', does: 'challenge-bomb' }, 'registry ping GET 401'],
    [{ on: 'manifest', does: 'portal' }, 'registry manifest bad-answer'],
    [{ on: 'manifest', does: 'drip' }, 'registry manifest timeout'],
    [{ on: 'manifest', does: 'endless' }, 'registry manifest bad-answer'],
    [{ on: 'manifest', does: 'truncated' }, 'registry manifest broken'],
    [{ on: 'manifest', does: 'garbage' }, 'registry manifest bad-answer'],
    [{ on: 'manifest', does: 'redirect-loop' }, 'registry manifest redirect-refused'],
    [{ on: 'manifest', does: 'redirect', to: 'file:///etc/passwd' }, 'registry manifest redirect-refused'],
    [{ on: 'manifest', does: 'redirect', to: 'https://evil.example.net/v2/x' }, 'registry manifest GET 404'],
    [{ on: 'manifest', does: 'realm', to: 'not an address' }, 'token token realm-refused'],
    [{ on: 'token', does: 'endless' }, 'token token bad-answer'],
    [{ on: 'token', does: 'hang' }, 'token token timeout'],
    [{ on: 'token', does: 'garbage' }, 'token token bad-answer'],
    [{ on: 'blob', does: 'redirect', to: 'http://169.254.169.254/latest' }, 'blob layer redirect-refused'],
    [{ on: 'blob', does: 'hang' }, 'registry layer timeout'],
  ];
  for (const [how, expected] of cases) {
    test(`${how.on}: ${how.does} ${how.to ?? ''}`, async () => {
      const seen = steps(await run([how]));
      assert.ok(seen.includes(expected), seen.join('\n'));
    });
  }

  test('tags: garbage', async () => {
    assert.ok(
      steps(await run([{ on: 'tags', does: 'garbage' }], 'registry.example.com/team/app:v9')).includes(
        'registry tags bad-answer',
      ),
    );
  });

  test('a stumble is forgiven once', async () => {
    for (const does of ['reset', 'status', 'truncated'] as const) {
      const seen = await run([{ on: 'manifest', does, times: 1, status: 503 }]);
      assert.ok(seen.manifest !== undefined, does);
    }
  });

  test('an endless body is not kept', async () => {
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    for (const on of ['manifest', 'token'] as const) await run([{ on, does: 'endless' }]);
    assert.ok(process.memoryUsage.rss() - before < 150 * 1024 * 1024);
  });

  test('a probe without end ends with the time for all', async () => {
    const start = performance.now();
    const seen = await run([{ on: 'any', does: 'drip' }]);
    assert.ok(performance.now() - start < 4000);
    assert.ok(seen.trials.every(({ outcome }) => outcome !== 'accepted'));
  });
});

test('several at once, in any mixture', async () => {
  const names: readonly MisbehaviourName[] = [
    'portal',
    'endless',
    'truncated',
    'reset',
    'wrong-digest',
    'no-digest',
    'redirect-loop',
    'redirect',
    'challenge-bomb',
    'realm',
    'huge-headers',
    'endless-pages',
    'garbage',
    'status',
    'echo',
  ];
  const places = [
    'https://evil.example.net/v2/',
    'http://evil.example.net/',
    'https://registry.example.com/v2/',
    'https://127.0.0.1/',
    'gopher://x',
    '//evil.example.net',
    'https://evil.example.net@registry.example.com/',
    '',
  ];
  const misbehaviour = fc.record({
    on: fc.constantFrom<Purpose | 'any'>(...PURPOSES, 'any'),
    does: fc.constantFrom(...names),
    to: fc.constantFrom(...places),
    times: fc.integer({ min: 1, max: 4 }),
    status: fc.constantFrom(200, 204, 301, 400, 401, 402, 403, 404, 405, 412, 429, 500, 503),
  });
  const image = fc.constantFrom(
    IMAGE,
    'registry.example.com/team/app:v9',
    'registry.example.com/other/app:v1',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(misbehaviour, { minLength: 1, maxLength: 4 }),
      image,
      async (misbehaves, asked) => {
        const probe = await run(misbehaves, asked);
        assert.ok(probe.looks.length < 200);
        for (const { look } of probe.trials) assert.ok(look === undefined || probe.looks[look] !== undefined);
      },
    ),
    { numRuns: 40 },
  );
});

test('a manifest of thousands of layers is asked about within the budget', async () => {
  await inWorld({ auth: 'none', prober: { maxRequests: 12 } }, async ({ registry, probe }) => {
    registry.push('team/app', 'v1', makeImage({ layers: 100 }));
    const probed = await probe(IMAGE, {
      platforms: [{ os: 'linux', architecture: 'amd64' }],
      depth: 'layers',
    });
    assert.equal(registry.requests.length, 12);
    assert.ok(steps(probed).includes('registry layer budget'));
  });
});
