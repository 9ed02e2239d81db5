import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { makeImage } from '../../../src/sandbox/registry/sandbox-image.ts';
import { sandboxNames } from '../../../src/sandbox/registry/sandbox-names.ts';
import { createRegistryProber } from '../../../src/edge/registry/registry-prober.ts';
import { inWorld, pair, question, steps } from './registry-world.ts';

const certificates = join(import.meta.dirname, 'certificates');

function withFolder(fill: (folder: string) => void, run: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'certs-'));
  fill(folder);
  return run(folder).finally(() => rmSync(folder, { recursive: true }));
}

suite('certificates by host', () => {
  const host = 'registry.example.com:5000';
  for (const name of [host, 'registry.example.com_5000_']) {
    test(`an authority in ${name}`, async () => {
      await withFolder(
        (folder) => {
          mkdirSync(join(folder, name));
          copyFileSync(join(certificates, 'ca.crt'), join(folder, name, 'ca.crt'));
        },
        async (folder) => {
          await inWorld(
            { auth: 'none', prober: { caFiles: [], certsDirs: [folder] } },
            async ({ registry, probe }) => {
              registry.push('team/app', 'v1', makeImage());
              assert.ok(steps(await probe(`${host}/team/app:v1`)).includes('registry manifest HEAD 200'));
              assert.ok(
                steps(await probe('registry.example.com/team/app:v1')).includes('registry tls tls-untrusted'),
              );
            },
          );
        },
      );
    });
  }

  test('Docker Hub under the name images have', async () => {
    await withFolder(
      (folder) => {
        mkdirSync(join(folder, 'docker.io'));
        copyFileSync(join(certificates, 'ca.crt'), join(folder, 'docker.io', 'any.crt'));
      },
      async (folder) => {
        await inWorld(
          { auth: 'none', host: 'registry-1.docker.io', prober: { caFiles: [], certsDirs: [folder] } },
          async ({ registry, probe }) => {
            registry.push('library/app', 'v1', makeImage());
            assert.ok(steps(await probe('app:v1')).includes('registry manifest HEAD 200'));
          },
        );
      },
    );
  });

  test('a folder that is none is a mistake, not a host without certificates', async () => {
    for (const [folder, words] of [
      ['/nowhere/certs.d', /\/nowhere\/certs\.d: no such file or folder$/u],
      [join(certificates, 'ca.crt'), /ca\.crt: it is no folder$/u],
    ] as const) {
      await inWorld({ auth: 'none', prober: { certsDirs: [folder] } }, async ({ probe }) => {
        await assert.rejects(probe('registry.example.com/team/app:v1'), {
          name: 'UserError',
          message: words,
        });
      });
    }
  });

  test('mirrors are not followed, and that is said', async () => {
    await withFolder(
      (folder) => {
        mkdirSync(join(folder, 'registry.example.com'));
        writeFileSync(
          join(folder, 'registry.example.com', 'hosts.toml'),
          'server = "https://mirror.example.com"\n',
        );
      },
      async (folder) => {
        await inWorld({ auth: 'none', prober: { certsDirs: [folder] } }, async ({ registry, probe }) => {
          registry.push('team/app', 'v1', makeImage());
          const { blindSpots } = await probe('registry.example.com/team/app:v1');
          assert.match(blindSpots[0]?.what ?? '', /^mirrors of .*hosts\.toml$/u);
        });
      },
    );
  });

  test('a client certificate, where the registry wants one', async () => {
    await withFolder(
      (folder) => {
        mkdirSync(join(folder, 'registry.example.com'));
        copyFileSync(join(certificates, 'ca.crt'), join(folder, 'registry.example.com', 'ca.crt'));
        copyFileSync(join(certificates, 'client.crt'), join(folder, 'registry.example.com', 'client.cert'));
        copyFileSync(join(certificates, 'client.key'), join(folder, 'registry.example.com', 'client.key'));
      },
      async (folder) => {
        const server = createServer(
          { ...pair('registry'), ca: pair('ca').cert, requestCert: true, rejectUnauthorized: true },
          (_, response) => {
            response.end('{}');
          },
        );
        server.on('tlsClientError', () => undefined);
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
        const network = sandboxNames({
          'registry.example.com': { port: (server.address() as AddressInfo).port },
        });
        const seen = async (certsDirs: readonly string[]): Promise<readonly string[]> => {
          const prober = createRegistryProber({
            env: {},
            now: () => Date.now(),
            certsDirs,
            caFiles: [join(certificates, 'ca.crt')],
            network,
          });
          const probed = await prober.probe(question('registry.example.com/team/app:v1'));
          prober.close();
          return steps(probed);
        };
        assert.ok((await seen([folder])).includes('registry ping GET 200'));
        assert.match((await seen([])).join(), /ping (?:tls-protocol|broken)/u);
        server.close();
        server.closeAllConnections();
      },
    );
  });
});
