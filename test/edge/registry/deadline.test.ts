import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ImageProbe } from '../../../src/core/evidence/registry/image-probe.ts';
import { createRegistryProber } from '../../../src/edge/registry/registry-prober.ts';
import type { RegistryNetwork } from '../../../src/edge/registry/registry-network.ts';
import { sandboxNames } from '../../../src/sandbox/registry/sandbox-names.ts';
import { withRawServer } from './raw-server.ts';
import { AUTHORITY, inWorld, question, steps } from './registry-world.ts';

const IMAGE = 'registry.example.com/team/app:v1';
const DEADLINE = 600;
/** Far longer than the deadline: what ends in half of it did not wait for it. */
const REQUEST = 5000;

/** One probe whose time is up long before any single answer would be late. */
async function hurried(network: RegistryNetwork): Promise<{ probe: ImageProbe; took: number }> {
  const began = performance.now();
  const prober = createRegistryProber({
    env: {},
    now: () => Date.now(),
    caFiles: [AUTHORITY],
    requestTimeout: REQUEST,
    deadline: DEADLINE,
    network,
  });
  try {
    const probe = await prober.probe(question(IMAGE));
    return { probe, took: performance.now() - began };
  } finally {
    prober.close();
  }
}

function keepSilent(): void {
  // Whoever connects waits.
}

function lastWords({ looks }: ImageProbe): string {
  return looks.at(-1)?.failure?.says ?? '';
}

// To give up is not to be told: only who waited as long as for any answer may say that none came.
suite('the end of the time is no fault of the registry', () => {
  test('while a name is looked up', async () => {
    const never = new Promise<never>(() => undefined);
    const { probe, took } = await hurried({ ...sandboxNames({}), resolve: () => never });
    assert.deepEqual(steps(probe), ['registry dns budget']);
    assert.match(lastWords(probe), /^lookup registry\.example\.com: no answer within \d\.\d s/u);
    assert.ok(took < REQUEST / 2, `took ${took} ms`);
  });

  test('before a connection is made', async () => {
    const network: RegistryNetwork = {
      resolve: () => Promise.resolve(['203.0.113.7']),
      dial: () => ({ host: '127.0.0.1', port: 9 }),
    };
    const aborted = new AbortController();
    aborted.abort();
    const prober = createRegistryProber({
      env: {},
      now: () => Date.now(),
      caFiles: [AUTHORITY],
      network,
      signal: aborted.signal,
    });
    const probe = await prober.probe(question(IMAGE));
    prober.close();
    assert.ok(
      probe.looks.every(({ failure }) => failure === undefined || failure.kind === 'budget'),
      JSON.stringify(steps(probe)),
    );
    assert.ok(probe.looks.some(({ failure }) => failure?.kind === 'budget'));
  });

  test('while TLS is spoken', async () => {
    await withRawServer(keepSilent, async (port) => {
      const { probe, took } = await hurried(
        sandboxNames({ 'registry.example.com': { port, address: '203.0.113.7' } }),
      );
      assert.deepEqual(steps(probe), ['registry dns ok', 'registry connect ok', 'registry tls budget']);
      assert.match(lastWords(probe), /no TLS handshake within \d\.\d s/u);
      assert.ok(took < REQUEST / 2, `took ${took} ms`);
    });
  });

  test('while an answer is awaited: who was asked, and how long it kept silent', async () => {
    await inWorld(
      {
        auth: 'none',
        misbehaves: [{ on: 'ping', does: 'hang' }],
        prober: { deadline: DEADLINE, requestTimeout: REQUEST },
      },
      async ({ probe }) => {
        const seen = await probe(IMAGE);
        assert.equal(steps(seen).at(-1), 'registry ping budget');
        assert.match(lastWords(seen), /^registry\.example\.com:443: no whole answer within \d\.\d s/u);
      },
    );
  });

  test('zero is no end at all', async () => {
    await inWorld({ auth: 'none', prober: { deadline: 0 } }, async ({ probe }) => {
      const seen = await probe(IMAGE);
      assert.equal(
        steps(seen).some((step) => step.endsWith('budget')),
        false,
      );
      assert.deepEqual(
        seen.blindSpots.filter(({ why }) => why.includes('used up')),
        [],
      );
    });
  });
});
