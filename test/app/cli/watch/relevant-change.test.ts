import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { RelevantChanges } from '../../../../src/app/cli/watch/relevant-change.ts';
import { parsePod } from '../../../../src/core/evidence/objects/parse-pod.ts';
import type { JsonObject } from '../../../../src/core/evidence/objects/json-value.ts';

function pod(state: JsonObject, name = 'web-1'): JsonObject {
  return {
    metadata: { name, namespace: 'shop', uid: name },
    spec: { containers: [{ name: 'app', image: 'r.example/app:1' }] },
    status: { containerStatuses: [{ name: 'app', state }] },
  };
}

const RUNNING = { running: {} };
const WAITING = { waiting: { reason: 'ErrImagePull', message: 'x' } };

suite('RelevantChanges', () => {
  test('are those of pods that fail, or did', () => {
    const changes = new RelevantChanges();
    assert.equal(changes.pod('ADDED', pod(RUNNING)), false);
    assert.equal(changes.pod('MODIFIED', pod(RUNNING)), false);
    assert.equal(changes.pod('MODIFIED', pod(WAITING)), true);
    assert.equal(changes.pod('MODIFIED', pod(RUNNING)), true);
    assert.equal(changes.pod('MODIFIED', pod(RUNNING)), false);
    assert.equal(changes.pod('ADDED', pod(WAITING, 'web-2')), true);
    assert.equal(changes.pod('DELETED', pod(WAITING, 'web-2')), true);
    assert.equal(changes.pod('DELETED', pod(RUNNING, 'web-3')), false);
  });

  test('are those of pods that a look has seen failing', () => {
    const changes = new RelevantChanges();
    const seen = [pod(WAITING), pod(RUNNING, 'web-2')].flatMap((json) => parsePod(json) ?? []);
    changes.know(seen);
    assert.equal(changes.pod('MODIFIED', pod(RUNNING)), true);
    assert.equal(changes.pod('MODIFIED', pod(RUNNING, 'web-2')), false);
    changes.know([]);
    assert.equal(changes.pod('DELETED', pod(RUNNING)), false);
  });

  test('are those of attempts, and not of the wait between them', () => {
    const changes = new RelevantChanges();
    const event = (reason: string, message: string): boolean =>
      changes.event('ADDED', { metadata: { name: 'e' }, reason, message });
    assert.equal(event('Failed', 'Failed to pull image "x": no such host'), true);
    assert.equal(event('Pulled', 'Successfully pulled image "x" in 1s'), true);
    assert.equal(event('FailedCreatePodSandBox', 'x'), true);
    assert.equal(event('BackOff', 'Back-off pulling image "x"'), false);
    assert.equal(event('Pulling', 'Pulling image "x"'), false);
    assert.equal(event('Scheduled', 'Successfully assigned'), false);
    assert.equal(
      changes.event('DELETED', {
        metadata: { name: 'e' },
        reason: 'Failed',
        message: 'Failed to pull image "x"',
      }),
      false,
    );
  });

  test('are none of what is no object', () => {
    const changes = new RelevantChanges();
    for (const json of [undefined, null, 1, {}, []]) {
      assert.equal(changes.pod('ADDED', json), false);
      assert.equal(changes.event('ADDED', json), false);
    }
  });
});
