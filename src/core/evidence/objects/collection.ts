import type { ClusterEvidence, CollectedScope } from '../evidence.ts';
import { parseNodeDisks, parseNodeLogs } from '../node/saved-node-log.ts';
import type { BlindSpot } from '../observed.ts';
import type { TypeMeta } from './cluster-object.ts';
import { parseInstant } from './instant.ts';
import { known, objectOf, objectsOf, textOf, textsOf, type JsonObject } from './json-value.ts';

/** `apiVersion` and `kind` of the object that stands first in what `collect` saves. */
export const COLLECTION: TypeMeta = { apiVersion: 'pulldoctor.dev/v1alpha1', kind: 'Collection' };

/** What was known of a cluster besides its objects when they were saved. */
export type Collected = Pick<ClusterEvidence, 'asOf' | 'looked' | 'blindSpots'> &
  Partial<Pick<ClusterEvidence, 'absent' | 'unread' | 'nodeLogs' | 'nodeDisks' | 'scope'>>;

/** What {@link parseCollection} reads again, to be saved in front of the objects. */
export function collectionOf(evidence: ClusterEvidence, about: JsonObject): JsonObject {
  return {
    ...COLLECTION,
    ...about,
    asOf: new Date(evidence.asOf).toISOString(),
    looked: evidence.looked,
    blindSpots: evidence.blindSpots,
    ...known({ absent: evidence.absent, unread: evidence.unread }),
    ...known({ nodeLogs: evidence.nodeLogs, nodeDisks: evidence.nodeDisks }),
  };
}

/** Reads the first object of a saved collection; undefined for every other object. Total. */
export function parseCollection(json: unknown, { kind, apiVersion }: TypeMeta): Collected | undefined {
  if (kind !== COLLECTION.kind || apiVersion !== COLLECTION.apiVersion) return undefined;
  const saved = objectOf(json);
  return {
    asOf: parseInstant(saved['asOf']) ?? 0,
    scope: parseScope(saved),
    looked: textsOf(saved['looked']),
    blindSpots: objectsOf(saved['blindSpots']).map(parseBlindSpot),
    absent: objectsOf(saved['absent']).map((one) => ({
      kind: textOf(one['kind']),
      namespace: textOf(one['namespace']),
      name: textOf(one['name']),
    })),
    unread: objectsOf(saved['unread']).map((one) => ({
      kind: textOf(one['kind']),
      why: textOf(one['why']),
      grant: textOf(one['grant']),
    })),
    nodeLogs: parseNodeLogs(saved['nodeLogs']),
    nodeDisks: parseNodeDisks(saved['nodeDisks']),
  };
}

function parseScope(saved: JsonObject): CollectedScope {
  return {
    targets: objectsOf(saved['targets']).map((target) => ({
      name: textOf(target['name']),
      ...known({ kind: textOf(target['kind']) || undefined }),
    })),
    ...known({ namespace: textOf(saved['namespace']) || undefined }),
  };
}

/** The evidence with what was known when its objects were saved: it reads as it did on the live cluster. */
export function withCollected(evidence: ClusterEvidence, collected: readonly Collected[]): ClusterEvidence {
  const spots = [...collected.flatMap(({ blindSpots }) => blindSpots), ...evidence.blindSpots];
  const all = <T>(of: (one: Collected) => readonly T[] | undefined): readonly T[] =>
    collected.flatMap((one) => of(one) ?? []);
  const [first] = collected;
  return {
    ...evidence,
    // Several collections were saved of several things, and whoever reads them together wants to see them all.
    ...known({ scope: collected.length === 1 ? first?.scope : undefined }),
    asOf: collected.reduce((newest, { asOf }) => Math.max(newest, asOf), 0) || evidence.asOf,
    source: 'cluster',
    looked: [...new Set([...evidence.looked, ...collected.flatMap(({ looked }) => looked)])].toSorted(),
    blindSpots: spots.filter(
      (spot, at) => spots.findIndex(({ what, why }) => what === spot.what && why === spot.why) === at,
    ),
    absent: all(({ absent }) => absent),
    unread: all(({ unread }) => unread),
    nodeLogs: all(({ nodeLogs }) => nodeLogs),
    nodeDisks: all(({ nodeDisks }) => nodeDisks),
  };
}

function parseBlindSpot(spot: JsonObject): BlindSpot {
  return {
    what: textOf(spot['what']) || 'something',
    why: textOf(spot['why']),
    ...known({
      grant: textOf(spot['grant']) || undefined,
      hidesTarget: spot['hidesTarget'] === true ? true : undefined,
      nicety: spot['nicety'] === true ? true : undefined,
    }),
  };
}
