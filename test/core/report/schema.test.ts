import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CAUSES, OPEN_CAUSES, RUNGS } from '../../../src/core/diagnosis/cause.ts';
import { REASON_WORDS } from '../../../src/core/report/reason-words.ts';
import { renderJson } from '../../../src/core/report/render-json.ts';
import { diagnoseImages } from '../../../src/core/diagnosis/probing/diagnose-image.ts';
import { buildReport } from '../../../src/core/report/build-report.ts';
import { answer, answered, INDEX, probe, trial } from '../diagnosis/probing/made-probe.ts';
import { finding, manyFindings, report } from './sample-report.ts';

const path = join(import.meta.dirname, '../../../docs/report.schema.json');
const schema = JSON.parse(readFileSync(path, 'utf8')) as {
  readonly $defs: Readonly<
    Record<string, { readonly anyOf: readonly [{ readonly enum: readonly string[] }] }>
  >;
};
const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(schema);

/** A report as a reader of the JSON gets it, free to be broken. */
function sample(change: (copy: Record<string, unknown>) => void = () => undefined): unknown {
  const copy = JSON.parse(renderJson(report({ findings: manyFindings() }))) as Record<string, unknown>;
  change(copy);
  return copy;
}

function first(copy: Record<string, unknown>, list: string): Record<string, unknown> {
  return (copy[list] as Record<string, unknown>[])[0] ?? {};
}

suite('docs/report.schema.json', () => {
  test('takes every report', () => {
    for (const change of [
      {},
      { findings: [] },
      { findings: manyFindings() },
      { notices: [{ kind: 'quota', namespace: 'shop', object: 'Job/x', says: 'none left', at: 0 } as const] },
      { blindSpots: [{ what: 'pods', why: '403', grant: 'ask', hidesTarget: true }] },
      {
        findings: [
          finding({ cause: 'unknown', certainty: 'possible', rung: 'unknown', reason: 'node-clock' }),
        ],
      },
      {
        looked: { namespaces: 1, pods: 1, registries: 1 },
        findings: [
          finding({
            trials: [
              { source: 'anonymous', anonymous: true, outcome: 'unclear', status: 401, kubelets: true },
            ],
            suggestions: [{ image: 'x:1', why: 'near', created: 0, platforms: ['linux/amd64'] }],
          }),
        ],
      },
    ]) {
      assert.ok(validate(JSON.parse(renderJson(report(change)))), JSON.stringify(validate.errors));
    }
  });

  test('takes images that were asked about by name, with findings that have no pulls', () => {
    const tags = { names: [], complete: true, near: [] };
    const missing = answered(trial('accepted'), answer(404, 'MANIFEST_UNKNOWN', 'no'), { tags });
    const there = probe({ manifest: { ...INDEX, created: 0, size: 12 }, trials: [trial('accepted')] });
    const built = buildReport(diagnoseImages([missing, there], { platforms: [] }), () => [], 0);
    assert.equal(built.findings.length, 1);
    assert.ok(validate(JSON.parse(renderJson(built))), JSON.stringify(validate.errors));
  });

  test('is open to new fields and new causes', () => {
    const newer = sample((copy) => {
      copy['weather'] = 'fine';
      first(copy, 'findings')['cause'] = 'eaten-by-a-grue';
      first(copy, 'findings')['mood'] = { any: 1 };
    });
    assert.ok(validate(newer), JSON.stringify(validate.errors));
  });

  const broken: Readonly<Record<string, (copy: Record<string, unknown>) => void>> = {
    'another version': (copy) => (copy['apiVersion'] = 'pulldoctor.dev/v9'),
    'no asOf': (copy) => delete copy['asOf'],
    'a time with a zone': (copy) => (copy['asOf'] = '2026-03-02T12:02:00+01:00'),
    'a count below zero': (copy) => (copy['looked'] = { namespaces: 1, pods: -1 }),
    'a certainty that is none': (copy) => (first(copy, 'findings')['certainty'] = 'sure'),
    'a cause that is no word': (copy) => (first(copy, 'findings')['cause'] = 'Tag Not Found'),
    'a finding without pulls': (copy) => (first(copy, 'findings')['pulls'] = []),
    'a trial that nobody knows the end of': (copy) =>
      (first(copy, 'findings')['trials'] = [{ source: 'x', outcome: 'perhaps', kubelets: true }]),
    'a pull without a pod': (copy) => delete first(first(copy, 'findings'), 'pulls')['pod'],
    'a witness nobody knows': (copy) => (first(first(copy, 'findings'), 'evidence')['witness'] = 'oracle'),
    'an open cause that is proven': (copy) =>
      Object.assign(first(copy, 'findings'), { cause: 'access-denied-ambiguous', certainty: 'proven' }),
    'remedies that are no list': (copy) => (first(copy, 'findings')['remedies'] = {}),
    'a blind spot without a reason': (copy) => (copy['blindSpots'] = [{ what: 'pods' }]),
  };
  for (const [is, breaks] of Object.entries(broken)) {
    test(`refuses ${is}`, () => assert.equal(validate(sample(breaks)), false));
  }

  test('names the causes, rungs and reasons that this version knows', () => {
    const known = (name: string): readonly string[] => schema.$defs[name]?.anyOf[0].enum ?? [];
    assert.deepEqual(known('cause'), CAUSES);
    assert.deepEqual(known('rung'), [...RUNGS, 'runtime', 'verify', 'unknown']);
    assert.deepEqual(known('reason').toSorted(), Object.keys(REASON_WORDS).toSorted());
  });

  test('holds every open cause below proven', () => {
    for (const cause of OPEN_CAUSES) {
      assert.equal(
        validate(sample((copy) => Object.assign(first(copy, 'findings'), { cause, certainty: 'proven' }))),
        false,
      );
    }
  });
});
