import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import { assembleEvidence } from '../../../src/core/evidence/objects/assemble-evidence.ts';
import type { JsonObject } from '../../../src/core/evidence/objects/json-value.ts';
import { addNodeLogs } from '../../../src/edge/cluster/node-logs.ts';
import type { NodeAnswers } from '../../../src/sandbox/api-server/api-server-options.ts';
import { liveCluster } from './live-cluster.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const IMAGE = 'registry.example.com/shop/web:v1';

function pod(name: string, node: string): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: name, creationTimestamp: '2026-11-21T11:00:00Z' },
    spec: { nodeName: node, containers: [{ name: 'app', image: IMAGE }] },
    status: {
      phase: 'Pending',
      containerStatuses: [
        {
          name: 'app',
          image: IMAGE,
          state: { waiting: { reason: 'ErrImagePull', message: `failed to pull "${IMAGE}": 403 Forbidden` } },
        },
      ],
    },
  };
}

function failedEvent(name: string): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.1`, namespace: 'shop' },
    type: 'Warning',
    reason: 'Failed',
    message: `Failed to pull image "${IMAGE}": 403 Forbidden`,
    lastTimestamp: '2026-11-21T11:50:00Z',
    involvedObject: { kind: 'Pod', namespace: 'shop', name, uid: name, fieldPath: 'spec.containers{app}' },
  };
}

const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-1' },
  status: { nodeInfo: { containerRuntimeVersion: 'containerd://2.1.4', kubeletVersion: 'v1.35.1' } },
};

const OBJECTS = [pod('web-1', 'node-1'), failedEvent('web-1'), NODE];

async function read(
  t: TestContext,
  nodes: Readonly<Record<string, NodeAnswers>>,
  objects: readonly JsonObject[] = OBJECTS,
): Promise<ClusterEvidence> {
  const { client } = await liveCluster(t, objects, { nodes });
  const evidence = assembleEvidence(objects, { source: 'cluster', asOf: NOW });
  return (await addNodeLogs({ evidence }, diagnose(evidence).findings, client)).evidence;
}

const SUMMARY = { node: { runtime: { imageFs: { availableBytes: 10, capacityBytes: 100 } } } };

suite('addNodeLogs', () => {
  test('reads the lines about the failing pulls, around the last failure', async (t) => {
    const queries: string[] = [];
    const evidence = await read(t, {
      'node-1': {
        statsSummary: SUMMARY,
        logs: (query) => {
          queries.push(`${query.get('query')} ${query.get('sinceTime')} ${query.get('untilTime')}`);
          if (query.get('query') === 'containerd') return '-- No entries --\n';
          return [
            'Nov 21 11:50:00.000000 node-1 kubelet[801]: "Failed getting credentials from external registry credential provider"',
            'Nov 21 11:50:00.000000 node-1 kubelet[801]: about something else',
            `Nov 21 11:50:01.000000 node-1 kubelet[801]: "PullImage failed" image="${IMAGE}"`,
            '',
          ].join('\n');
        },
      },
    });
    assert.deepEqual(queries.toSorted(), [
      'containerd 2026-11-21T11:48:00Z 2026-11-21T11:52:00Z',
      'kubelet 2026-11-21T11:48:00Z 2026-11-21T11:52:00Z',
    ]);
    assert.deepEqual(
      evidence.nodeLogs?.map(({ node, service, lines }) => [node, service, lines.length]),
      [
        ['node-1', 'kubelet', 2],
        ['node-1', 'containerd', 0],
      ],
    );
    assert.equal(evidence.nodeLogs?.[0]?.lines[0]?.at, Date.UTC(2026, 10, 21, 11, 50));
    assert.deepEqual(evidence.nodeDisks, [{ node: 'node-1', imageFs: { available: 10, capacity: 100 } }]);
    assert.deepEqual(evidence.blindSpots, []);
  });

  test('says what cannot be read, and what would let it', async (t) => {
    const evidence = await read(t, {
      'node-1': { statsSummary: {}, logs: () => '<pre>\n<a href="x">x</a>\n</pre>' },
    });
    assert.deepEqual(evidence.nodeLogs, []);
    assert.deepEqual(
      evidence.blindSpots.map(({ what, why }) => `${what}: ${why}`),
      [
        'the disk of node node-1: the kubelet says nothing of it',
        'the log of kubelet on node node-1: the kubelet does not answer log queries',
        'the log of containerd on node node-1: the kubelet does not answer log queries',
      ],
    );
    assert.match(evidence.blindSpots[1]?.grant ?? '', /enableSystemLogQuery/);
  });

  test('names the right once where all of it is refused', async (t) => {
    const { client } = await liveCluster(t, OBJECTS, {
      rules: [{ verbs: ['get', 'list'], resources: ['pods'] }],
    });
    const before = assembleEvidence(OBJECTS, { source: 'cluster', asOf: NOW });
    const { evidence } = await addNodeLogs({ evidence: before }, diagnose(before).findings, client);
    const [spot, ...others] = evidence.blindSpots;
    assert.deepEqual(others, []);
    assert.equal(spot?.what, 'logs and disk of node node-1');
    assert.match(spot.why, /nodes\/proxy|forbidden/);
    assert.equal(spot.grant, 'pulldoctor rbac --node-logs -n shop --for user:dev | kubectl apply -f -');
  });

  test('asks five nodes at most', async (t) => {
    const names = Array.from({ length: 7 }, (_, at) => `node-${at + 1}`);
    const objects = names.map((node, at) => pod(`web-${at}`, node));
    const nodes = Object.fromEntries(names.map((node) => [node, { statsSummary: SUMMARY, logs: () => '' }]));
    const evidence = await read(t, nodes, [
      ...objects,
      ...names.map((name) => ({ ...NODE, metadata: { name } })),
    ]);
    assert.equal(evidence.nodeDisks?.length, 5);
    assert.ok(evidence.blindSpots.some(({ what }) => what === 'logs of 2 more nodes'));
  });
});
