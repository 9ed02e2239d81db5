import { countOf, known, objectOf, objectsOf, textOf, type JsonObject } from '../objects/json-value.ts';
import type { NodeDisk, NodeLog } from './node-log.ts';

/** Reads node logs that were saved as plain JSON; what has no node is left out. */
export function parseNodeLogs(value: unknown): readonly NodeLog[] {
  return objectsOf(value)
    .filter((log) => textOf(log['node']) !== '')
    .map((log) => ({
      node: textOf(log['node']),
      service: textOf(log['service']),
      lines: objectsOf(log['lines']).map((line) => ({
        text: textOf(line['text']),
        ...known({ at: countOf(line['at']) }),
      })),
    }));
}

/** The same of their disks. */
export function parseNodeDisks(value: unknown): readonly NodeDisk[] {
  return objectsOf(value)
    .filter((disk) => textOf(disk['node']) !== '')
    .map((disk) => ({
      node: textOf(disk['node']),
      imageFs: parseImageFs(objectOf(disk['imageFs'])),
      ...known({ at: countOf(disk['at']) }),
    }));
}

function parseImageFs(disk: JsonObject): NodeDisk['imageFs'] {
  return known({
    available: countOf(disk['available']),
    capacity: countOf(disk['capacity']),
    inodesFree: countOf(disk['inodesFree']),
    inodes: countOf(disk['inodes']),
  });
}
