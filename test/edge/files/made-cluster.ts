import { join } from 'node:path';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import type { BlindSpot } from '../../../src/core/evidence/observed.ts';
import { gatherFromFiles, type GatherOptions } from '../../../src/edge/files/gather-from-files.ts';
import { withFolderOf } from './folder-of.ts';

// A small made-up cluster, and ways to save it and to gather it again.

export type Files = Readonly<Record<string, string | Uint8Array>>;

export function pod(name: string, namespace = 'shop'): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, creationTimestamp: '2026-11-20T10:00:00Z' },
    spec: { nodeName: 'node-1', containers: [{ name: 'app', image: 'web:1' }] },
  };
}

export const EVENT = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'a.1', namespace: 'shop' },
  involvedObject: { kind: 'Pod', name: 'a' },
  lastTimestamp: '2026-11-20T10:05:00Z',
};
export const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-1' },
  status: { nodeInfo: {} },
};
export const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { template: { spec: { containers: [{ name: 'app', image: 'web:1' }] } } },
};
export const ALL = [pod('a'), pod('b'), EVENT, NODE];

export function listOf(items: readonly object[], kind = 'List'): object {
  return { apiVersion: 'v1', items, kind, metadata: { resourceVersion: '' } };
}

export function listText(items: readonly object[], kind = 'List'): string {
  return `${JSON.stringify(listOf(items, kind), undefined, 4)}\n`;
}

/** Items as the raw API gives them: without a kind of their own. */
export function bare(items: readonly object[]): readonly object[] {
  return items.map((item) => ({ ...item, kind: undefined, apiVersion: undefined }));
}

/** Gathers from a path in a folder of files; `.` is the folder itself. */
export function gather(files: Files, path = '.', options: GatherOptions = {}): Promise<ClusterEvidence> {
  return withFolderOf(files, (folder) => gatherFromFiles([join(folder, path)], options));
}

export function names({ pods }: ClusterEvidence): readonly string[] {
  return pods.map(({ namespace, name }) => `${namespace}/${name}`).toSorted();
}

/** Blind spots with the folder's own path taken out. */
export function spots({ blindSpots }: ClusterEvidence): readonly BlindSpot[] {
  return blindSpots.map((spot) => ({ ...spot, what: spot.what.replace(/\S*pulldoctor-[^/]*\//, '') }));
}
