import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readCanary } from '../../../../src/core/evidence/node/read-canary.ts';
import { parseEvent } from '../../../../src/core/evidence/objects/parse-event.ts';
import { parsePod } from '../../../../src/core/evidence/objects/parse-pod.ts';
import type { JsonObject } from '../../../../src/core/evidence/objects/json-value.ts';

const IMAGE = 'r.example/app:1';

function read(
  status: JsonObject,
  ...events: readonly (readonly [reason: string, message: string])[]
): unknown {
  const pod = parsePod({
    metadata: { name: 'canary-1', namespace: 'shop' },
    spec: { containers: [{ name: 'canary', image: IMAGE }] },
    status,
  });
  assert.ok(pod);
  const parsed = events.flatMap(
    ([reason, message], at) => parseEvent({ metadata: { name: `e${at}` }, reason, message }) ?? [],
  );
  return readCanary(pod, 'canary', parsed);
}

function waiting(reason: string, message = ''): JsonObject {
  return {
    phase: 'Pending',
    containerStatuses: [{ name: 'canary', state: { waiting: { reason, message } } }],
  };
}

const FAILED = ['Failed', `Failed to pull image "${IMAGE}": denied`] as const;
const PULLED = { is: 'pulled', reason: '', message: '' };

suite('readCanary', () => {
  const cases: readonly (readonly [name: string, read: () => unknown, expected: unknown])[] = [
    ['nothing yet', () => read({ phase: 'Pending' }), { is: 'pending', reason: '', message: '' }],
    [
      'an attempt that failed',
      () => read(waiting('ErrImagePull', 'denied')),
      { is: 'failed', reason: 'ErrImagePull', message: 'denied' },
    ],
    [
      'the event before the status',
      () => read(waiting('ContainerCreating'), ['Pulling', `Pulling image "${IMAGE}"`], FAILED),
      { is: 'failed', reason: 'ErrImagePull', message: FAILED[1] },
    ],
    [
      'a back-off that says why (1.32 and newer)',
      () => read(waiting('ImagePullBackOff', `Back-off pulling image "${IMAGE}": ErrImagePull: denied`)),
      {
        is: 'failed',
        reason: 'ImagePullBackOff',
        message: `Back-off pulling image "${IMAGE}": ErrImagePull: denied`,
      },
    ],
    [
      'a back-off that does not (1.31 and older), with its event',
      () => read(waiting('ImagePullBackOff', `Back-off pulling image "${IMAGE}"`), FAILED),
      { is: 'failed', reason: 'ErrImagePull', message: FAILED[1] },
    ],
    [
      'the same before the event is there',
      () => read(waiting('ImagePullBackOff', `Back-off pulling image "${IMAGE}"`)),
      { is: 'pending', reason: '', message: '' },
    ],
    [
      'a sentence for a reason',
      () => read(waiting('invalid character in secret', '')),
      { is: 'failed', reason: 'invalid character in secret', message: 'invalid character in secret' },
    ],
    [
      'an event that it was pulled',
      () => read(waiting('ContainerCreating'), ['Pulled', 'Successfully pulled']),
      PULLED,
    ],
    ['a command that is not there', () => read(waiting('RunContainerError', 'no such file')), PULLED],
    ['root where it may not be', () => read(waiting('CreateContainerConfigError', 'runAsNonRoot')), PULLED],
    [
      'an end',
      () =>
        read({
          phase: 'Failed',
          containerStatuses: [
            { name: 'canary', state: { terminated: { reason: 'StartError', exitCode: 128 } } },
          ],
        }),
      PULLED,
    ],
    [
      'a pod that the kubelet does not take',
      () => read({ phase: 'Failed', reason: 'OutOfpods', message: 'Pod was rejected' }),
      { is: 'stopped', reason: 'OutOfpods', message: 'Pod was rejected' },
    ],
    [
      'a sandbox that cannot be made',
      () => read(waiting('ContainerCreating'), ['FailedCreatePodSandBox', 'no network']),
      { is: 'sandbox', reason: 'FailedCreatePodSandBox', message: 'no network' },
    ],
    [
      'a pull that goes on',
      () => read(waiting('ContainerCreating'), ['Pulling', `Pulling image "${IMAGE}"`]),
      { is: 'pending', reason: 'Pulling', message: `Pulling image "${IMAGE}"` },
    ],
  ];
  for (const [name, run, expected] of cases) test(name, () => assert.deepEqual(run(), expected));
});
