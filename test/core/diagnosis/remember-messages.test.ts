import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import { rememberMessages } from '../../../src/core/diagnosis/remember-messages.ts';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import { assembleEvidence } from '../../../src/core/evidence/objects/assemble-evidence.ts';
import type { JsonObject } from '../../../src/core/evidence/objects/json-value.ts';

const IMAGE = 'registry.example.com/shop/web:v1';
const DNS = `Get "https://registry.example.com/v2/": dial tcp: lookup registry.example.com: no such host`;
const REFUSED = `Get "https://registry.example.com/v2/": dial tcp 192.0.2.7:443: connect: connection refused`;
const HIDDEN = `Back-off pulling image "${IMAGE}"`;

interface Shown {
  readonly reason: string;
  readonly message: string;
  readonly uid?: string;
  readonly image?: string;
  readonly events?: readonly JsonObject[];
}

function seen({ reason, message, uid = 'uid-1', image = IMAGE, events = [] }: Shown): ClusterEvidence {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-1', namespace: 'shop', uid, creationTimestamp: '2026-11-21T11:00:00Z' },
    spec: { nodeName: 'node-1', containers: [{ name: 'app', image }] },
    status: {
      phase: 'Pending',
      containerStatuses: [{ name: 'app', image, state: { waiting: { reason, message } } }],
    },
  };
  return assembleEvidence([pod, ...events], { source: 'cluster', asOf: Date.UTC(2026, 10, 21, 12) });
}

function event(reason: string, message: string, uid = 'uid-1'): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${reason}-${message.length}`, namespace: 'shop' },
    type: 'Warning',
    reason,
    message,
    lastTimestamp: '2026-11-21T11:59:00Z',
    firstTimestamp: '2026-11-21T11:59:00Z',
    involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid, fieldPath: 'spec.containers{app}' },
  };
}

function causeOf(evidence: ClusterEvidence): string | undefined {
  return diagnose(evidence).findings[0]?.cause;
}

const ATTEMPT: Shown = { reason: 'ErrImagePull', message: DNS };
const WAITING: Shown = { reason: 'ImagePullBackOff', message: HIDDEN };

suite('rememberMessages', () => {
  test('keeps the cause that the kubelet hides again', () => {
    assert.equal(causeOf(seen(WAITING)), 'back-off-only');
    const once = rememberMessages(seen(ATTEMPT), seen(WAITING));
    assert.equal(causeOf(once), 'dns-failure');
    // And from one look to the next, as long as nothing else is said.
    const twice = rememberMessages(once, seen(WAITING));
    assert.equal(causeOf(twice), 'dns-failure');
    assert.deepEqual(twice, once);
  });

  test('lets what is said anew outrank it', () => {
    const before = rememberMessages(seen(ATTEMPT), seen(WAITING));
    assert.equal(
      causeOf(rememberMessages(before, seen({ reason: 'ErrImagePull', message: REFUSED }))),
      'connection-refused',
    );
    const failed = event('Failed', `Failed to pull image "${IMAGE}": ${REFUSED}`);
    assert.equal(
      causeOf(rememberMessages(before, seen({ ...WAITING, events: [failed] }))),
      'connection-refused',
    );
    const newer = { ...WAITING, message: `${HIDDEN}: ErrImagePull: ${REFUSED}` };
    assert.equal(causeOf(rememberMessages(before, seen(newer))), 'connection-refused');
  });

  test('keeps events that expired', () => {
    const failed = event('Failed', `Failed to pull image "${IMAGE}": ${DNS}`);
    const kept = rememberMessages(seen({ ...WAITING, events: [failed] }), seen(WAITING));
    assert.equal(causeOf(kept), 'dns-failure');
    assert.equal(kept.events.length, 1);
    // Each once, however long the watch.
    assert.equal(rememberMessages(kept, seen({ ...WAITING, events: [failed] })).events.length, 1);
  });

  test('says nothing of another pod, image or container', () => {
    for (const now of [
      seen({ ...WAITING, uid: 'uid-2' }),
      seen({ reason: 'ImagePullBackOff', message: `Back-off pulling image "x/y:2"`, image: 'x/y:2' }),
    ]) {
      assert.equal(causeOf(rememberMessages(seen(ATTEMPT), now)), 'back-off-only');
    }
    const failed = event('Failed', `Failed to pull image "${IMAGE}": ${DNS}`, 'uid-1');
    assert.deepEqual(
      rememberMessages(seen({ ...WAITING, events: [failed] }), seen({ ...WAITING, uid: 'uid-2' })).events,
      [],
    );
  });

  test('changes nothing of a pod that runs', () => {
    const running = assembleEvidence([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web-1', namespace: 'shop', uid: 'uid-1' },
        spec: { containers: [{ name: 'app', image: IMAGE }] },
        status: {
          phase: 'Running',
          containerStatuses: [{ name: 'app', ready: true, state: { running: {} } }],
        },
      },
    ]);
    assert.deepEqual(rememberMessages(seen(ATTEMPT), running).pods, running.pods);
  });
});
