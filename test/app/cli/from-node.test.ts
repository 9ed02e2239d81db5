import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { run } from '../../../src/app/cli/run.ts';
import { listOf, objectOf, textOf, type JsonObject } from '../../../src/core/evidence/objects/json-value.ts';
import type { ApiServerOptions } from '../../../src/sandbox/api-server/api-server-options.ts';
import type { PullScript } from '../../../src/sandbox/api-server/kubelet/pull-script.ts';
import { withCluster, type LiveProgram } from './live-program.ts';

const IMAGE = 'registry.example.com/shop/web:v1';
const SAID =
  `failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": ` +
  'unexpected status from HEAD request to https://registry.example.com/v2/shop/web/manifests/v1: 503 Service Unavailable';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop', uid: 'uid-web-1', creationTimestamp: '2026-11-21T11:50:00Z' },
  spec: { nodeName: 'node-1', serviceAccountName: 'default', containers: [{ name: 'app', image: IMAGE }] },
  status: {
    phase: 'Pending',
    containerStatuses: [
      { name: 'app', image: IMAGE, state: { waiting: { reason: 'ErrImagePull', message: SAID } } },
    ],
  },
};
const OBJECTS: readonly JsonObject[] = [
  POD,
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'shop' } },
];

function cluster(script: PullScript, options: ApiServerOptions = {}): ApiServerOptions {
  return { objects: OBJECTS, kubelet: { [IMAGE]: script }, ...options };
}

const ASK = ['-n', 'shop', '--no-probe', '--from-node'];

/** Pods that were made and removed, by name. */
function made({ server }: LiveProgram): readonly string[] {
  const name = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const removed = server.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => name(path));
  for (const pod of removed) assert.equal(server.find('Pod', pod, 'shop'), undefined);
  return removed;
}

suite('--from-node', () => {
  test('makes a pod, quotes its kubelet, and removes the pod', async () => {
    await withCluster(cluster({ outcome: 'failed', message: SAID }), async (live) => {
      const { code, out, err } = await live.run(...ASK, '--yes', '-o', 'json');
      assert.equal(err, '');
      assert.equal(code, 1);
      assert.equal(made(live).length, 1);
      const evidence = listOf(objectOf(JSON.parse(out))['findings']).flatMap((one) =>
        listOf(objectOf(one)['evidence']).map((witness) => textOf(objectOf(witness)['says'])),
      );
      assert.ok(
        evidence.some((says) => says.includes('fresh pull') || says.includes('pulldoctor-canary')),
        evidence.join('\n'),
      );
    });
  });

  test('tells that the image comes now', async () => {
    await withCluster(cluster({ outcome: 'pulled' }), async (live) => {
      const { out } = await live.run(...ASK, '--yes');
      assert.equal(made(live).length, 1);
      assert.match(out, /back-off/);
    });
  });

  test('makes nothing where nobody can be asked', async () => {
    await withCluster(cluster({ outcome: 'pulled' }), async (live) => {
      const { code, err } = await live.run(...ASK);
      assert.equal(code, 2);
      assert.equal(err, 'error: --from-node makes a pod, and here nobody can be asked: add --yes\n');
      assert.deepEqual(made(live), []);
    });
  });

  for (const [answer, pods] of [
    ['y\n', 1],
    ['yes\n', 1],
    ['\n', 0],
    ['no\n', 0],
    ['', 0],
  ] as const) {
    test(`asks at a terminal, and ${JSON.stringify(answer)} makes ${pods}`, async () => {
      await withCluster(cluster({ outcome: 'pulled' }), async (live) => {
        const played = live.played({ terminal: 80, stdin: answer });
        const { io } = played;
        await run(ASK, { ...io, stdin: { ...io.stdin, isTerminal: true } });
        assert.equal(made(live).length, pods);
        assert.match(
          played.stderr(),
          /pod pulldoctor-canary-[0-9a-f]{10} in namespace shop, to pull registry\.example\.com\/shop\/web:v1 on node node-1; [^\n]*\nMake it\? \[y\/N\] $/,
        );
        if (pods === 0) assert.match(played.stdout(), /no pod was to be\s+made/);
      });
    });
  }

  test('removes the pod at Ctrl-C, before the program ends', async () => {
    await withCluster(cluster({ outcome: 'silent' }), async (live) => {
      const { io } = live.played();
      let interrupt: (() => void) | undefined;
      let released = false;
      const running = run([...ASK, '--yes'], {
        ...io,
        onInterrupt: (stop) => {
          interrupt = stop;
          return () => {
            released = true;
            assert.equal(made(live).length, 1);
          };
        },
      });
      while (!live.server.requests.some(({ method }) => method === 'POST')) await new Promise(setImmediate);
      interrupt?.();
      await running;
      assert.ok(released);
    });
  });

  test('says what it may not do, and how to be allowed', async () => {
    const rules = [{ verbs: ['get', 'list'], apiGroups: ['*'], resources: ['*'] }];
    const options = cluster({ outcome: 'pulled' }, { users: [{ name: 'dev', token: 'dev-token', rules }] });
    await withCluster(options, async (live) => {
      const { code, out } = await live.run(...ASK, '--yes', '-o', 'json');
      assert.equal(code, 1);
      const spots = listOf(objectOf(JSON.parse(out))['blindSpots']).map(objectOf);
      const spot = spots.find(({ what }) => textOf(what).startsWith('a fresh pull of'));
      assert.match(textOf(spot?.['why']), /cannot create resource "pods"/);
      assert.match(textOf(spot?.['grant']), /rbac .*--from-node/);
    });
  });
});
