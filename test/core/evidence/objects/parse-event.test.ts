import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { EventEvidence } from '../../../../src/core/evidence/objects/event.ts';
import { parseEvent } from '../../../../src/core/evidence/objects/parse-event.ts';

const POD = { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'u-1', fieldPath: 'spec.containers{app}' };
const METADATA = {
  name: 'web-1.18e9',
  namespace: 'shop',
  uid: 'e-1',
  creationTimestamp: '2026-11-20T10:00:00Z',
};

function parsed(event: object): EventEvidence {
  const read = parseEvent({ metadata: METADATA, ...event });
  assert.ok(read);
  return read;
}

function at(clock: string): number {
  return Date.parse(`2026-11-20T${clock}Z`);
}

suite('parseEvent', () => {
  // One stored event of the kubelet, seen through both APIs.
  const expected: EventEvidence = {
    namespace: 'shop',
    uid: 'e-1',
    type: 'Warning',
    reason: 'Failed',
    message: 'Failed to pull image "web:1": not found',
    count: 5,
    first: at('10:00:00'),
    last: at('10:05:00'),
    object: POD,
    component: 'kubelet',
    host: 'node-3',
    combined: false,
  };

  test('core/v1, as the old recorder writes it', () => {
    const event = {
      apiVersion: 'v1',
      type: 'Warning',
      reason: 'Failed',
      message: 'Failed to pull image "web:1": not found',
      count: 5,
      firstTimestamp: '2026-11-20T10:00:00Z',
      lastTimestamp: '2026-11-20T10:05:00Z',
      eventTime: null,
      involvedObject: { apiVersion: 'v1', ...POD },
      source: { component: 'kubelet', host: 'node-3' },
      reportingComponent: 'kubelet',
      reportingInstance: 'node-3',
    };
    assert.deepEqual(parsed(event), expected);
  });

  test('events.k8s.io/v1, the same event', () => {
    const event = {
      apiVersion: 'events.k8s.io/v1',
      type: 'Warning',
      reason: 'Failed',
      note: 'Failed to pull image "web:1": not found',
      deprecatedCount: 5,
      deprecatedFirstTimestamp: '2026-11-20T10:00:00Z',
      deprecatedLastTimestamp: '2026-11-20T10:05:00Z',
      eventTime: null,
      regarding: POD,
      deprecatedSource: { component: 'kubelet', host: 'node-3' },
    };
    assert.deepEqual(parsed(event), expected);
  });

  test('a new recorder, with a series', () => {
    const event = parsed({
      message: 'Back-off pulling image "web:1"',
      eventTime: '2026-11-20T10:00:00.250000Z',
      firstTimestamp: null,
      lastTimestamp: null,
      series: { count: 12, lastObservedTime: '2026-11-20T10:09:00.750000Z' },
      reportingComponent: 'default-scheduler',
      reportingInstance: 'default-scheduler-node1',
      source: {},
    });
    assert.equal(event.count, 12);
    assert.equal(event.first, at('10:00:00') + 250);
    assert.equal(event.last, at('10:09:00') + 750);
    assert.equal(event.component, 'default-scheduler');
    assert.equal(event.host, 'default-scheduler-node1');
  });

  test('the reporting controller of the new API', () => {
    assert.equal(parsed({ reportingController: 'kubelet' }).component, 'kubelet');
  });

  test('without times of its own it happened when it was written', () => {
    const { first, last } = parsed({});
    assert.deepEqual([first, last], [at('10:00:00'), at('10:00:00')]);
  });

  const counts: readonly (readonly [object, number])[] = [
    [{}, 1],
    [{ count: 0 }, 1],
    [{ count: -4 }, 1],
    [{ count: 2.5 }, 1],
    [{ count: '9' }, 1],
    [{ count: 89 }, 89],
    [{ count: 3, series: { count: 7 } }, 7],
  ];
  for (const [fields, count] of counts) {
    test(`occurrences of ${JSON.stringify(fields)}`, () => assert.equal(parsed(fields).count, count));
  }

  test('an aggregated event says so, and keeps its text', () => {
    const message = '(combined from similar events): Failed to pull image "web:1": EOF';
    const event = parsed({ message });
    assert.equal(event.combined, true);
    assert.equal(event.message, message);
    assert.equal(parsed({ message: 'it was (combined from similar events): no' }).combined, false);
  });

  test('an event of a node', () => {
    const event = parsed({ involvedObject: { kind: 'Node', name: 'node-3', uid: 'node-3' } });
    assert.deepEqual(event.object, {
      kind: 'Node',
      namespace: '',
      name: 'node-3',
      uid: 'node-3',
      fieldPath: '',
    });
  });

  test('fields of a wrong type are as if they were not there', () => {
    const wrong = {
      message: 7,
      reason: [],
      type: {},
      involvedObject: 'web-1',
      source: 'kubelet',
      series: 3,
      count: {},
    };
    assert.deepEqual(parsed(wrong), parsed({}));
  });

  test('what has no name is no event', () => {
    assert.equal(parseEvent({ involvedObject: POD }), undefined);
  });
});
