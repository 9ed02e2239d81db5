import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import type { ImageProbe } from '../../../src/core/evidence/registry/image-probe.ts';
import { createRegistryProber } from '../../../src/edge/registry/registry-prober.ts';
import { makeImage } from '../../../src/sandbox/registry/sandbox-image.ts';
import { startRegistry, type SandboxRegistry } from '../../../src/sandbox/registry/sandbox-registry.ts';
import type { SandboxRegistryOptions } from '../../../src/sandbox/registry/sandbox-registry-options.ts';
import { connectProxy, socksProxy } from '../host/stand-in-proxy.ts';
import { AUTHORITY, login, pair, question, steps } from './registry-world.ts';

const NAMES = { 'registry.example.com': '127.0.0.1' };

async function registryBehind(
  t: TestContext,
  options: SandboxRegistryOptions = {},
): Promise<SandboxRegistry> {
  const registry = await startRegistry({ tls: pair('registry'), auth: 'none', ...options });
  t.after(() => registry.close());
  registry.push('team/app', 'v1', makeImage());
  return registry;
}

async function probeBy(
  proxy: string,
  { ports }: SandboxRegistry,
  host = 'registry.example.com',
): Promise<ImageProbe> {
  const prober = createRegistryProber({
    env: { HTTPS_PROXY: proxy },
    now: () => Date.now(),
    caFiles: [AUTHORITY],
    requestTimeout: 2000,
  });
  try {
    const image = `${host}:${ports.registry}/team/app:v1`;
    return await prober.probe(question(image, { logins: [login('ci', 'canary-horse')], anonymous: false }));
  } finally {
    prober.close();
  }
}

suite('through a proxy', () => {
  test('which looks names up itself', async (t) => {
    const registry = await registryBehind(t);
    const proxy = await connectProxy(t, { names: NAMES });
    const probe = await probeBy(`http://127.0.0.1:${proxy.port}`, registry);
    assert.deepEqual(steps(probe), [
      'registry tls ok',
      'registry ping GET 200',
      'registry manifest HEAD 200',
    ]);
    assert.equal(probe.looks[0]?.certificate?.subject, 'registry');
    assert.ok(proxy.asked.length > 0);
    assert.ok(proxy.asked.every((head) => !head.includes('Authorization')));
  });

  test('of SOCKS', async (t) => {
    const registry = await registryBehind(t);
    const proxy = await socksProxy(t, { names: NAMES });
    const probe = await probeBy(`socks5://127.0.0.1:${proxy.port}`, registry);
    assert.equal(steps(probe).at(-1), 'registry manifest HEAD 200');
  });

  test('that refuses, or is not there', async (t) => {
    const registry = await registryBehind(t);
    const proxy = await connectProxy(t, { status: 407 });
    assert.deepEqual(steps(await probeBy(`http://user:secret-horse@127.0.0.1:${proxy.port}`, registry)), [
      'registry connect proxy',
    ]);
    const absent = await probeBy('http://user:secret-horse@127.0.0.1:1', registry);
    assert.deepEqual(steps(absent), ['registry connect proxy']);
    assert.doesNotMatch(JSON.stringify(absent), /secret-horse/u);
    assert.equal(registry.requests.length, 0);
  });

  test('to a certificate that nobody trusts', async (t) => {
    const registry = await registryBehind(t, { tls: pair('stranger') });
    const proxy = await connectProxy(t, { names: NAMES });
    const probe = await probeBy(`http://127.0.0.1:${proxy.port}`, registry);
    assert.deepEqual(steps(probe), ['registry tls tls-untrusted']);
    assert.equal(registry.requests.length, 0);
  });

  test('not to an address where clouds keep credentials', async (t) => {
    const registry = await registryBehind(t, {
      misbehaves: [{ on: 'any', does: 'realm', to: 'https://169.254.169.254/token' }],
    });
    const proxy = await connectProxy(t, { names: NAMES });
    const probe = await probeBy(`http://127.0.0.1:${proxy.port}`, registry);
    assert.equal(steps(probe).at(-1), 'token token realm-refused');
    assert.ok(proxy.asked.every((head) => !head.includes('169.254')));
  });

  test('not to this machine', async (t) => {
    const registry = await registryBehind(t);
    const proxy = await connectProxy(t, { names: NAMES });
    const probe = await probeBy(`http://127.0.0.1:${proxy.port}`, registry, 'localhost');
    assert.equal(steps(probe).at(-1), 'registry manifest HEAD 200');
    assert.deepEqual(proxy.asked, []);
  });
});
