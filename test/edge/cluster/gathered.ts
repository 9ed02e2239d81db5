import type { TestContext } from 'node:test';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../../src/core/diagnosis/finding.ts';
import type { JsonObject } from '../../../src/core/evidence/objects/json-value.ts';
import { gatherFromCluster } from '../../../src/edge/cluster/gather/gather-from-cluster.ts';
import type { LiveReading, LiveRequest } from '../../../src/edge/cluster/gather/live-request.ts';
import { liveCluster, type LiveCluster } from './live-cluster.ts';
import * as shop from './shop-objects.ts';

export interface Gathered extends LiveCluster {
  readonly reading: LiveReading;
  readonly diagnosis: Diagnosis;
}

/** Reads and judges a cluster of these objects. */
export async function gather(
  t: TestContext,
  objects: readonly JsonObject[],
  request: Partial<LiveRequest> = {},
  options: Parameters<typeof liveCluster>[2] = {},
): Promise<Gathered> {
  const cluster = await liveCluster(t, objects, options);
  const asked: LiveRequest = { targets: [], secrets: 'read', now: () => shop.NOW, ...request };
  const reading = await gatherFromCluster(cluster.client, asked);
  const diagnosis = diagnose(reading.evidence, {
    ...(asked.namespace !== undefined && { namespace: asked.namespace }),
    ...(asked.targets.length > 0 && { targets: asked.targets }),
  });
  return { ...cluster, reading, diagnosis };
}

/** Blind spots in words; `!` marks one that hides a target. */
export function spots({ diagnosis }: Gathered): readonly string[] {
  return diagnosis.blindSpots.map(
    ({ what, why, hidesTarget }) => `${hidesTarget === true ? '! ' : ''}${what}: ${why}`,
  );
}
