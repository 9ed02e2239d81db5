import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { JsonObject } from '../../../src/core/evidence/objects/json-value.ts';
import { withCluster, type LiveProgram } from './live-program.ts';

// Ctrl-C as the real world sends it, to the program as a process.

const launcher = join(import.meta.dirname, '../../../src/app/cli/launch.ts');
const IMAGE = 'registry.example.com/shop/web:v1';

const POD: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop', uid: 'u', creationTimestamp: '2026-11-21T11:50:00Z' },
  spec: { nodeName: 'node-1', serviceAccountName: 'default', containers: [{ name: 'app', image: IMAGE }] },
  status: {
    phase: 'Pending',
    containerStatuses: [
      { name: 'app', image: IMAGE, state: { waiting: { reason: 'ErrImagePull', message: 'no such host' } } },
    ],
  },
};

/** Runs the program until `when` says so, sends it the signal, and gives how it ended. */
async function interrupted(
  live: LiveProgram,
  args: readonly string[],
  signal: NodeJS.Signals,
  when: () => boolean,
): Promise<{ code: number | null; err: string }> {
  const { env } = live.played().io;
  const child = spawn(process.execPath, [launcher, '-n', 'shop', '--no-probe', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdout.resume();
  const end = new Promise<number | null>((resolve) => child.once('close', resolve));
  while (!when() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill(signal);
  return { code: await end, err };
}

suite(
  'Ctrl-C',
  { skip: process.platform === 'win32' && 'no such signals on Windows', timeout: 20_000 },
  () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      test(`by ${signal} during --from-node removes the pod first`, async () => {
        const objects = [
          POD,
          { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
          { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'shop' } },
        ];
        await withCluster({ objects, kubelet: { [IMAGE]: { outcome: 'silent' } } }, async (live) => {
          const asked = (method: string): boolean =>
            live.server.requests.some((one) => one.method === method);
          const { code, err } = await interrupted(live, ['--from-node', '--yes'], signal, () =>
            asked('POST'),
          );
          assert.equal(err, '');
          assert.equal(code, 130);
          assert.ok(asked('DELETE'));
        });
      });
    }

    test('ends a watch with 130', async () => {
      await withCluster({ objects: [POD] }, async (live) => {
        const watches = (): boolean => live.server.requests.some(({ query }) => query['watch'] === 'true');
        assert.deepEqual(await interrupted(live, ['-w'], 'SIGINT', watches), { code: 130, err: '' });
      });
    });
  },
);
