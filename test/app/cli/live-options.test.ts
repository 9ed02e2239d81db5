import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withCluster } from './live-program.ts';

// A mistyped flag is not to be found after a minute of reading, and not only when something fails.
test('flags about registries are looked at before the cluster is', async () => {
  await withCluster({}, async ({ run, server }) => {
    const table: readonly (readonly [string, RegExp])[] = [
      ['--probe-timeout soon', /^error: --probe-timeout must be a duration .* not "soon"\n$/u],
      ['--probe --no-probe', /^error: --probe and --no-probe: one of them\n$/u],
      ['collect --request-timeout soon', /^error: --request-timeout must be a duration/u],
      [
        'probe registry.example.com/app:1 --as-pod web --probe-timeout -1',
        /^error: --probe-timeout must be/u,
      ],
    ];
    for (const [typed, words] of table) {
      const { code, out, err } = await run(...typed.split(' '));
      assert.deepEqual([typed, code, out], [typed, 2, '']);
      assert.match(err, words);
    }
    assert.deepEqual(server.requests, []);
  });
});
