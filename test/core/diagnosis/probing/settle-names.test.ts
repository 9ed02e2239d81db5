import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import * as make from '../builders.ts';
import { anonymous, answer, answered } from './made-probe.ts';

suite('an image of the desk in a cluster of the desk', () => {
  const image = 'acme/web:dev';
  const asked = { ...answered(anonymous('denied'), answer(401, 'UNAUTHORIZED', 'no')), image };

  function reasonOn(provider: 'kind' | 'aws', more: Partial<PodEvidence> = {}): unknown {
    const pods = [make.stuck(make.backOff(make.accessDenied(image), image), more, image)];
    const nodes = [make.node('node-1', { provider })];
    return diagnose(make.evidence({ pods, nodes, probes: [asked] })).findings[0]?.reason;
  }

  test('was never loaded, where Docker Hub shows none of that name', () => {
    assert.equal(reasonOn('kind'), 'image-never-loaded');
  });

  test('may be private where the pod brings credentials, or the cluster is a real one', () => {
    assert.notEqual(reasonOn('kind', { imagePullSecrets: ['hub'] }), 'image-never-loaded');
    assert.notEqual(reasonOn('aws'), 'image-never-loaded');
  });
});

suite('a mistyped host', () => {
  test('is told from the text alone', () => {
    const image = 'ghrc.io/acme/tool:7';
    const pod = make.stuck(make.backOff(make.noSuchHost(image), image), {}, image);
    assert.deepEqual(
      diagnose(make.evidence({ pods: [pod] })).findings[0]?.suggestions?.map((one) => one.image),
      ['ghcr.io/acme/tool:7'],
    );
  });
});
