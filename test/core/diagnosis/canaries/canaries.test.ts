import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { Finding } from '../../../../src/core/diagnosis/finding.ts';
import type { CanaryPull } from '../../../../src/core/evidence/node/canary-pull.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import type { ImageProbe } from '../../../../src/core/evidence/registry/image-probe.ts';
import { planRemedies } from '../../../../src/core/remedy/plan-remedies.ts';
import * as make from '../builders.ts';
import { anonymous, INDEX, probe } from '../probing/made-probe.ts';

function canary(pod: PodEvidence, more: Partial<CanaryPull> = {}): CanaryPull {
  return {
    namespace: pod.namespace,
    node: 'node-1',
    image: make.IMAGE,
    podUid: pod.uid,
    container: 'app',
    at: make.at(-5),
    took: 3000,
    outcome: 'failed',
    reason: 'ErrImagePull',
    message: make.notFound(),
    ...more,
  };
}

function findingOf(pod: PodEvidence, given: CanaryPull, probes?: readonly ImageProbe[]): Finding {
  const evidence = make.evidence({
    pods: [pod],
    canaries: [given],
    ...(probes === undefined ? {} : { probes }),
  });
  const [finding] = diagnose(evidence).findings;
  assert.ok(finding !== undefined);
  return finding;
}

function nodeSays({ evidence }: Finding): readonly (readonly [string, boolean])[] {
  return evidence.filter(({ witness }) => witness === 'node').map(({ says, supports }) => [says, supports]);
}

suite('a fresh pull on the node', () => {
  const silent = make.stuck(make.silentBackOff());
  const missing = make.stuck(make.backOff(make.notFound()));

  test('gives a silent pull its cause, and the id stays', () => {
    const finding = findingOf(silent, canary(silent, { message: make.noCredentials() }));
    assert.deepEqual([finding.cause, finding.certainty], ['credentials-missing', 'proven']);
    const before = diagnose(make.evidence({ pods: [silent] })).findings[0];
    assert.equal(finding.id, before?.id);
  });

  test('that went through: recovered, and only the back-off remains', () => {
    const given = canary(missing, { outcome: 'pulled', reason: '', message: '' });
    const finding = findingOf(missing, given);
    assert.deepEqual(
      [finding.cause, finding.reason, finding.retry],
      ['not-found-unspecified', 'works-now', 'transient'],
    );
    assert.deepEqual(nodeSays(finding), [
      ['a fresh pull on node-1 went through (3 s): it has recovered, only the back-off remains', false],
    ]);
    const [first] = planRemedies(finding, make.evidence({ pods: [missing] }));
    assert.match(first?.title ?? '', /Try again now/);
  });

  test('that fails alike is quoted, without what is secret in its URLs', () => {
    const message = `${make.notFound()} https://ci:hush@registry.example.com/v2/`;
    const [[says, supports] = ['', false]] = nodeSays(findingOf(missing, canary(missing, { message })));
    assert.match(says, /^a fresh pull on node-1 fails too: "/);
    assert.equal(supports, true);
    assert.ok(!says.includes('hush'));
  });

  test('that fails otherwise is said, and changes no cause that was told', () => {
    const told = make.stuck(make.backOff(make.noSuchHost()));
    const finding = findingOf(told, canary(told, { message: make.refused() }));
    assert.equal(finding.cause, 'dns-failure');
    assert.match(nodeSays(finding)[0]?.[0] ?? '', /fails too, otherwise \(connection-refused\)/);
    assert.equal(nodeSays(finding)[0]?.[1], false);
  });

  test('without an answer is said too', () => {
    const given = canary(missing, { outcome: 'unanswered', reason: '', message: '', took: 60_000 });
    assert.match(nodeSays(findingOf(missing, given))[0]?.[0] ?? '', /had no answer within 60 s/);
  });

  test('of another node, or with other secrets, is not about this pull', () => {
    const message = make.noCredentials();
    assert.equal(findingOf(silent, canary(silent, { message, node: 'node-2' })).cause, 'back-off-only');
    assert.equal(findingOf(silent, canary(silent, { message, podUid: 'gone' })).cause, 'back-off-only');
  });

  test('that fails outweighs a registry that is fine from here', () => {
    const probes = [probe({ manifest: INDEX, trials: [anonymous('accepted', { status: 200 })] })];
    assert.equal(findingOf(missing, canary(missing), probes).reason, undefined);
    assert.equal(
      findingOf(missing, canary(missing, { outcome: 'unanswered' }), probes).reason,
      'pushed-later',
    );
  });
});
