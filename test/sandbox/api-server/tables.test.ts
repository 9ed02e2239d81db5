import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { startApiServer } from '../../../src/sandbox/api-server/api-server.ts';
import { ask, type Json, pod, TABLE } from '../ask.ts';
import { humanDuration } from '../../../src/sandbox/api-server/tables/human-duration.ts';

interface Row {
  readonly cells: readonly unknown[];
  readonly object: Json | null;
  readonly conditions?: readonly { readonly reason: string }[];
}

/** Specs and statuses with the cells that kube-apiserver 1.35.4 made of them. */
interface Vector {
  readonly spec: object;
  readonly status: object;
  /** READY, STATUS, RESTARTS without its age, IP, NOMINATED NODE, READINESS GATES. */
  readonly cells: readonly string[];
}

const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, 'pod-table.json'), 'utf8'),
) as unknown as Vector[];

const NOW = Date.parse('2026-11-21T10:05:00Z');

suite('the table of pods', () => {
  for (const { spec, status, cells } of vectors)
    test(`says ${cells.slice(0, 3).join(' ')}`, async () => {
      const server = await startApiServer({ objects: [pod('web', { spec, status })], clock: () => NOW });
      const { json } = await ask(server, '/api/v1/pods', { accept: TABLE });
      const [row] = json['rows'] as readonly Row[];
      const [, ready, word, restarts = '', , ip, , ...rest] = (row?.cells ?? []) as readonly string[];
      assert.deepEqual([ready, word, restarts.split(' ')[0], ip, ...rest], cells);
      await server.close();
    });

  test('has the columns, ages and marks of the real one', async () => {
    const done = { phase: 'Succeeded' };
    const server = await startApiServer({ objects: [pod('web', { status: done })], clock: () => NOW });
    const { json } = await ask(server, '/api/v1/pods', { accept: TABLE });
    assert.equal(json['apiVersion'], 'meta.k8s.io/v1');
    const columns = json['columnDefinitions'] as readonly { name: string; priority: number }[];
    assert.deepEqual(
      columns.map(({ name, priority }) => `${name} ${priority}`),
      [
        'Name 0',
        'Ready 0',
        'Status 0',
        'Restarts 0',
        'Age 0',
        'IP 1',
        'Node 1',
        'Nominated Node 1',
        'Readiness Gates 1',
      ],
    );
    const [row] = json['rows'] as readonly Row[];
    assert.equal(row?.cells[4], '5m');
    assert.equal(row?.conditions?.[0]?.reason, 'Succeeded');
    await server.close();
  });

  test('carries as much of the object as is asked for', async () => {
    const server = await startApiServer({ objects: [pod('web')] });
    const objectIn = async (include: string): Promise<Json | null | undefined> => {
      const { json } = await ask(server, `/api/v1/pods?includeObject=${include}`, { accept: TABLE });
      return (json['rows'] as readonly Row[] | undefined)?.[0]?.object;
    };
    assert.equal(await objectIn('None'), null);
    assert.deepEqual(Object.keys((await objectIn('Metadata')) ?? {}), ['kind', 'apiVersion', 'metadata']);
    assert.equal((await objectIn('Object'))?.['kind'], 'Pod');
    assert.equal(await objectIn('Foo'), undefined);
    await server.close();
  });
});

test('kubectl falls back to the columns of a kind', async () => {
  const server = await startApiServer({
    objects: [
      {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: 'n1' },
        status: { conditions: [{ type: 'Ready', status: 'False' }] },
      },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's', namespace: 'shop' },
        type: 'Opaque',
        data: { a: 'YQ==' },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'd', namespace: 'shop' },
        spec: {
          replicas: 3,
          selector: { matchLabels: { app: 'd' } },
          template: { spec: { containers: [{ name: 'c', image: 'i' }] } },
        },
        status: { readyReplicas: 1 },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'ControllerRevision',
        metadata: { name: 'r', namespace: 'shop' },
        revision: 2,
      },
    ],
  });
  const cells = async (path: string): Promise<readonly unknown[] | undefined> => {
    const { json } = await ask(server, path, { accept: TABLE });
    return (json['rows'] as readonly Row[])[0]?.cells;
  };
  assert.deepEqual((await cells('/api/v1/nodes'))?.slice(0, 3), ['n1', 'NotReady', '<none>']);
  assert.deepEqual((await cells('/api/v1/secrets'))?.slice(0, 3), ['s', 'Opaque', 1]);
  const deployment = await cells('/apis/apps/v1/deployments');
  assert.deepEqual(deployment?.slice(0, 4), ['d', '1/3', 0, 0]);
  assert.deepEqual(deployment?.slice(5), ['c', 'i', 'app=d']);
  assert.deepEqual((await cells('/apis/apps/v1/controllerrevisions'))?.slice(0, 3), ['r', '<none>', 2]);
  await server.close();
});

test('ages are as kubectl rounds them', () => {
  const [S, M, H, D] = [1000, 60_000, 3_600_000, 86_400_000];
  const rows: readonly (readonly [number, string])[] = [
    [-2 * S, '<invalid>'],
    [-1 * S, '0s'],
    [119 * S, '119s'],
    [120 * S, '2m'],
    [9 * M + 59 * S, '9m59s'],
    [10 * M, '10m'],
    [3 * H - 1, '179m'],
    [3 * H, '3h'],
    [7 * H + 59 * M, '7h59m'],
    [47 * H, '47h'],
    [2 * D, '2d'],
    [7 * D + 23 * H, '7d23h'],
    [400 * D, '400d'],
    [2 * 365 * D + D, '2y1d'],
    [9 * 365 * D, '9y'],
  ];
  for (const [length, text] of rows) assert.equal(humanDuration(length), text);
});
