import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { withCluster } from './live-program.ts';

// What no object can be called must not become another question to the API server.
suite('names that nothing has', () => {
  const namespaces = ['a b', '..', '../kube-system', 'Shop', 'ü', '-shop', 'x'.repeat(64), 'a\nb', 'a%2fb'];

  test('a namespace', async () => {
    await withCluster({}, async ({ run, server }) => {
      for (const name of namespaces) {
        for (const command of [['diagnose'], ['collect'], ['rbac', '--for', 'user:x'], ['rbac', '--check']]) {
          const { code, err } = await run(...command, '-n', name);
          assert.deepEqual([command, name, code], [command, name, 2]);
          assert.match(err, /^error: "[^\n]*" is no name of a namespace\n$/u);
        }
      }
      assert.deepEqual(server.requests, []);
    });
  });

  test('a pod or a workload', async () => {
    await withCluster({}, async ({ run, server }) => {
      for (const typed of ['pod/..', 'pod/.', '..', 'deploy/%2e%2e', 'pod/a%2fb']) {
        const { code, err } = await run(typed, '-n', 'shop');
        assert.deepEqual([typed, code], [typed, 2]);
        assert.match(err, /^error: "[^\n]*" is no name of an object\n$/u);
      }
      assert.deepEqual(server.requests, []);
    });
  });

  test('the longest namespace, and a pod with dots', async () => {
    await withCluster({}, async ({ run, server }) => {
      assert.equal((await run('pod/a.b-1', '-n', 'x'.repeat(63))).code, 3);
      assert.ok(server.requests.length > 0);
    });
  });
});
