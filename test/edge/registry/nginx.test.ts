import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { ImageProbe } from '../../../src/core/evidence/registry/image-probe.ts';
import type { ProbeRequest } from '../../../src/core/evidence/registry/probe-request.ts';
import { createRegistryProber } from '../../../src/edge/registry/registry-prober.ts';
import { makeImage } from '../../../src/sandbox/registry/sandbox-image.ts';
import { sandboxNames } from '../../../src/sandbox/registry/sandbox-names.ts';
import { startRegistry } from '../../../src/sandbox/registry/sandbox-registry.ts';
import { AUTHORITY, login, outcomes, question, steps } from './registry-world.ts';

// What often stands in front of a registry: TLS, logins, limits, errors, redirects, portals and slow lines as a real
// server makes them.

const skip = spawnSync('nginx', ['-v']).error === undefined ? false : 'nginx is not installed';
const HOST = 'registry.example.com';
const certificates = join(import.meta.dirname, 'certificates');

function config(folder: string, port: number, behind: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ');
  // As root its workers would be somebody who cannot read here.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  return `${user} daemon off; pid ${folder}/pid; error_log ${folder}/errors crit; events {}
http { access_log off; ${temporary}
  server { listen 127.0.0.1:${port} ssl;
    ssl_certificate ${certificates}/registry.crt; ssl_certificate_key ${certificates}/registry.key;
    location /v2/ { auth_basic registry; auth_basic_user_file ${folder}/users; proxy_pass http://${behind}; }
    location /v2/open/ { proxy_pass http://${behind}/v2/team/; }
    location /v2/limited/ { add_header Retry-After 60 always; return 429 "toomanyrequests: slow down"; }
    location /v2/down/ { return 503; }
    location /v2/moved/ { return 307 https://${HOST}/v2/open/app/manifests/v1; }
    location /v2/around/ { return 307 https://${HOST}$request_uri; }
    location /v2/portal/ { default_type text/html; return 200 "<html><title>Sign in</title></html>"; }
    location /v2/slow/ { limit_rate 20; proxy_pass http://${behind}/v2/team/; }
  } }`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

type Ask = (repository: string, more?: Partial<ProbeRequest>) => Promise<ImageProbe>;

async function startNginx(t: TestContext): Promise<Ask> {
  const registry = await startRegistry({ auth: 'none' });
  registry.push('team/app', 'v1', makeImage());
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  const port = await freePort();
  writeFileSync(join(folder, 'users'), 'ci:{PLAIN}right-horse\n', { mode: 0o644 });
  writeFileSync(join(folder, 'nginx.conf'), config(folder, port, registry.host));
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  t.after(async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const right = { logins: [login('ci', 'right-horse')], anonymous: false };
  // A new one each time: what was refused before is remembered within a run.
  const ask: Ask = async (repository, more = right) => {
    const prober = createRegistryProber({
      env: {},
      now: () => Date.now(),
      caFiles: [AUTHORITY],
      network: sandboxNames({ [HOST]: { port } }),
      requestTimeout: 700,
    });
    try {
      return await prober.probe(question(`${HOST}/${repository}:v1`, more));
    } finally {
      prober.close();
    }
  };
  for (let tries = 0; tries < 100; tries++) {
    if (await listens(port)) return ask;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('nginx did not start');
}

/** Whether it listens by now. */
function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

test('nginx in front of a registry', { skip }, async (t) => {
  const ask = await startNginx(t);

  await t.test('lets the right login in, over TLS', async () => {
    const probe = await ask('team/app');
    assert.deepEqual(outcomes(probe), ['accepted 200']);
    assert.equal(probe.looks.find(({ kind }) => kind === 'tls')?.failure, undefined);
  });

  await t.test('refuses the wrong one', async () => {
    const probe = await ask('team/app', { logins: [login('ci', 'wrong')], anonymous: false });
    assert.deepEqual(outcomes(probe), ['rejected 401']);
  });

  await t.test('limits, is down, shows a portal', async () => {
    const limited = await ask('limited/app');
    const answer = limited.looks.find(({ kind }) => kind === 'manifest')?.answer;
    assert.deepEqual([answer?.status, answer?.retryAfter], [429, 60_000]);
    assert.ok(steps(await ask('down/app')).some((step) => /manifest (?:HEAD|GET) 503/u.test(step)));
    const portal = await ask('portal/app');
    assert.ok(portal.looks.some(({ answer: page }) => page?.body === 'html'));
    assert.equal(portal.manifest, undefined);
  });

  await t.test('redirects are followed, but not around and around, and without the login', async () => {
    assert.deepEqual(outcomes(await ask('moved/app')), ['accepted 200']);
    const around = await ask('around/app');
    assert.ok(around.looks.some(({ failure }) => failure !== undefined));
    assert.equal(around.manifest, undefined);
  });

  await t.test('a line that drips ends with the time for one answer', async () => {
    const started = performance.now();
    const probe = await ask('slow/app', { logins: [], anonymous: true, platforms: [LINUX], depth: 'layers' });
    assert.ok(performance.now() - started < 8000);
    assert.ok(probe.looks.some(({ failure }) => failure?.kind === 'timeout') || probe.blindSpots.length > 0);
  });
});

const LINUX = { os: 'linux', architecture: 'amd64' };
