import { objectOf } from '../../../core/evidence/objects/json-value.ts';
import type { ApiObject } from '../api-object.ts';
import type { Resource } from '../resource.ts';

/** An object as a resource shows it: events are kept in the form of the core group. */
export function shownBy(resource: Resource, object: ApiObject): ApiObject {
  return resource.group === 'events.k8s.io' ? asNewEvent(object) : object;
}

/** The same event as events.k8s.io/v1 has it: pkg/apis/events/v1/conversion.go of Kubernetes. */
function asNewEvent(event: ApiObject): ApiObject {
  const { apiVersion: _, kind: __, involvedObject, message, source, ...rest } = event;
  const { count, firstTimestamp, lastTimestamp, reportingComponent, ...same } = objectOf(rest);
  return {
    kind: 'Event',
    apiVersion: 'events.k8s.io/v1',
    ...same,
    metadata: event.metadata,
    eventTime: event['eventTime'] ?? null,
    reportingController: reportingComponent ?? '',
    regarding: involvedObject,
    note: message,
    ...(source === undefined ? {} : { deprecatedSource: source }),
    ...(count === undefined ? {} : { deprecatedCount: count }),
    deprecatedFirstTimestamp: firstTimestamp ?? null,
    deprecatedLastTimestamp: lastTimestamp ?? null,
  };
}
