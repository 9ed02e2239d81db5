import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import { fingerprint, fingerprints } from '../../../../src/core/diagnosis/incidents/fingerprint.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import * as make from '../builders.ts';

function ids(pods: readonly PodEvidence[]): readonly string[] {
  return diagnose(make.evidence({ pods })).findings.map(({ id }) => id);
}

function replica(suffix: string, text: string = make.notFound()): PodEvidence {
  return make.stuck(make.backOff(text), {
    name: `web-7d9f8c6b5-${suffix}`,
    owners: [make.owned('ReplicaSet', 'web-7d9f8c6b5')],
  });
}

suite('an id', () => {
  test('survives the coming and going of replicas', () => {
    assert.deepEqual(ids([replica('aaaaa'), replica('bbbbb')]), ids([replica('zzzzz')]));
  });

  test('survives a cause that settles', () => {
    const image = make.IMAGE;
    const silent = { ...replica('a'), containers: [make.container({ state: make.silentBackOff() })] };
    const settled = `initializing source docker://${image}: reading manifest v1.0.1 in registry.example.com/shop/web: manifest unknown`;
    const [one, other, third] = [replica('a'), replica('a', settled), silent].map((pod) => ids([pod]));
    assert.deepEqual(other, one);
    assert.deepEqual(third, one);
  });

  test("survives seeing the Deployment, or only its ReplicaSet's name", () => {
    const workloads = [
      make.workload('ReplicaSet', 'web-7d9f8c6b5', { owners: [make.owned('Deployment', 'web')] }),
      make.workload('Deployment', 'web'),
    ];
    const seen = diagnose(make.evidence({ pods: [replica('a')], workloads })).findings.map(({ id }) => id);
    assert.deepEqual(seen, ids([replica('a')]));
  });

  test('differs by image, container, workload and namespace', () => {
    const one = make.stuck(make.backOff(make.notFound()));
    const variants = [
      one,
      make.stuck(make.backOff(make.notFound()), {}, 'registry.example.com/shop/web:v2'),
      make.pod({ containers: [make.container({ name: 'proxy', state: make.backOff(make.notFound()) })] }),
      { ...one, owners: [make.owned('StatefulSet', 'web')] },
      { ...one, namespace: 'other' },
    ];
    assert.equal(new Set(variants.flatMap((pod) => ids([pod]))).size, variants.length);
  });

  test('is 16 hexadecimal digits', () => {
    assert.match(fingerprint('anything'), /^[0-9a-f]{16}$/u);
    assert.match(fingerprint(''), /^[0-9a-f]{16}$/u);
  });
});

suite('ids are distinct', () => {
  test('two replicas of one Deployment that fail for two causes', () => {
    const both = ids([replica('a'), { ...replica('b', make.diskFull()), nodeName: 'node-2' }]);
    assert.equal(new Set(both).size, 2);
  });

  test('property: always, and whatever their order', () => {
    const word = fc.constantFrom('a', 'b', 'c');
    const identified = fc.record({
      keys: fc.array(word, { minLength: 1, maxLength: 3 }),
      about: word,
      cause: word,
    });
    const findings = fc.uniqueArray(identified, {
      selector: ({ about, cause }) => about + cause,
      maxLength: 9,
    });
    fc.assert(
      fc.property(findings, (list) => {
        const given = fingerprints(list);
        assert.equal(new Set(given).size, list.length);
        const reversed = fingerprints(list.toReversed()).toReversed();
        assert.deepEqual(reversed, given);
      }),
    );
  });
});
