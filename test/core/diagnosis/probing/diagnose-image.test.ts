import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnoseImages } from '../../../../src/core/diagnosis/probing/diagnose-image.ts';
import { buildReport } from '../../../../src/core/report/build-report.ts';
import { exitCodeOf } from '../../../../src/core/report/exit-code.ts';
import { renderMarkdown } from '../../../../src/core/report/render-markdown.ts';
import { renderText } from '../../../../src/core/report/render-text.ts';
import type { Report } from '../../../../src/core/report/report.ts';
import type { ImageProbe } from '../../../../src/core/evidence/registry/image-probe.ts';
import { NOON } from '../builders.ts';
import { anonymous, answer, answered, failing, INDEX, probe, trial } from './made-probe.ts';

const AMD64 = { platforms: [{ os: 'linux', architecture: 'amd64' }] };

function reportOn(given: ImageProbe, question: Parameters<typeof diagnoseImages>[1] = AMD64): Report {
  return buildReport(diagnoseImages([given], question), () => [], NOON);
}

suite('an image that was asked about by name', () => {
  test('is there: the ladder, who reads it, exit code 0', () => {
    const report = reportOn(probe({ manifest: INDEX, trials: [trial('accepted', { status: 200 })] }));
    assert.equal(exitCodeOf(report), 0);
    assert.deepEqual(
      report.probes?.map(({ outcome, platforms }) => [outcome, platforms]),
      [['works', ['linux/amd64', 'linux/arm64']]],
    );
    const text = renderText(report);
    assert.match(
      text,
      /^✓ registry\.example\.com\/shop\/web:v1\.0\.1 is there, for linux\/amd64, linux\/arm64,/,
    );
    assert.match(text, /manifest ✓ {2}platform ✓ {2}layers ·/);
    assert.match(text, /Tried secret shop\/regcred key registry\.example\.com \(user ci\): let in \(200\)/);
    assert.match(renderMarkdown(report), /it is there: `registry\.example\.com\/shop\/web:v1\.0\.1`/);
  });

  test('has no such tag: a finding, exit code 1, and what is near', () => {
    const tags = { names: ['v1.0.0'], complete: true, near: [] };
    const report = reportOn(answered(trial('accepted'), answer(404, 'MANIFEST_UNKNOWN', 'no'), { tags }));
    assert.equal(exitCodeOf(report), 1);
    const text = renderText(report);
    assert.match(text, /^✗ tag not found · proven/);
    assert.match(text, /Near {2}v1\.0\.0 {2}1 character away/);
    assert.match(text, /\n1 finding · 1 registry asked\n/);
    assert.ok(!text.includes('pod'), text);
  });

  test('could not be judged: exit code 3, and why', () => {
    const report = reportOn(answered(anonymous('unclear'), answer(401, 'UNAUTHORIZED', 'no')), {
      ...AMD64,
      credentials: 'unseen',
    });
    assert.equal(exitCodeOf(report), 3);
    assert.match(
      renderText(report),
      /^! image registry\.example\.com\/shop\/web:v1\.0\.1: 401 UNAUTHORIZED for v1\.0\.1/,
    );
    const refusedByUs = probe({
      looks: [failing('token', 'realm-refused', 'the token server is a private address')],
    });
    assert.equal(exitCodeOf(reportOn(refusedByUs)), 3);
  });

  test('is no reference: no registry was needed for that', () => {
    const report = reportOn(probe({ image: 'Shop/Web:1:2', looks: [] }));
    assert.deepEqual(
      report.findings.map(({ cause, certainty }) => [cause, certainty]),
      [['invalid-reference', 'proven']],
    );
  });

  test('cannot be reached: the registry, seen from here', () => {
    const report = reportOn(
      probe({ looks: [failing('connect', 'refused', 'connect ECONNREFUSED 192.0.2.7:443')] }),
    );
    assert.deepEqual(
      report.findings.map(({ cause, scope }) => [cause, scope.kind]),
      [['connection-refused', 'registry']],
    );
  });
});
