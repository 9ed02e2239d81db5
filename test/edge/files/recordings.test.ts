import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { stringify } from 'yaml';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import { gatherFromFiles } from '../../../src/edge/files/gather-from-files.ts';
import { inPieces } from './pieces.ts';

const RECORDINGS = join(import.meta.dirname, '../../recordings');

interface Expected {
  readonly pod: string;
  readonly containers: readonly string[];
}

const moments = readdirSync(RECORDINGS).flatMap((stack) =>
  ['first', 'back-off'].map((moment) => ({ stack, moment, path: join(RECORDINGS, stack, `${moment}.json`) })),
);

suite('recordings of a real cluster', () => {
  for (const { stack, moment, path } of moments) {
    test(`${stack}, ${moment}: every pod, and every container that waits`, async () => {
      const expected = JSON.parse(
        readFileSync(path.replace('.json', '.expected.json'), 'utf8'),
      ) as readonly Expected[];
      const { pods, events, blindSpots, looked } = await gatherFromFiles([path]);
      assert.deepEqual(pods.map(({ name }) => name).toSorted(), expected.map(({ pod }) => pod).toSorted());
      for (const { pod, containers } of expected) {
        const read = pods.find(({ name }) => name === pod);
        const waiting = read?.containers
          .filter(({ state }) => state?.kind === 'waiting')
          .map(({ name }) => name);
        for (const container of containers) assert.ok(waiting?.includes(container), `${pod}/${container}`);
      }
      assert.ok(
        events.every(({ object, last, first }) => object.kind === 'Pod' && (first ?? 0) <= (last ?? 0)),
      );
      assert.ok(events.some(({ component, host }) => component === 'kubelet' && host === 'node1'));
      assert.deepEqual(looked, ['Event', 'Pod']);
      assert.deepEqual(
        blindSpots.map(({ what }) => what),
        ['nodes'],
      );
    });
  }

  test('as YAML they are the same', async () => {
    const path = join(RECORDINGS, 'k133-crio/back-off.json');
    const yaml = stringify(JSON.parse(readFileSync(path, 'utf8')), { indentSeq: false });
    assert.deepEqual(await gatherText(yaml), await gatherFromFiles([path]));
  });
});

function gatherText(text: string): Promise<ClusterEvidence> {
  return gatherFromFiles(['-'], { stdin: inPieces(Buffer.from(text), 4096) });
}
