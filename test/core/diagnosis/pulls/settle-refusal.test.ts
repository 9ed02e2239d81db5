import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { Finding } from '../../../../src/core/diagnosis/finding.ts';
import * as make from '../builders.ts';

/** A 401 as containerd 1.6 words it, whether or not credentials went out. */
function bareRefusal(image: string): string {
  const [host = ''] = image.split('/');
  return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": unexpected status from HEAD request to https://${host}/v2/shop/web/manifests/v1: 401 Unauthorized`;
}

function refusedPod(name: string, more: Parameters<typeof make.pod>[0] = {}): ReturnType<typeof make.pod> {
  const image = more.containers?.[0]?.image ?? make.IMAGE;
  return make.pod({
    name,
    containers: [make.container({ image, state: make.backOff(bareRefusal(image), image) })],
    ...more,
  });
}

function findingOf(evidence: Parameters<typeof make.evidence>[0]): Finding {
  const [finding] = diagnose(make.evidence(evidence)).findings;
  assert.ok(finding !== undefined);
  return finding;
}

suite('a bare 401', () => {
  test('of a pod without secrets means that none were sent', () => {
    const finding = findingOf({ pods: [refusedPod('web-1')] });
    assert.equal(finding.cause, 'credentials-missing');
    assert.equal(finding.certainty, 'likely');
    assert.equal(finding.reason, 'no-secret-referenced');
    assert.deepEqual(
      finding.alternatives.map(({ cause }) => cause),
      ['credentials-rejected'],
    );
  });

  test('of a pod with a secret stays open between rejected and missing', () => {
    const finding = findingOf({ pods: [refusedPod('web-1', { imagePullSecrets: ['regcred'] })] });
    assert.equal(finding.cause, 'credentials-rejected');
    assert.ok(finding.alternatives.some(({ cause }) => cause === 'credentials-missing'));
  });

  test('of a static pod tells nothing: the node may hold a login', () => {
    assert.equal(findingOf({ pods: [refusedPod('web-1', { mirror: true })] }).cause, 'credentials-rejected');
  });

  test('from the registry of a cloud tells nothing: the node signs in there by itself', () => {
    const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v1';
    const containers = [make.container({ image, state: make.backOff(bareRefusal(image), image) })];
    assert.equal(findingOf({ pods: [refusedPod('web-1', { containers })] }).cause, 'credentials-rejected');
  });

  test('is settled by what every reader of the pod sees, never by the content of secrets', () => {
    const pods = [refusedPod('web-1', { imagePullSecrets: ['regcred'] })];
    const secrets = [make.secret('regcred', { entries: make.entriesFor('other.example.com') })];
    const seen = findingOf({ pods, secrets });
    assert.equal(seen.cause, findingOf({ pods }).cause);
    assert.equal(seen.reason, 'secret-wrong-server');
  });
});

suite('one refusal, two reasons', () => {
  test('are two incidents', () => {
    const pods = [refusedPod('web-1'), refusedPod('old-1', { serviceAccount: 'builder' })];
    const serviceAccounts = [make.account({ name: 'builder', imagePullSecrets: ['regcred'] })];
    const { findings } = diagnose(make.evidence({ pods, serviceAccounts }));
    assert.deepEqual(
      new Set(findings.map(({ reason }) => reason)),
      new Set(['no-secret-referenced', 'secret-not-inherited']),
    );
  });
});

suite('a reason of the kubelet without a text', () => {
  for (const [reason, cause] of [
    ['ErrImageNeverPull', 'never-pull'],
    ['InvalidImageName', 'invalid-reference'],
    ['ErrImagePull', 'unknown'],
  ] as const) {
    test(`${reason} is ${cause}`, () => {
      const containers = [make.container({ state: make.waiting(reason) })];
      assert.equal(findingOf({ pods: [make.pod({ containers })] }).cause, cause);
    });
  }
});
