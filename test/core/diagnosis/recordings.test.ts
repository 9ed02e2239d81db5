import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../../src/core/diagnosis/finding.ts';
import { assembleEvidence } from '../../../src/core/evidence/objects/assemble-evidence.ts';

/** What is known of a recorded pod from how it was made, not from what its kubelet said. */
interface Expected {
  readonly namespace: string;
  readonly pod: string;
  readonly containers: readonly string[];
  /** Acceptable causes; `null` where either answer is fine. */
  readonly accept: readonly string[] | null;
  readonly failing: boolean;
}

const ROOT = new URL('../../recordings/', import.meta.url);

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
}

function diagnoseRecording(path: string): Diagnosis {
  const { items } = readJson(`${path}.json`) as { readonly items: readonly unknown[] };
  return diagnose(assembleEvidence(items));
}

/**
 * Where the objects say something else than how the case was made: the container's own trouble is a
 * node's that cannot create containers, or the events already tell of the success that the status
 * lacks.
 */
const OTHERWISE: ReadonlyMap<string, readonly string[]> = new Map([
  ['k131-containerd17/first two-containers-one-bad', ['sidecar']],
  ['k133-crio/first two-containers-one-bad', ['sidecar']],
  ['k133-crio/back-off two-containers-one-bad', ['sidecar']],
  ['k131-containerd17/back-off right-auth-no-auth-field', []],
]);

function containersOf({ findings }: Diagnosis, namespace: string, pod: string): readonly string[] {
  const pulls = findings.flatMap((finding) => finding.pulls);
  return pulls
    .filter((pull) => pull.namespace === namespace && pull.pod === pod)
    .map(({ container }) => container)
    .toSorted();
}

const stacks = readdirSync(ROOT).toSorted();
for (const path of stacks.flatMap((stack) => [`${stack}/first`, `${stack}/back-off`])) {
  suite(`the recording ${path}`, () => {
    const diagnosis = diagnoseRecording(path);
    const expected = readJson(`${path}.expected.json`) as readonly Expected[];

    test('fails where it was made to fail, and nowhere else', () => {
      const judged = expected.filter(({ accept }) => accept !== null);
      assert.ok(judged.length > 40);
      const wanted = judged.map(({ pod, containers }) => [
        pod,
        (OTHERWISE.get(`${path} ${pod}`) ?? containers).toSorted(),
      ]);
      const found = judged.map(({ namespace, pod }) => [pod, containersOf(diagnosis, namespace, pod)]);
      assert.deepEqual(Object.fromEntries(found), Object.fromEntries(wanted));
    });

    test('gives a cause that its making accounts for', () => {
      const wrong = expected.flatMap(({ namespace, pod, accept, failing }) => {
        // A pod that was to run and fails for a moment (a secret the kubelet had not seen yet) has no cause to compare.
        if (accept === null || accept.length === 0 || !failing) return [];
        const causes = diagnosis.findings
          .filter(({ pulls }) => pulls.some((pull) => pull.namespace === namespace && pull.pod === pod))
          .map(({ cause }) => cause);
        return causes.some((cause) => accept.includes(cause)) ? [] : [`${pod}: ${causes.join(', ')}`];
      });
      assert.deepEqual(wrong, []);
    });

    test('has a window for every next attempt, not before the last look', () => {
      for (const { nextAttempt, pod } of diagnosis.findings.flatMap(({ pulls }) => pulls)) {
        assert.ok(
          nextAttempt !== undefined &&
            nextAttempt.earliest >= diagnosis.asOf &&
            nextAttempt.latest >= nextAttempt.earliest,
          pod,
        );
      }
    });
  });
}
