import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type ApiServer, startApiServer } from '../../../src/sandbox/api-server/api-server.ts';
import { objectsOf } from '../../../src/core/evidence/objects/json-value.ts';
import { fieldOf } from '../../../src/sandbox/api-server/api-object.ts';
import type { PullScript } from '../../../src/sandbox/api-server/kubelet/pull-script.ts';
import { ask, type Json } from '../ask.ts';

const PODS = '/api/v1/namespaces/shop/pods';
const IMAGE = 'registry.example.com/app:1';

async function cluster(script: PullScript): Promise<ApiServer> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  return startApiServer({ objects: [namespace, ACCOUNT], kubelet: { [IMAGE]: script } });
}

const ACCOUNT = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'default', namespace: 'shop' },
};

async function run(server: ApiServer, more: object = {}): Promise<void> {
  const container = { name: 'app', image: IMAGE, command: ['/not/there'] };
  const spec = { nodeName: 'n1', restartPolicy: 'Never', containers: [container], ...more };
  const { status } = await ask(server, PODS, {
    method: 'POST',
    body: { metadata: { name: 'canary' }, spec },
  });
  assert.equal(status, 201);
}

/** Asks again until it is so, as a client would. */
async function until<T>(look: () => T | undefined): Promise<T> {
  for (let left = 1000; left > 0; left -= 1) {
    const seen = look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
  throw new Error('it never came');
}

function stateOf(server: ApiServer, name: string): Json | undefined {
  const [status] = objectsOf(fieldOf(server.find('Pod', 'canary', 'shop'), 'status', 'containerStatuses'));
  return fieldOf(status, 'state', name) as Json | undefined;
}

async function messages(server: ApiServer): Promise<readonly unknown[]> {
  const { json } = await ask(server, '/api/v1/namespaces/shop/events');
  return objectsOf(json['items']).map((event) => event['message']);
}

suite('the kubelets of the sandbox', () => {
  test('a pull that fails says so in status and events', async () => {
    const message = `failed to pull and unpack image "${IMAGE}": not found`;
    const server = await cluster({ outcome: 'failed', message, backOffAfter: 10 });
    await run(server);
    const first = await until(() => stateOf(server, 'waiting'));
    assert.ok(['ContainerCreating', 'ErrImagePull'].includes(String(first['reason'])));
    const waiting = await until(() => {
      const state = stateOf(server, 'waiting');
      return state?.['reason'] === 'ImagePullBackOff' ? state : undefined;
    });
    assert.equal(waiting['message'], `Back-off pulling image "${IMAGE}": ErrImagePull: ${message}`);
    assert.deepEqual(
      new Set(await messages(server)),
      new Set([
        `Pulling image "${IMAGE}"`,
        `Failed to pull image "${IMAGE}": ${message}`,
        'Error: ErrImagePull',
        `Back-off pulling image "${IMAGE}"`,
      ]),
    );
    await server.close();
  });

  test('an image that comes, with a command that is not in it', async () => {
    const server = await cluster({ outcome: 'pulled', after: 3 });
    await run(server);
    const terminated = await until(() => stateOf(server, 'terminated'));
    assert.equal(terminated['reason'], 'StartError');
    assert.match(
      String(terminated['message']),
      /exec: "\/not\/there": stat \/not\/there: no such file or directory$/,
    );
    assert.equal(fieldOf(server.find('Pod', 'canary', 'shop'), 'status', 'phase'), 'Failed');
    assert.ok(
      (await messages(server)).some((text) => /^Successfully pulled image .* in \d+ms/.test(String(text))),
    );
    await server.close();
  });

  test('a container that is to be started again waits instead', async () => {
    const server = await cluster({ outcome: 'pulled' });
    await run(server, { restartPolicy: 'Always' });
    const waiting = await until(() => {
      const state = stateOf(server, 'waiting');
      return state?.['reason'] === 'RunContainerError' ? state : undefined;
    });
    assert.match(String(waiting['message']), /no such file or directory$/);
    await server.close();
  });

  test('a deadline ends the pod', async () => {
    const server = await cluster({ outcome: 'silent' });
    await run(server, { activeDeadlineSeconds: 0.02 });
    const reason = await until(() => fieldOf(server.find('Pod', 'canary', 'shop'), 'status', 'reason'));
    assert.equal(reason, 'DeadlineExceeded');
    await server.close();
  });

  test('a pod that is deleted is ended by its kubelet, or at once without grace', async () => {
    const server = await cluster({ outcome: 'silent' });
    await run(server);
    const { json } = await ask(server, `${PODS}/canary`, { method: 'DELETE' });
    assert.equal(fieldOf(json, 'metadata', 'deletionGracePeriodSeconds'), 30);
    await until(() => (server.find('Pod', 'canary', 'shop') === undefined ? true : undefined));
    await run(server);
    const body = { gracePeriodSeconds: 0 };
    assert.equal((await ask(server, `${PODS}/canary`, { method: 'DELETE', body })).status, 200);
    assert.equal(server.find('Pod', 'canary', 'shop'), undefined);
    await server.close();
  });

  test('pods that were there before, or have no node, are left alone', async () => {
    const server = await cluster({ outcome: 'pulled' });
    const spec = { containers: [{ name: 'app', image: IMAGE }] };
    await ask(server, PODS, { method: 'POST', body: { metadata: { name: 'canary' }, spec } });
    assert.equal(stateOf(server, 'waiting'), undefined);
    assert.deepEqual(await messages(server), []);
    await server.close();
  });
});

test('a node answers through the proxy, or not at all', async () => {
  const node = (name: string): Json => ({ apiVersion: 'v1', kind: 'Node', metadata: { name } });
  const server = await startApiServer({
    objects: [node('n1'), node('down')],
    nodes: {
      n1: {
        statsSummary: { node: { runtime: { imageFs: { availableBytes: 1 } } } },
        logs: (query) => (query.get('query') === 'kubelet' ? 'E1121 pull failed\n' : undefined),
      },
    },
  });
  const proxied = (name: string, path: string) => ask(server, `/api/v1/nodes/${name}/proxy/${path}`);
  assert.equal(
    fieldOf((await proxied('n1', 'stats/summary')).json, 'node', 'runtime', 'imageFs', 'availableBytes'),
    1,
  );
  assert.equal((await proxied('n1', 'logs/?query=kubelet')).text, 'E1121 pull failed\n');
  assert.equal((await proxied('n1', 'logs/?query=nothing')).status, 404);
  assert.equal((await proxied('n1', 'configz')).status, 404);
  assert.equal((await proxied('down', 'stats/summary')).status, 503);
  assert.equal((await proxied('nix', 'stats/summary')).json['message'], 'nodes "nix" not found');
  await server.close();
});
