import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterObjects } from '../../scripts/make-cluster.ts';
import { startApiServer } from '../../src/sandbox/api-server/api-server.ts';
import { ask, TABLE } from './ask.ts';

// What the benches measure on has to be like what they speak of.

const SIZE = { pods: 400, failing: 0.05, namespaces: 4 };
const objects = [...clusterObjects(SIZE)];
const pods = objects.filter(({ kind }) => kind === 'Pod');

test('pods are as long as in live clusters, and everything has a name of its own', () => {
  assert.equal(pods.length, SIZE.pods);
  const mean = pods.reduce((sum, pod) => sum + JSON.stringify(pod).length, 0) / pods.length;
  assert.ok(mean > 6000 && mean < 9000, String(mean));
  const metas = objects.map(({ metadata }) => metadata as { name: string; namespace?: string; uid?: string });
  const names = metas.map(
    ({ name, namespace = '' }, i) => `${String(objects[i]?.['kind'])} ${namespace}/${name}`,
  );
  assert.equal(new Set(names).size, names.length);
  const uids = metas.flatMap(({ uid }) => uid ?? []);
  assert.equal(new Set(uids).size, uids.length);
});

test('as many fail as were asked for', async () => {
  const server = await startApiServer({ objects });
  const { json } = await ask(server, '/api/v1/pods', { accept: TABLE });
  const words = (json['rows'] as readonly { cells: readonly string[] }[]).map(({ cells }) => cells[2]);
  assert.equal(words.filter((word) => word === 'ImagePullBackOff').length, SIZE.pods * SIZE.failing);
  assert.equal(words.filter((word) => word === 'Running').length, SIZE.pods * (1 - SIZE.failing));
  const events = await ask(server, '/api/v1/events');
  assert.equal((events.json['items'] as readonly unknown[]).length, SIZE.pods * SIZE.failing * 5);
  await server.close();
});
