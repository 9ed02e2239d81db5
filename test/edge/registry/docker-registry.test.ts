import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { formatPlatform } from '../../../src/core/evidence/image/platform.ts';
import { createRegistryProber } from '../../../src/edge/registry/registry-prober.ts';
import { makeIndex, type SandboxImage } from '../../../src/sandbox/registry/sandbox-image.ts';
import { login, outcomes, question, steps } from './registry-world.ts';

// The registry that most others were made from, as Debian packages it: what the one in the sandbox plays must
// be what a real one does.

const missing = spawnSync('docker-registry', ['--version']).error !== undefined;
const skip = missing ? 'docker-registry is not installed' : false;
/** `ci:right-horse` with bcrypt. */
const PASSWORDS = 'ci:$2b$04$GNzw/l7yzaoPTSLBTxvmju9P1eTtF.9/xPtZjmepmJpmO9VvYs1Be\n';

async function startDocker(t: TestContext): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  const port = await freePort();
  writeFileSync(join(folder, 'htpasswd'), PASSWORDS);
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: `127.0.0.1:${port}` },
    auth: { htpasswd: { realm: 'registry', path: join(folder, 'htpasswd') } },
  };
  writeFileSync(join(folder, 'config.yml'), JSON.stringify(config));
  const child = spawn('docker-registry', ['serve', join(folder, 'config.yml')], { stdio: 'ignore' });
  t.after(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const host = `127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    if (answer !== undefined) return host;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('docker-registry did not start');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const SIGNED = { authorization: `Basic ${Buffer.from('ci:right-horse').toString('base64')}` };

async function push(host: string, name: string, tag: string, image: SandboxImage): Promise<void> {
  for (const child of image.children) await push(host, name, child.manifest.digest, child);
  for (const blob of image.blobs) {
    const opened = await fetch(`http://${host}/v2/${name}/blobs/uploads/`, {
      method: 'POST',
      headers: SIGNED,
    });
    const place = new URL(opened.headers.get('location') ?? '', `http://${host}`);
    place.searchParams.set('digest', blob.digest);
    const done = await fetch(place, { method: 'PUT', headers: SIGNED, body: new Uint8Array(blob.bytes) });
    assert.equal(done.status, 201);
  }
  const { bytes, mediaType } = image.manifest;
  const headers = { ...SIGNED, 'content-type': mediaType };
  const done = await fetch(`http://${host}/v2/${name}/manifests/${tag}`, {
    method: 'PUT',
    headers,
    body: new Uint8Array(bytes),
  });
  assert.equal(done.status, 201, await done.text());
}

test('a real registry', { skip }, async (t) => {
  const host = await startDocker(t);
  await push(host, 'team/app', 'v1.0.0', makeIndex(['linux/amd64', 'linux/arm64']));
  const prober = createRegistryProber({ env: {}, now: () => Date.now() });
  t.after(() => prober.close());
  const right = { logins: [login('ci', 'right-horse')], anonymous: false };

  await t.test('gives what is there', async () => {
    const platforms = [{ os: 'linux', architecture: 'arm64' }];
    const probe = await prober.probe(
      question(`${host}/team/app:v1.0.0`, { ...right, platforms, depth: 'deep' }),
    );
    assert.deepEqual(outcomes(probe), ['accepted 200']);
    assert.deepEqual(probe.manifest?.platforms.map(formatPlatform), ['linux/amd64', 'linux/arm64']);
    assert.deepEqual(
      probe.children?.map(({ state, lost }) => [state, lost]),
      [['present', []]],
    );
  });

  await t.test('lets nobody in without a login', async () => {
    const probe = await prober.probe(question(`${host}/team/app:v1.0.0`));
    assert.deepEqual(outcomes(probe), ['denied 401']);
    assert.equal(probe.trials[0]?.says, 'UNAUTHORIZED: authentication required');
  });

  await t.test('knows a wrong login', async () => {
    const probe = await prober.probe(
      question(`${host}/team/app:v1.0.0`, { logins: [login('ci', 'wrong')], anonymous: false }),
    );
    assert.deepEqual(outcomes(probe), ['rejected 401']);
  });

  await t.test('a missing tag and a missing repository', async () => {
    const tag = await prober.probe(question(`${host}/team/app:v1.0.1`, right));
    assert.deepEqual(
      [outcomes(tag), tag.trials[0]?.says],
      [['accepted 404'], 'MANIFEST_UNKNOWN: manifest unknown'],
    );
    assert.deepEqual(
      tag.tags?.near.map(({ name, platforms }) => [name, platforms?.length]),
      [['v1.0.0', 2]],
    );
    const repository = await prober.probe(question(`${host}/team/web:v1.0.0`, right));
    assert.ok(steps(repository).includes('registry tags GET 404'));
    assert.deepEqual(repository.repositories, ['team/app']);
  });
});
