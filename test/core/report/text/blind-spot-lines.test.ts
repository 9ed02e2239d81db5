import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { BlindSpot } from '../../../../src/core/evidence/observed.ts';
import { renderMarkdown } from '../../../../src/core/report/render-markdown.ts';
import { renderText } from '../../../../src/core/report/render-text.ts';
import { diagnosis } from '../sample-report.ts';
import { buildReport } from '../../../../src/core/report/build-report.ts';
import type { Report } from '../../../../src/core/report/report.ts';

function reportWith(...blindSpots: readonly BlindSpot[]): Report {
  return buildReport(diagnosis({ findings: [], blindSpots }), () => [], 0);
}

const AWAY = 'https://10.0.0.1:6443: connection refused';
const POD: BlindSpot = { what: 'pod/web in namespace shop', why: AWAY, hidesTarget: true };

suite('blind spots on the page', () => {
  test('a server that is away is told once', () => {
    const report = reportWith(POD, { what: 'events in namespace shop', why: AWAY });
    assert.equal(renderText(report, { width: 200 }).split(AWAY).length, 2);
    assert.match(renderText(report, { wide: true }), /events in namespace shop/u);
    assert.equal(report.blindSpots.length, 2, 'the report has both');
  });

  test('what could be granted is told, whatever the reason', () => {
    const report = reportWith(POD, { what: 'nodes', why: AWAY, grant: 'kubectl get nodes' });
    assert.match(renderText(report), /1 blind spot:\n {2}nodes/u);
  });

  test('a nicety is told only to whoever wants all', () => {
    const report = reportWith({ what: 'pods of other namespaces', why: 'forbidden', nicety: true });
    for (const text of [renderText(report), renderMarkdown(report)])
      assert.doesNotMatch(text, /blind spot|other namespaces/u);
    assert.match(renderText(report, { wide: true }), /1 blind spot:\n {2}pods of other namespaces/u);
    assert.equal(report.blindSpots[0]?.nicety, true);
  });
});
