import type { EventEvidence, EventObject } from './event.ts';
import type { Instant } from '../observed.ts';
import { parseInstant } from './instant.ts';
import { countOf, known, objectOf, textOf, type JsonObject } from './json-value.ts';
import { parseObjectMeta, type ObjectMeta } from './parse-object-meta.ts';
import { unshared, type Share } from './share-texts.ts';

/** Set by client-go's EventAggregator (`tools/record/events_cache.go`) once ten different messages came. */
const COMBINED = '(combined from similar events): ';

/**
 * Reads an event of core/v1 or of events.k8s.io/v1: the same stored object, whose fields the second API
 * gives under new names (and the old ones as `deprecated…`).
 * In: the parsed JSON. Out: the event; undefined without a name. Count, first and last are those of the
 * occurrences: the later of two where both shapes are filled. `share` keeps equal texts as one.
 */
export function parseEvent(
  json: unknown,
  share: Share = unshared,
  meta: ObjectMeta | undefined = parseObjectMeta(objectOf(json), share),
): EventEvidence | undefined {
  const event = objectOf(json);
  if (meta === undefined) return undefined;
  const message = textOf(event['message']) || textOf(event['note']);
  return {
    namespace: meta.namespace,
    uid: meta.uid,
    type: share(textOf(event['type'])),
    reason: share(textOf(event['reason'])),
    message,
    count: countOfEvent(event),
    object: parseEventObject(event, share),
    ...parseReporter(event, share),
    combined: message.startsWith(COMBINED),
    ...known({
      first: firstOf(event) ?? meta.createdAt,
      last: lastOf(event) ?? meta.createdAt,
    }),
  };
}

function countOfEvent(event: JsonObject): number {
  const series = objectOf(event['series'])['count'];
  const counts = [series, event['count'], event['deprecatedCount']].map((count) => countOf(count) ?? 1);
  return Math.max(1, ...counts);
}

function parseEventObject(event: JsonObject, share: Share): EventObject {
  const object = objectOf(event['involvedObject'] ?? event['regarding']);
  return {
    kind: share(textOf(object['kind'])),
    namespace: share(textOf(object['namespace'])),
    name: share(textOf(object['name'])),
    uid: share(textOf(object['uid'])),
    fieldPath: share(textOf(object['fieldPath'])),
  };
}

/** Old recorders fill `source`, new ones `reporting…`; core/v1 calls the controller `reportingComponent`. */
function parseReporter(
  event: JsonObject,
  share: Share,
): { readonly component: string; readonly host: string } {
  const source = objectOf(event['source'] ?? event['deprecatedSource']);
  const component =
    textOf(source['component']) ||
    textOf(event['reportingController']) ||
    textOf(event['reportingComponent']);
  return {
    component: share(component),
    host: share(textOf(source['host']) || textOf(event['reportingInstance'])),
  };
}

function firstOf(event: JsonObject): Instant | undefined {
  return (
    parseInstant(event['firstTimestamp']) ??
    parseInstant(event['deprecatedFirstTimestamp']) ??
    parseInstant(event['eventTime'])
  );
}

function lastOf(event: JsonObject): Instant | undefined {
  const times = [
    event['lastTimestamp'],
    event['deprecatedLastTimestamp'],
    objectOf(event['series'])['lastObservedTime'],
    event['eventTime'],
  ].flatMap((time) => parseInstant(time) ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}
