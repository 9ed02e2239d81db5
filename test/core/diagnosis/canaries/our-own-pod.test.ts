import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../../../src/core/diagnosis/finding.ts';
import { objectOf, type JsonObject } from '../../../../src/core/evidence/objects/json-value.ts';
import { parsePod } from '../../../../src/core/evidence/objects/parse-pod.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import { canaryPod } from '../../../../src/core/remedy/canary-pod.ts';
import { scrubObject } from '../../../../src/core/report/collection/scrub-object.ts';
import * as make from '../builders.ts';

const NAME = 'pulldoctor-canary-0123456789';
const WEB = make.stuck(make.backOff(make.notFound()), {
  owners: [make.owned('ReplicaSet', 'web-5d78c8b9f4')],
});

/** The pod of --from-node as the API server has it, with something put over its metadata or its spec. */
function canaryJson({ name = NAME, labels = {}, spec = {} }: Changes = {}): JsonObject {
  const made = canaryPod(name, {
    pod: WEB,
    node: 'node-1',
    image: make.IMAGE,
    os: 'linux',
    accountIsPlain: true,
  });
  const { state } = WEB.containers[0] ?? {};
  const waiting = state?.kind === 'waiting' ? { reason: state.reason, message: state.message } : {};
  const metadata = objectOf(made['metadata']);
  return {
    ...made,
    metadata: { ...metadata, labels: { ...objectOf(metadata['labels']), ...labels }, uid: 'of-the-canary' },
    spec: { ...objectOf(made['spec']), ...spec },
    status: { phase: 'Pending', containerStatuses: [{ name: 'canary', image: '', state: { waiting } }] },
  };
}

interface Changes {
  readonly name?: string;
  readonly labels?: JsonObject;
  readonly spec?: JsonObject;
}

function read(json: unknown): PodEvidence {
  const pod = parsePod(json);
  assert.ok(pod);
  return pod;
}

function seen(canary: PodEvidence, ...names: readonly string[]): Diagnosis {
  return diagnose(make.evidence({ pods: [WEB, canary] }), { targets: names.map((name) => ({ name })) });
}

function podsOf({ findings }: Diagnosis): readonly string[] {
  return findings.flatMap(({ pulls }) => pulls.map(({ pod }) => pod));
}

suite('the pod of another --from-node that runs just now', () => {
  test('is no failing pod, and not counted', () => {
    const diagnosis = seen(read(canaryJson()));
    assert.deepEqual(podsOf(diagnosis), ['web-1']);
    assert.deepEqual([diagnosis.looked.pods, diagnosis.notices], [1, []]);
  });

  test('is none of its workload either, and is judged where it is named', () => {
    assert.deepEqual(podsOf(seen(read(canaryJson()), 'web-5d78c8b9f4')), ['web-1']);
    assert.deepEqual(podsOf(seen(read(canaryJson()), NAME)), [NAME]);
  });

  test('is known again in what was collected', () => {
    const saved = scrubObject(canaryJson());
    assert.deepEqual(podsOf(seen(read(saved))), ['web-1']);
  });
});

suite('a pod that copies a mark of ours', () => {
  const copies: readonly (readonly [string, Changes])[] = [
    ['the labels', { name: 'web-2' }],
    ['the name', { labels: { 'app.kubernetes.io/component': 'web' } }],
    ['the name and one label', { labels: { 'app.kubernetes.io/managed-by': 'Helm' } }],
    ['labels and name, and may stay', { spec: { activeDeadlineSeconds: undefined } }],
    ['labels and name, and stays longer', { spec: { activeDeadlineSeconds: 86_400 } }],
  ];
  for (const [what, changes] of copies)
    test(`is a failing pod as any other: ${what}`, () => {
      assert.equal(podsOf(seen(read(canaryJson(changes)))).length, 2);
    });
});
