import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { Cause } from '../../../../src/core/diagnosis/cause.ts';
import * as make from '../builders.ts';

/** A pod whose text is gone, beside one that still tells: same image, node and namespace. */
function causesOf(
  silent: readonly string[],
  telling: readonly string[],
  text: string,
): ReadonlyMap<string, Cause> {
  const pods = [
    make.pod({
      name: 'silent-1',
      uid: 'silent-1',
      imagePullSecrets: silent,
      containers: [make.container({ state: make.silentBackOff() })],
    }),
    make.pod({
      name: 'telling-1',
      uid: 'telling-1',
      imagePullSecrets: telling,
      containers: [make.container({ state: make.backOff(text) })],
    }),
  ];
  const { findings } = diagnose(make.evidence({ pods }));
  return new Map(findings.flatMap(({ cause, pulls }) => pulls.map(({ pod }) => [pod, cause] as const)));
}

suite('a pull whose text is gone', () => {
  test('is judged by a pod of the same image with the same secrets', () => {
    assert.equal(causesOf(['a'], ['a'], make.noCredentials()).get('silent-1'), 'credentials-missing');
  });

  test('stays a question beside a pod with other secrets: it may have been answered otherwise', () => {
    assert.equal(causesOf(['a'], ['b'], make.noCredentials()).get('silent-1'), 'back-off-only');
    assert.equal(causesOf(['a'], ['b'], make.notFound()).get('silent-1'), 'back-off-only');
  });

  test('shares the way to a host whatever the secrets', () => {
    assert.equal(causesOf(['a'], ['b'], make.refused()).get('silent-1'), 'connection-refused');
  });
});
