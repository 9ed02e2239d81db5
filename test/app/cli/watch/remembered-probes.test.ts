import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { RememberedProbes } from '../../../../src/app/cli/watch/remembered-probes.ts';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../../../src/core/diagnosis/finding.ts';
import type { ProbeRequest } from '../../../../src/core/evidence/registry/probe-request.ts';
import * as make from '../../../core/diagnosis/builders.ts';
import { probe } from '../../../core/diagnosis/probing/made-probe.ts';

const MINUTE = 60_000;

function failing(...images: readonly string[]): Diagnosis {
  const pods = images.map((image, index) =>
    make.pod({
      name: `web-${index}`,
      containers: [make.container({ image, state: make.backOff(make.notFound(image), image) })],
    }),
  );
  return diagnose(make.evidence({ pods }));
}

function question(image: string, access: string): ProbeRequest {
  return { image, access, logins: [], anonymous: true, platforms: [], depth: 'manifest' };
}

suite('answers of registries', () => {
  test('are good for ten minutes, as long as nothing new fails', () => {
    const probes = new RememberedProbes();
    const one = failing('r.example/a:1');
    assert.equal(probes.areDue(one, 0), true);
    assert.equal(probes.areDue(one, 9 * MINUTE), false);
    assert.equal(probes.areDue(one, 11 * MINUTE), true);
    assert.equal(probes.areDue(failing('r.example/a:1', 'r.example/b:1'), 12 * MINUTE), true);
  });

  test('are found by image, however it is spelt, and by whose credentials were used', () => {
    const probes = new RememberedProbes();
    const answer = probe({ image: 'nginx:1', access: 'shop/regcred' });
    probes.addTo(make.evidence({ probes: [answer] }));
    assert.equal(probes.answerTo(question('docker.io/library/nginx:1', 'shop/regcred')), answer);
    assert.equal(probes.answerTo(question('nginx:1', 'shop/other')), undefined);
    assert.equal(probes.answerTo(question('nginx:2', 'shop/regcred')), undefined);
  });

  test('stay in the evidence of a look that had no question, until nothing fails', () => {
    const probes = new RememberedProbes();
    const answer = probe();
    const asked = make.evidence({ probes: [answer] });
    assert.equal(probes.addTo(asked), asked);
    assert.deepEqual(probes.addTo(make.evidence()).probes, [answer]);
    probes.forget();
    assert.equal(probes.addTo(make.evidence()).probes, undefined);
    assert.equal(probes.answerTo(question(answer.image, answer.access)), undefined);
  });
});
