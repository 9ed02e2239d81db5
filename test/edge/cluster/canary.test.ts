import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { objectOf, type JsonObject } from '../../../src/core/evidence/objects/json-value.ts';
import type { CanaryPlan } from '../../../src/core/remedy/plan-canaries.ts';
import { pullFromNode, type CanaryAnswer } from '../../../src/edge/cluster/canary.ts';
import { sweepCanaries } from '../../../src/edge/cluster/canary-removal.ts';
import { broken, playedClient, refused, type PlayedClient, type Script } from './played-client.ts';

const POD = '/api/v1/namespaces/shop/pods/pulldoctor-canary-aaa';
const PLAN: CanaryPlan = {
  namespace: 'shop',
  name: 'pulldoctor-canary-aaa',
  node: 'node-1',
  image: 'r.example/app:1',
  pod: 'web-1',
  podUid: 'uid-1',
  container: 'app',
  manifest: { kind: 'Pod' },
};
const MADE = { metadata: { name: PLAN.name, namespace: 'shop', uid: 'canary-uid' } };
const WHAT = 'a fresh pull of r.example/app:1 on node-1';

function podWith(status: JsonObject): JsonObject {
  return { ...MADE, spec: { containers: [{ name: 'canary', image: PLAN.image }] }, status };
}

function waitingFor(reason: string, message: string): JsonObject {
  return podWith({
    phase: 'Pending',
    containerStatuses: [{ name: 'canary', state: { waiting: { reason, message } } }],
  });
}

interface Play {
  readonly answer: CanaryAnswer;
  readonly asked: PlayedClient['asked'];
}

async function play(script: Script, signal?: AbortSignal): Promise<Play> {
  const { client, asked } = playedClient(script);
  let clock = 0;
  const answer = await pullFromNode(client, PLAN, {
    now: () => (clock += 10),
    pollEvery: 0,
    retryEvery: 0,
    timeout: 200,
    ...(signal !== undefined && { signal }),
  });
  return { answer, asked };
}

/** A server that makes the pod, shows it in one state after the other, and removes it. */
function server(states: readonly unknown[], events: unknown = { items: [] }): Script {
  let at = 0;
  return ({ method = 'GET', path }) => {
    if (method === 'POST') return MADE;
    if (method === 'DELETE') return {};
    if (path.endsWith('/events')) return events;
    return states[Math.min(at++, states.length - 1)];
  };
}

suite('pullFromNode', () => {
  test('gives the words of the kubelet, and removes the pod', async () => {
    const { answer, asked } = await play(
      server([podWith({ phase: 'Pending' }), waitingFor('ErrImagePull', 'r.example: 403 Forbidden')]),
    );
    assert.ok(answer.pull.seen);
    const { at, took, ...pull } = answer.pull.value;
    assert.deepEqual(pull, {
      namespace: 'shop',
      node: 'node-1',
      image: 'r.example/app:1',
      podUid: 'uid-1',
      container: 'app',
      outcome: 'failed',
      reason: 'ErrImagePull',
      message: 'r.example: 403 Forbidden',
    });
    assert.ok(took > 0 && at >= took);
    assert.equal(asked[0], 'POST /api/v1/namespaces/shop/pods');
    assert.equal(asked.at(-1), `DELETE ${POD}`);
    assert.equal(answer.leftBehind, undefined);
  });

  test('says pulled when the container cannot be started any more', async () => {
    const { answer } = await play(server([waitingFor('RunContainerError', 'no such file or directory')]));
    assert.ok(answer.pull.seen);
    assert.equal(answer.pull.value.outcome, 'pulled');
    assert.equal(answer.pull.value.message, '');
  });

  test('removes only the pod that it made', async () => {
    const bodies: unknown[] = [];
    await play((request) => {
      if (request.method === 'DELETE') bodies.push(request.body);
      return server([waitingFor('ErrImagePull', 'x')])(request, 0);
    });
    assert.deepEqual(bodies, [
      {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        gracePeriodSeconds: 0,
        preconditions: { uid: 'canary-uid' },
      },
    ]);
  });

  test('gives up when nothing is said, with the last that was', async () => {
    const pulling = { items: [{ metadata: { name: 'e' }, reason: 'Pulling', message: 'Pulling image "x"' }] };
    const { answer, asked } = await play(server([podWith({ phase: 'Pending' })], pulling));
    assert.ok(answer.pull.seen);
    assert.equal(answer.pull.value.outcome, 'unanswered');
    assert.equal(answer.pull.value.reason, 'Pulling');
    assert.equal(asked.at(-1), `DELETE ${POD}`);
  });

  for (const [name, says, grant] of [
    [
      'right',
      'pods is forbidden: User "dev" cannot create resource "pods" in API group "" in the namespace "shop"',
      'pulldoctor rbac --from-node -n shop --for user:dev | kubectl apply -f -',
    ],
    ['quota', 'pods "x" is forbidden: exceeded quota: compute', undefined],
    ['admission check', 'admission webhook "policy.example" denied the request: no', undefined],
  ] as const) {
    test(`says that the pod was refused for its ${name}`, async () => {
      const { answer, asked } = await play(() => refused(403, says));
      assert.deepEqual(answer, {
        pull: { seen: false, blind: { what: WHAT, why: says, ...(grant !== undefined && { grant }) } },
      });
      assert.deepEqual(asked, ['POST /api/v1/namespaces/shop/pods']);
    });
  }

  for (const failure of [broken('timeout'), broken('unreachable'), refused(504, 'gateway timeout')]) {
    test(`removes what may have been made when the answer is ${failure.failure.says}`, async () => {
      const { answer, asked } = await play(({ method }) => (method === 'POST' ? failure : undefined));
      assert.equal(answer.pull.seen, false);
      assert.deepEqual(asked, ['POST /api/v1/namespaces/shop/pods', `DELETE ${POD}`]);
    });
  }

  test('removes the pod when it is interrupted', async () => {
    const ending = new AbortController();
    const { answer, asked } = await play((request, at) => {
      if (at === 4) ending.abort();
      return server([podWith({ phase: 'Pending' })])(request, at);
    }, ending.signal);
    assert.equal(answer.pull.seen, false);
    assert.equal(asked.at(-1), `DELETE ${POD}`);
  });

  test('makes nothing when it was interrupted before', async () => {
    const { asked } = await play(server([]), AbortSignal.abort());
    assert.deepEqual(asked, []);
  });

  test('tries again to remove the pod, then says how to do it by hand', async () => {
    const script: Script = (request, at) =>
      request.method === 'DELETE'
        ? refused(500, 'etcd is away')
        : server([waitingFor('ErrImagePull', 'x')])(request, at);
    const { answer, asked } = await play(script);
    assert.ok(answer.pull.seen);
    assert.equal(asked.filter((one) => one.startsWith('DELETE')).length, 3);
    assert.deepEqual(answer.leftBehind, {
      what: 'the end of pod shop/pulldoctor-canary-aaa, made for a fresh pull',
      why: 'it could not be removed: etcd is away',
      grant: 'kubectl -n shop delete pod pulldoctor-canary-aaa',
    });
  });

  test('takes a pod that is gone for removed', async () => {
    const script: Script = (request, at) =>
      request.method === 'DELETE' ? undefined : server([waitingFor('ErrImagePull', 'x')])(request, at);
    assert.equal((await play(script)).answer.leftBehind, undefined);
  });

  test('goes on when the server is away for a moment, and not when the pod may not be read', async () => {
    const away = await play(server([refused(503, 'away'), waitingFor('ErrImagePull', 'x')]));
    assert.equal(away.answer.pull.seen, true);
    const hidden = await play(server([refused(403, 'cannot get')]));
    assert.deepEqual(hidden.answer.pull, { seen: false, blind: { what: WHAT, why: 'cannot get' } });
    assert.equal(hidden.asked.at(-1), `DELETE ${POD}`);
  });
});

suite('sweepCanaries', () => {
  test('removes only canaries that no run can still wait for', async () => {
    const item = (name: string, creationTimestamp: string): JsonObject => ({
      metadata: { name, creationTimestamp, uid: `uid-${name}` },
    });
    const { client, asked } = playedClient(({ method, query }) => {
      if (method === 'DELETE') return {};
      assert.equal(
        objectOf(query)['labelSelector'],
        'app.kubernetes.io/managed-by=pulldoctor,app.kubernetes.io/component=canary',
      );
      return {
        items: [
          item('pulldoctor-canary-old', '2026-11-21T10:00:00Z'),
          item('pulldoctor-canary-new', '2026-11-21T11:59:00Z'),
          item('somebody-elses', '2026-11-21T10:00:00Z'),
        ],
      };
    });
    await sweepCanaries(client, 'shop', Date.UTC(2026, 10, 21, 12));
    assert.deepEqual(asked, [
      'GET /api/v1/namespaces/shop/pods',
      'DELETE /api/v1/namespaces/shop/pods/pulldoctor-canary-old',
    ]);
  });

  test('does not mind what it may not see', async () => {
    const { client, asked } = playedClient(() => refused(403, 'no'));
    await sweepCanaries(client, 'shop', 0);
    assert.equal(asked.length, 1);
  });
});
