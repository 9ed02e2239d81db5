import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import {
  quotedImage,
  readFieldPath,
  readPullEvent,
} from '../../../../src/core/diagnosis/pulls/pull-event.ts';
import * as make from '../builders.ts';

const pod = make.pod();

suite('an event of a pull', () => {
  const cases: readonly (readonly [
    reason: string,
    message: string,
    kind: string | undefined,
    image?: string,
  ])[] = [
    ['Pulling', 'Pulling image "nginx:1"', 'pulling', 'nginx:1'],
    ['Pulled', 'Successfully pulled image "nginx:1" in 3.2s', 'pulled', 'nginx:1'],
    [
      'Pulled',
      'Successfully pulled image "nginx:1" in 46ms (1.2s including waiting). Image size: 12 bytes.',
      'pulled',
      'nginx:1',
    ],
    ['Pulled', 'Container image "nginx:1" already present on machine', 'present', 'nginx:1'],
    [
      'Pulled',
      'Container image "nginx:1" already present on machine and can be accessed by the pod',
      'present',
      'nginx:1',
    ],
    ['Failed', 'Failed to pull image "nginx:1": rpc error: code = Unknown desc = x', 'failed', 'nginx:1'],
    ['Failed', '(combined from similar events): Failed to pull image "nginx:1": x', 'failed', 'nginx:1'],
    ['Failed', 'Error: ErrImagePull', 'attempt-error'],
    ['Failed', 'Error: RegistryUnavailable', 'attempt-error'],
    ['Failed', 'Error: ImagePullBackOff', 'back-off'],
    ['Failed', 'Error: illegal base64 data at input byte 4', 'error'],
    ['Failed', 'Error: failed to start container "app": x', 'error'],
    ['BackOff', 'Back-off pulling image "nginx:1"', 'back-off', 'nginx:1'],
    ['BackOff', 'Back-off restarting failed container app in pod web-1', undefined],
    ['InspectFailed', 'Failed to apply default image tag "Nginx:1": invalid', 'inspect-failed', 'Nginx:1'],
    ['InspectFailed', 'Failed to inspect image "": rpc error', 'inspect-failed'],
    [
      'ErrImageNeverPull',
      'Container image "nginx:1" is not present with pull policy of Never',
      'never-pull',
      'nginx:1',
    ],
    ['FailedCreatePodSandBox', 'Failed to create pod sandbox: x', 'sandbox-failed'],
    [
      'FailedToRetrieveImagePullSecret',
      'Unable to retrieve some image pull secrets (a, b); x',
      'secret-absent',
    ],
    ['Scheduled', 'Successfully assigned shop/web-1 to node-1', undefined],
    ['Pulling', 'something else', undefined],
  ];
  for (const [reason, message, kind, image] of cases) {
    test(`${reason}: ${message}`, () => {
      const read = readPullEvent(make.event(pod, reason, message));
      assert.deepEqual([read?.kind, read?.image], [kind, image]);
    });
  }

  test('names the secrets that were not there', () => {
    const names = (message: string): readonly string[] | undefined =>
      readPullEvent(make.event(pod, 'FailedToRetrieveImagePullSecret', message))?.secrets;
    assert.deepEqual(names('Unable to retrieve some image pull secrets (a, b-c ,d); attempting'), [
      'a',
      'b-c',
      'd',
    ]);
    assert.deepEqual(names('Unable to retrieve some image pull secrets'), []);
    assert.deepEqual(names('Unable ) to ( retrieve'), []);
  });

  test('names no container when it was merged', () => {
    assert.deepEqual(readPullEvent(make.event(pod, 'Pulling', 'Pulling image "a"'))?.container, {
      kind: 'container',
      name: 'app',
    });
    assert.equal(
      readPullEvent(make.event(pod, 'Failed', '(combined from similar events): Failed to pull image "a": x'))
        ?.container,
      undefined,
    );
  });

  test('field paths', () => {
    assert.deepEqual(readFieldPath('spec.initContainers{setup}'), { kind: 'initContainer', name: 'setup' });
    assert.deepEqual(readFieldPath('spec.ephemeralContainers{debug}'), {
      kind: 'ephemeralContainer',
      name: 'debug',
    });
    for (const path of ['', 'spec.containers', 'spec.containers{app', 'spec.volumes{x}'])
      assert.equal(readFieldPath(path), undefined);
  });

  test('property: an image that Go quotes is read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), (image) => {
        const quoted = image.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
        assert.equal(quotedImage(`Back-off pulling image "${quoted}": ErrImagePull: "x"`), image);
      }),
    );
  });

  test('property: any text is read without a throw', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Failed', 'Pulled', 'FailedToRetrieveImagePullSecret'),
        fc.string(),
        (reason, text) => {
          readPullEvent(make.event(pod, reason, `Failed to pull image "${text}`));
          const read = readPullEvent(make.event(pod, reason, text));
          assert.ok(read === undefined || read.text === text);
        },
      ),
    );
  });
});
