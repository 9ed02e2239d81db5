import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { JsonObject } from '../../../src/core/evidence/objects/json-value.ts';
import type { Report } from '../../../src/core/report/report.ts';
import { makeImage, makeIndex } from '../../../src/sandbox/registry/sandbox-image.ts';
import { startRegistry, type SandboxRegistry } from '../../../src/sandbox/registry/sandbox-registry.ts';
import type { SandboxRegistryOptions } from '../../../src/sandbox/registry/sandbox-registry-options.ts';
import * as shop from '../../edge/cluster/shop-objects.ts';
import { withCluster, type LiveProgram } from './live-program.ts';

// The registry's word in a live diagnosis and alone: what is asked, as whom, and what comes of it.

const PASSWORD = 'canary-of-the-pull-secret';

interface Shop extends LiveProgram {
  readonly registry: SandboxRegistry;
  readonly missing: string;
  readonly there: string;
}

function regcred(host: string): JsonObject {
  return shop.secret('regcred', { auths: { [host]: { username: 'ci', password: PASSWORD } } });
}

/** A private registry with v1.0.0, and a pod that wants v1.0.1 with a pull secret. */
async function inShop(
  use: (here: Shop) => Promise<void>,
  objects: readonly JsonObject[] = [],
  options: SandboxRegistryOptions = {},
): Promise<void> {
  const registry = await startRegistry({
    ...options,
    auth: 'basic',
    accounts: [{ user: 'ci', password: PASSWORD, reads: ['shop/'] }],
    open: [],
  });
  registry.push('shop/web', 'v1.0.0', makeIndex(['linux/amd64', 'linux/arm64']));
  registry.push('shop/web', 'v1.1.0', makeImage());
  const missing = `${registry.host}/shop/web:v1.0.1`;
  const pod = shop.pod({ name: 'web-1', image: missing, secrets: ['regcred'], says: shop.notFound(missing) });
  const all = [pod, regcred(registry.host), shop.node('node-1'), ...objects];
  try {
    await withCluster({ objects: all }, (live) =>
      use({ ...live, registry, missing, there: `${registry.host}/shop/web:v1.0.0` }),
    );
    registry.assertNoSurprises();
  } finally {
    await registry.close();
  }
}

function reportOf(out: string): Report {
  return JSON.parse(out) as Report;
}

suite('a live diagnosis asks the registry', () => {
  test('with the pull secret of the pod, and settles what the kubelet leaves open', async () => {
    await inShop(async ({ run, registry, there }) => {
      const { code, out, err } = await run('-n', 'shop', '-o', 'json');
      const [finding] = reportOf(out).findings;
      assert.equal(finding?.cause, 'tag-not-found');
      assert.deepEqual(
        finding.trials.map(({ user, outcome, kubelets }) => [user, outcome, kubelets]),
        [['ci', 'accepted', true]],
      );
      assert.equal(finding.suggestions[0]?.image, there);
      assert.deepEqual([code, err], [1, '']);
      const asked = registry.requests.map(({ method, path }) => `${method} ${path}`);
      assert.ok(asked.includes('GET /v2/shop/web/tags/list'), asked.join());
    });
  });

  test('and tells no answer of one that hangs: not to have waited longer is ours', async () => {
    const hangs = { misbehaves: [{ on: 'manifest', does: 'hang' }] } as const;
    await inShop(
      async ({ run, registry }) => {
        const { code, out } = await run('-n', 'shop', '--probe-timeout', '400ms', '-o', 'json');
        const { findings, blindSpots } = reportOf(out);
        assert.deepEqual([code, findings.length, findings[0]?.cause], [1, 1, 'not-found-unspecified']);
        assert.deepEqual(
          findings[0]?.evidence.map(({ witness }) => witness).filter((witness) => witness === 'registry'),
          [],
        );
        assert.deepEqual(blindSpots, [
          {
            what: `answers of registry ${registry.host}`,
            why: 'the time for asking registries was used up',
          },
        ]);
        assert.deepEqual(
          findings[0]?.trials.map(({ outcome }) => outcome),
          ['not-tried'],
        );
      },
      [],
      hangs,
    );
  });

  test('not with -A, which reads no secret: that is told once, with what would have it asked', async () => {
    await inShop(async ({ run, registry, missing }) => {
      const { out } = await run('-A');
      assert.deepEqual(registry.requests, []);
      assert.equal(out.split('no registry was asked').length, 2, out);
      const told = out.replace(/\s+/gu, ' ');
      assert.ok(
        told.includes(`image ${missing}: no registry was asked: its pull secrets were not read`),
        told,
      );
      assert.ok(told.includes('look again with --secrets=read, or at one namespace with -n NAME'), told);
      assert.ok(!(await run('-A', '--no-probe')).out.includes('no registry was asked'));
      assert.ok(!(await run('-A', '--secrets=read')).out.includes('no registry was asked'));
    });
  });

  test('not with --no-probe, and not without being asked from files', async () => {
    await inShop(async ({ run, registry, folder }) => {
      const { out } = await run('-n', 'shop', '--no-probe', '-o', 'json');
      assert.equal(reportOf(out).findings[0]?.cause, 'not-found-unspecified');
      const dump = join(folder, 'dump.json');
      await run('collect', '-n', 'shop', '--output-file', dump);
      assert.equal((await run('-f', dump)).code, 1);
      assert.deepEqual(registry.requests, []);
    });
  });

  test('from files where it is asked to, with the secrets that are in them', async () => {
    await inShop(async ({ run, registry, folder, missing }) => {
      const dump = join(folder, 'dump.json');
      const pod = shop.pod({
        name: 'web-1',
        image: missing,
        secrets: ['regcred'],
        says: shop.notFound(missing),
      });
      const items = [pod, regcred(registry.host)];
      writeFileSync(dump, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
      const { out } = await run('-f', dump, '--probe', '-o', 'json');
      assert.equal(reportOf(out).findings[0]?.cause, 'tag-not-found');
      assert.ok(registry.requests.length > 0);
    });
  });

  test('and shows no password, at no level of detail', async () => {
    await inShop(async ({ run }) => {
      for (const format of ['text', 'wide', 'json', 'yaml', 'markdown']) {
        const { out, err } = await run('-n', 'shop', '-o', format, '-v', '9');
        assert.ok(err.includes('/v2/'), 'the log tells of the requests');
        for (const text of [out, err]) {
          assert.ok(!text.includes(PASSWORD));
          assert.ok(!text.includes(Buffer.from(`ci:${PASSWORD}`).toString('base64')));
        }
      }
    });
  });

  test('one of the two flags at most', async () => {
    await inShop(async ({ run }) => {
      const { code, err } = await run('-n', 'shop', '--probe', '--no-probe');
      assert.deepEqual([code, err], [2, 'error: --probe and --no-probe: one of them\n']);
    });
  });
});

suite('pulldoctor probe', () => {
  test('as a pod: its secrets, its platform', async () => {
    await inShop(async ({ run, there, missing }) => {
      const fine = await run('probe', there, '--as-pod', 'web-1', '-n', 'shop');
      assert.equal(fine.code, 0);
      assert.match(fine.out, /^✓ /u);
      assert.match(fine.out, /linux\/arm64/u);
      const lost = await run('probe', missing, '--as-pod', 'pod/web-1', '-n', 'shop', '-o', 'json');
      assert.equal(lost.code, 1);
      assert.equal(reportOf(lost.out).findings[0]?.cause, 'tag-not-found');
    });
  });

  test('for a platform that the image has not', async () => {
    await inShop(async ({ run, there }) => {
      const asked = ['probe', there, '--secret', 'regcred', '-n', 'shop', '-o', 'json'];
      const { code, out } = await run(...asked, '--platform', 'linux/s390x');
      assert.deepEqual([code, reportOf(out).findings[0]?.cause], [1, 'platform-mismatch']);
      assert.equal((await run(...asked, '--platform', 'linux/arm64')).code, 0);
    });
  });

  test('as a service account: what a new pod of it would get', async () => {
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'builder', namespace: 'shop' },
      imagePullSecrets: [{ name: 'regcred' }],
    };
    await inShop(
      async ({ run, there }) => {
        assert.equal((await run('probe', there, '--serviceaccount', 'builder', '-n', 'shop')).code, 0);
        const none = await run('probe', there, '--serviceaccount', 'nobody', '-n', 'shop');
        assert.equal(none.code, 3);
        assert.match(none.out, /service account shop\/nobody/u);
      },
      [account],
    );
  });

  test('with a config.json, as the kubelet would read it', async () => {
    await inShop(async ({ run, there, folder, registry }) => {
      const file = join(folder, 'config.json');
      const auth = Buffer.from(`ci:${PASSWORD}`).toString('base64');
      writeFileSync(file, JSON.stringify({ auths: { [registry.host]: { auth } } }));
      assert.equal((await run('probe', there, '--docker-config', file)).code, 0);
      writeFileSync(file, JSON.stringify({ auths: { [registry.host]: {} }, credsStore: 'desktop' }));
      const dropped = await run('probe', there, '--docker-config', file, '-o', 'json');
      assert.equal(dropped.code, 1);
      writeFileSync(file, JSON.stringify({ auths: { [registry.host]: { auth: '!' } } }));
      assert.equal((await run('probe', there, '--docker-config', file)).code, 3);
    });
  });

  test('as oneself: with the login that docker left', async () => {
    await inShop(async ({ run, there, folder, registry, played }) => {
      const auth = Buffer.from(`ci:${PASSWORD}`).toString('base64');
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [registry.host]: { auth } } }));
      const stage = played({ env: { DOCKER_CONFIG: folder } });
      const { run: program } = await import('../../../src/app/cli/run.ts');
      assert.equal(await program(['probe', there, '--as-me'], stage.io), 0);
      assert.equal((await run('probe', there)).code, 1);
    });
  });

  test('refuses what cannot be asked', async () => {
    await inShop(async ({ run, there }) => {
      const wrong = [
        ['probe'],
        ['probe', there, '--as-me', '--secret', 'regcred'],
        ['probe', there, '--platform', 'a/b/c/d/e'],
        ['probe', there, '--docker-config', '/nowhere/config.json'],
        ['probe', there, '--probe-timeout', 'soon'],
      ];
      for (const words of wrong) {
        const { code, out, err } = await run(...words);
        assert.deepEqual([code, out], [2, ''], words.join(' '));
        assert.match(err, /^error: .+\n$/u);
      }
    });
  });
});
