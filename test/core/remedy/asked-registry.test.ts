import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { planRemedies } from '../../../src/core/remedy/plan-remedies.ts';
import { IMAGE, sampleEvidence, sampleFinding, samplePod } from './sample-finding.ts';

suite('what a registry that was asked makes of the remedies', () => {
  const evidence = sampleEvidence({ pods: [samplePod({ imagePullSecrets: ['regcred'] })] });

  test('a tag that is one slip away is set, whoever runs it', () => {
    const near = { image: IMAGE.replace('v1.0.1', 'v1.0.0'), why: '1 character away' };
    const [first] = planRemedies(sampleFinding('tag-not-found', { suggestions: [near] }), evidence);
    assert.equal(first?.title, 'Set the tag that is known to exist');
    assert.deepEqual(first.commands, [
      'kubectl -n shop set image deployment/web app=registry.example.com/shop/web:v1.0.0',
    ]);
    assert.match(first.note ?? '', /web:v1\.0\.0 is in the registry/);
  });

  test('a tag further off is named, and the choice left open', () => {
    const other = { image: IMAGE.replace('v1.0.1', 'nightly-3'), why: 'in the same repository' };
    const [first] = planRemedies(sampleFinding('tag-not-found', { suggestions: [other] }), evidence);
    assert.match(first?.commands[0] ?? '', /<TAG>/);
  });

  test('what works by now only needs the next attempt', () => {
    for (const cause of ['credentials-rejected', 'forbidden', 'not-found-unspecified'] as const) {
      const [first] = planRemedies(sampleFinding(cause, { reason: 'works-now' }), evidence);
      assert.match(first?.title ?? '', /^Try again now/, cause);
    }
  });

  test('a public image wants no login', () => {
    const finding = sampleFinding('credentials-rejected', { reason: 'login-not-needed' });
    const [first, second] = planRemedies(finding, evidence);
    assert.equal(first?.title, 'Send no login for this image');
    assert.match(first.note ?? '', /out of pull secret regcred, or the secret out of imagePullSecrets$/);
    assert.match(second?.commands.join('\n') ?? '', /create secret docker-registry regcred/);
  });
});
