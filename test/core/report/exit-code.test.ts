import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { exitCodeOf } from '../../../src/core/report/exit-code.ts';
import { finding, report } from './sample-report.ts';

const beside = { what: 'nodes', why: '403' };
const hidden = { what: 'pods', why: '403', hidesTarget: true };

suite('exitCodeOf', () => {
  const table = [
    { is: 'nothing fails', findings: [], blindSpots: [], code: 0 },
    { is: 'nothing fails, with a blind spot beside', findings: [], blindSpots: [beside], code: 0 },
    { is: 'a finding', findings: [finding()], blindSpots: [], code: 1 },
    { is: 'a finding, with a blind spot beside', findings: [finding()], blindSpots: [beside], code: 1 },
    {
      is: 'a warning is a finding too',
      findings: [finding({ severity: 'warning' })],
      blindSpots: [],
      code: 1,
    },
    { is: 'a target nobody could look at', findings: [], blindSpots: [beside, hidden], code: 3 },
    {
      is: 'the same beside a finding: the answer is not complete',
      findings: [finding()],
      blindSpots: [hidden],
      code: 3,
    },
  ];
  for (const { is, findings, blindSpots, code } of table) {
    test(`${is}: ${code}`, () => assert.equal(exitCodeOf(report({ findings, blindSpots })), code));
  }
});
