import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import { assembleEvidence } from '../../../src/core/evidence/objects/assemble-evidence.ts';
import { planRemedies } from '../../../src/core/remedy/plan-remedies.ts';
import { buildReport } from '../../../src/core/report/build-report.ts';
import { scrubObject } from '../../../src/core/report/collection/scrub-object.ts';
import { explainMessage } from '../../../src/core/report/explain-message.ts';
import { renderExplanation } from '../../../src/core/report/render-explanation.ts';
import { renderJson } from '../../../src/core/report/render-json.ts';
import { renderMarkdown } from '../../../src/core/report/render-markdown.ts';
import { renderText } from '../../../src/core/report/render-text.ts';

const CANARY = 'CANARY-s3cr3t';
const LOGIN = `ci:${CANARY}@r.example/app:1`;

/** Logins that a pod's author, or a runtime, wrote down; the reason says at which step. */
const LEAKS: readonly (readonly [what: string, image: string, reason: string, message: string])[] = [
  [
    'a login in the image',
    LOGIN,
    'InspectFailed',
    `Failed to apply default image tag "${LOGIN}": couldn't parse image name "${LOGIN}": invalid reference format`,
  ],
  [
    'a login with an apostrophe',
    `ci:x'${CANARY}@r.example/app:1`,
    'InspectFailed',
    "couldn't parse image name",
  ],
  [
    'a header with a token',
    'r.example/app:1',
    'Failed',
    `Failed to pull image "r.example/app:1": sent Authorization: Bearer ${CANARY} and got 401 Unauthorized`,
  ],
  [
    'a header with a Basic login',
    'r.example/app:1',
    'Failed',
    `Failed to pull image "r.example/app:1": headers map[Authorization:[Basic ${CANARY}]]: 401 Unauthorized`,
  ],
];

function objectsOf(image: string, reason: string, message: string): readonly unknown[] {
  const involvedObject = { kind: 'Pod', name: 'p', namespace: 'shop', fieldPath: 'spec.containers{app}' };
  const waiting = { reason: reason === 'Failed' ? 'ErrImagePull' : 'InvalidImageName', message };
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'shop' },
      spec: { nodeName: 'n', containers: [{ name: 'app', image }] },
      status: { phase: 'Pending', containerStatuses: [{ name: 'app', image, state: { waiting } }] },
    },
    {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e', namespace: 'shop' },
      lastTimestamp: '2026-11-20T00:01:00Z',
      involvedObject,
      reason,
      message,
    },
  ];
}

suite('a login that somebody wrote down', () => {
  for (const [what, image, reason, message] of LEAKS)
    test(`${what} is in no rendering and in no collection`, () => {
      const objects = objectsOf(image, reason, message);
      const evidence = assembleEvidence(objects);
      const report = buildReport(diagnose(evidence), (finding) => planRemedies(finding, evidence), 0);
      assert.equal(report.findings.length, 1);
      const outputs = [
        renderText(report, { wide: true }),
        renderMarkdown(report),
        renderJson(report),
        renderExplanation(explainMessage(message, { image })),
        JSON.stringify(explainMessage(message, { image })),
        JSON.stringify(objects.map((object) => scrubObject(object))),
      ];
      for (const output of outputs) assert.ok(!output.includes(CANARY), output);
    });
});
