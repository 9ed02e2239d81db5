import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parsePod } from '../../../../src/core/evidence/objects/parse-pod.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import { shareParts, type ShareParts } from '../../../../src/core/evidence/objects/share-parts.ts';

function pod(name: string, uid: string, release: string, secret: string): PodEvidence {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid, controller: true };
  const annotations = { 'meta.helm.sh/release-name': release };
  const parsed = parsePod({
    metadata: { name, namespace: 'shop', ownerReferences: [owner], annotations },
    spec: { imagePullSecrets: [{ name: secret }] },
  });
  assert.ok(parsed);
  return parsed;
}

function shared(share: ShareParts, one: PodEvidence): PodEvidence {
  const slim = { ...one };
  share(slim);
  return slim;
}

suite('parts that pods have in common', () => {
  test('are kept once, and nothing else is changed', () => {
    const share = shareParts();
    const one = shared(share, pod('web-1-a', 'u1', 'web', 'regcred'));
    const before = pod('web-1-b', 'u1', 'web', 'regcred');
    const other = shared(share, before);
    assert.deepEqual(other, before);
    assert.equal(other.owners, one.owners);
    assert.equal(other.marks, one.marks);
    assert.equal(other.imagePullSecrets, one.imagePullSecrets);
  });

  test('are not taken from a pod that differs in them', () => {
    const share = shareParts();
    share(pod('web-1-a', 'u1', 'web', 'regcred'));
    for (const before of [
      pod('b', 'u2', 'web', 'regcred'),
      pod('b', 'u1', 'w', 'eb'),
      pod('b', 'u1', '', 'regcred'),
    ])
      assert.deepEqual(shared(share, before), before);
  });
});
