import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { OPEN_CAUSES } from '../../../src/core/diagnosis/cause.ts';
import { indexCluster } from '../../../src/core/diagnosis/cluster-index.ts';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import { judgePulls } from '../../../src/core/diagnosis/pulls/judge-pulls.ts';
import type { FailingPull } from '../../../src/core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import type { PodEvidence } from '../../../src/core/evidence/objects/pod.ts';
import { anyEvidence } from './arbitrary-evidence.ts';
import * as make from './builders.ts';

function keyOf({ namespace, pod, podUid, kind, container, image }: FailingPull): string {
  return JSON.stringify([namespace, pod, podUid, kind, container, image]);
}

/** The runs of a property: enough to reach the rare branches, few enough for every build. */
const RUNS = { numRuns: 800 };

suite('whatever the evidence', () => {
  test('property: it gives an answer, and every failing pull is in exactly one finding', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        const { findings, asOf } = diagnose(evidence);
        const placed = findings.flatMap(({ pulls }) => pulls.map(keyOf)).toSorted();
        const failing = judgePulls(evidence.pods, indexCluster(evidence, asOf)).map(({ pull }) =>
          keyOf(pull),
        );
        assert.deepEqual(placed, failing.toSorted());
      }),
      RUNS,
    );
  });

  test('property: ids are distinct, open causes are never proven, and every finding can be shown', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        const { findings } = diagnose(evidence);
        assert.equal(new Set(findings.map(({ id }) => id)).size, findings.length);
        for (const { cause, certainty, pulls, ladder, scope, images } of findings) {
          assert.ok(pulls.length > 0 && ladder.length > 0 && scope.kind !== undefined);
          assert.ok(!(OPEN_CAUSES.has(cause) && certainty === 'proven'));
          assert.equal(new Set(images).size, images.length);
          assert.ok(pulls.every(({ verdict }) => verdict.cause === cause));
        }
      }),
      RUNS,
    );
  });

  test('property: a pod that has ended or is being deleted never fails', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        const over = (pod: PodEvidence): boolean =>
          pod.deletedAt !== undefined || pod.phase === 'Failed' || pod.phase === 'Succeeded';
        const { findings } = diagnose({ ...evidence, pods: evidence.pods.filter(over) });
        assert.deepEqual(findings, []);
      }),
      { numRuns: 300 },
    );
  });

  test('property: the same evidence gives the same answer, and is left as it was', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        const before = JSON.stringify(evidence);
        assert.deepEqual(diagnose(evidence), diagnose(evidence));
        assert.equal(JSON.stringify(evidence), before);
      }),
      { numRuns: 300 },
    );
  });

  test('property: less is seen, and no cause changes', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        const causes = (seen: ClusterEvidence): readonly string[] =>
          diagnose(seen)
            .findings.flatMap(({ cause, pulls }) => pulls.map((pull) => `${keyOf(pull)} ${cause}`))
            .toSorted();
        const blind = { ...evidence, secrets: [], serviceAccounts: [], nodes: [], workloads: [] };
        const hidden = new Set(causes(blind));
        for (const cause of causes(evidence)) assert.ok(hidden.has(cause), cause);
      }),
      { numRuns: 500 },
    );
  });
});

suite('replicas', () => {
  const suffix = fc.stringMatching(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/u);

  test('property: renaming them changes no id, no cause and no count', () => {
    const states = [
      make.backOff(make.notFound()),
      make.backOff(make.refused()),
      make.silentBackOff(),
      make.RUNNING,
    ];
    fc.assert(
      fc.property(
        fc.uniqueArray(suffix, { minLength: 4, maxLength: 4 }),
        fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
        (names, choice) => {
          const replicas = (suffixes: readonly string[]): readonly PodEvidence[] =>
            suffixes.map((suffix, index) =>
              make.stuck(states[choice[index] ?? 0] ?? make.RUNNING, {
                name: `web-7d9f8c6b5-${suffix}`,
                nodeName: `node-${index}`,
                owners: [make.owned('ReplicaSet', 'web-7d9f8c6b5')],
              }),
            );
          const told = (pods: readonly PodEvidence[]): readonly string[] =>
            diagnose(make.evidence({ pods }))
              .findings.map(({ id, cause, pulls }) => `${id} ${cause} ${pulls.length}`)
              .toSorted();
          assert.deepEqual(told(replicas(names)), told(replicas(['aaaaa', 'bbbbb', 'ccccc', 'ddddd'])));
        },
      ),
      { numRuns: 200 },
    );
  });
});

suite('a diagnosis', () => {
  test('of nothing finds nothing', () => {
    assert.deepEqual(diagnose(make.evidence()), {
      asOf: make.NOON,
      looked: { namespaces: 0, pods: 0 },
      findings: [],
      notices: [],
      blindSpots: [],
    });
  });

  test('takes the clock it is given', () => {
    assert.equal(diagnose(make.evidence(), { now: make.at(60) }).asOf, make.at(60));
  });

  test('puts the incident with most pulls first', () => {
    const web = ['a', 'b', 'c'].map((name) => make.stuck(make.backOff(make.notFound()), { name }));
    const { findings } = diagnose(
      make.evidence({ pods: [make.stuck(make.backOff(make.diskFull()), { name: 'z' }), ...web] }),
    );
    assert.deepEqual(
      findings.map(({ cause }) => cause),
      ['not-found-unspecified', 'disk-full'],
    );
  });

  test('warns of what passes by itself, and calls the rest errors', () => {
    const severity = (text: string): string | undefined =>
      diagnose(make.evidence({ pods: [make.stuck(make.backOff(text))] })).findings[0]?.severity;
    assert.deepEqual(
      [severity(make.tooMany()), severity(make.notFound()), severity(make.refused())],
      ['warning', 'error', 'error'],
    );
  });

  test('of 20,000 pods with 1 % failing takes no longer than reading them', () => {
    const pods = Array.from({ length: 20_000 }, (_, index) => {
      const image = `registry.example.com/team-${index % 40}/app-${index % 500}:v1`;
      const fields = { name: `app-${index}`, namespace: `ns-${index % 50}`, nodeName: `node-${index % 300}` };
      return index % 100 === 0
        ? make.stuck(make.backOff(make.notFound(image), image), fields, image)
        : make.pod({ ...fields, containers: [make.container({ image })] });
    });
    const events = pods.map((pod) => make.pulled(pod, {}, pod.containers[0]?.image));
    const start = performance.now();
    const { findings } = diagnose(make.evidence({ pods, events }));
    assert.equal(
      findings.reduce((sum, { pulls }) => sum + pulls.length, 0),
      200,
    );
    assert.ok(performance.now() - start < 3000);
  });
});
