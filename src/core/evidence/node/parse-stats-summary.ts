import { parseInstant } from '../objects/instant.ts';
import { countOf, known, objectOf } from '../objects/json-value.ts';
import type { NodeDisk } from './node-log.ts';

/**
 * Reads the disk that images lie on from a kubelet's stats/summary (`node.runtime.imageFs` of
 * k8s.io/kubelet/pkg/apis/stats/v1alpha1). Out: undefined when the kubelet says nothing of it.
 */
export function parseStatsSummary(node: string, json: unknown): NodeDisk | undefined {
  const disk = objectOf(objectOf(objectOf(objectOf(json)['node'])['runtime'])['imageFs']);
  const imageFs = known({
    available: countOf(disk['availableBytes']),
    capacity: countOf(disk['capacityBytes']),
    inodesFree: countOf(disk['inodesFree']),
    inodes: countOf(disk['inodes']),
  });
  if (Object.keys(imageFs).length === 0) return undefined;
  return { node, imageFs, ...known({ at: parseInstant(disk['time']) }) };
}
