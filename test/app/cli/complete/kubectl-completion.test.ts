import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { suite, test } from 'node:test';
import { promisify } from 'node:util';
import type { JsonObject } from '../../../../src/core/evidence/objects/json-value.ts';
import { withCluster } from '../live-program.ts';

const launcher = join(import.meta.dirname, '../../../../src/app/cli/launch.ts');
const run = promisify(execFile);
const windows = process.platform === 'win32' && 'no scripts and links on Windows';
const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

function named(kind: string, name: string, namespace?: string): JsonObject {
  return {
    apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec: { containers: [{ name: 'app', image: 'r.example/app:1' }] },
  };
}

const OBJECTS = [
  named('Namespace', 'shop'),
  named('Namespace', 'payments'),
  named('Pod', 'web-1', 'shop'),
  named('Pod', 'api-1', 'shop'),
  named('Pod', 'other-1', 'payments'),
  named('Deployment', 'web', 'shop'),
];

suite('completion of names in the cluster', { timeout: 30_000 }, () => {
  test('knows namespaces, contexts, pods and workloads', async () => {
    await withCluster({ objects: OBJECTS }, async (live) => {
      const offered = async (...words: readonly string[]): Promise<readonly string[]> => {
        const { out, err } = await live.run('__complete', ...words);
        assert.equal(err, '');
        return out
          .split('\n')
          .filter((line) => line !== '' && !line.startsWith(':'))
          .map((line) => line.split('\t')[0] ?? '');
      };
      assert.deepEqual(await offered('-n', 'sh'), ['shop']);
      assert.deepEqual(await offered('--namespace=pay'), ['--namespace=payments']);
      assert.deepEqual(await offered('--context', ''), ['kubernetes-admin@sandbox']);
      assert.deepEqual(await offered('-n', 'shop', 'we'), ['web-1']);
      assert.deepEqual(await offered('-n', 'shop', 'deploy/'), ['deploy/web']);
      assert.deepEqual(await offered('-n', 'shop', 'deploy', ''), ['web']);
      assert.deepEqual((await offered('-A', 'collect', '')).toSorted(), ['api-1', 'other-1', 'web-1']);
      assert.deepEqual(await offered('-n', 'shop', 'probe', 'x', '--as-pod', 'a'), ['api-1']);
    });
  });

  test('says nothing where the names may not be seen', async () => {
    await withCluster({ objects: OBJECTS, users: [{ name: 'dev', token: 't', rules: [] }] }, async (live) => {
      assert.deepEqual(await live.run('__complete', '-n', ''), { code: 0, out: ':4\n', err: '' });
    });
  });

  test('does not wait for a cluster that hangs', async () => {
    await withCluster(
      { objects: OBJECTS, faults: [{ on: { resource: 'namespaces' }, does: { kind: 'hang' } }] },
      async (live) => {
        const begun = Date.now();
        assert.deepEqual(await live.run('__complete', '-n', ''), { code: 0, out: ':4\n', err: '' });
        assert.ok(Date.now() - begun < 5_000);
      },
    );
  });

  test('is run by the name that kubectl looks for', { skip: windows }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-plugin-'));
    try {
      const plugin = join(folder, 'kubectl_complete-pulldoctor');
      symlinkSync(launcher, plugin);
      const { stdout, stderr } = spawnSync(process.execPath, [plugin, 'version', '-o', 'y'], {
        encoding: 'utf8',
      });
      assert.deepEqual([stdout, stderr], ['yaml\n:4\n', '']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test(
    'works through kubectl itself, by the program that `completion kubectl` prints',
    { skip: windows || (!kubectl && 'no kubectl here') },
    async () => {
      await withCluster({ objects: OBJECTS }, async (live) => {
        const { folder } = live;
        const program = `#!/bin/sh\nexec '${process.execPath}' '${launcher}' "$@"\n`;
        writeFileSync(join(folder, 'kubectl-pulldoctor'), program, { mode: 0o755 });
        const shim = (await live.run('completion', 'kubectl')).out;
        writeFileSync(join(folder, 'kubectl_complete-pulldoctor'), shim, { mode: 0o755 });
        const env = {
          ...process.env,
          ...live.played().io.env,
          PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
        };
        const { stdout } = await run('kubectl', ['__complete', 'pulldoctor', '-n', 'shop', 'deploy/'], {
          env,
        });
        assert.equal(stdout, 'deploy/web\n:4\n');
      });
    },
  );
});
