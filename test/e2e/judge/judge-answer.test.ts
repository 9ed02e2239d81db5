import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReportFinding, ReportPull } from '../../../src/core/report/report.ts';
import type { Answer, Case } from '../cases/case.ts';
import { judgeAnswer, type JudgedPod } from './judge-answer.ts';
import type { FoundPull } from './pulldoctor.ts';

const POD: JudgedPod = { name: 'missing', phase: 'first', textGone: false };

function caseOf(answer: Case['answer']): Case {
  return { name: 'missing', make: () => [], answer };
}

function found(finding: Partial<ReportFinding> = {}, pull: Partial<ReportPull> = {}): FoundPull {
  const owner = { apiVersion: 'v1', kind: 'Pod', name: 'missing' };
  return {
    finding: {
      cause: 'not-found-unspecified',
      certainty: 'likely',
      rung: 'manifest',
      retry: 'permanent',
      actor: 'author',
      remedies: [],
      suggestions: [],
      ...finding,
    } as unknown as ReportFinding,
    pull: { container: 'app', kind: 'container', owner, ...pull } as ReportPull,
  };
}

const ANSWER: Answer = { causes: ['not-found-unspecified'], atMost: 'likely', rungs: ['manifest'] };

test('a right answer has no faults', () => {
  assert.deepEqual(judgeAnswer(caseOf(ANSWER), POD, [found()]), []);
});

test('each part of an answer that is wrong is told', () => {
  const wrong: readonly (readonly [FoundPull, RegExp])[] = [
    [found({ cause: 'dns-failure' }), /^cause dns-failure, not not-found-unspecified$/u],
    [found({ certainty: 'proven' }), /^certainty proven, at most likely$/u],
    [found({ rung: 'dns' }), /^rung dns/u],
    [found({}, { owner: { apiVersion: 'v1', kind: 'Pod', name: 'other' } }), /^owner Pod\/other/u],
    [found({}, { container: 'side' }), /^containers side, not app$/u],
  ];
  for (const [pull, fault] of wrong) {
    const faults = judgeAnswer(caseOf(ANSWER), POD, [pull]);
    assert.equal(faults.length, 1, faults.join('; '));
    assert.match(faults[0] ?? '', fault);
  }
});

test('too little certainty and a missing suggestion are told', () => {
  assert.deepEqual(judgeAnswer(caseOf({ ...ANSWER, atLeast: 'likely' }), POD, [found()]), []);
  const possible = found({ certainty: 'possible' });
  assert.deepEqual(judgeAnswer(caseOf({ ...ANSWER, atLeast: 'likely' }), POD, [possible]), [
    'certainty possible, at least likely',
  ]);
  const guess = caseOf({ causes: ['tag-not-found'], guesses: ['tag-not-found'] });
  assert.deepEqual(judgeAnswer(guess, POD, [found({ cause: 'tag-not-found' })]), []);
  const sure = found({ cause: 'tag-not-found', certainty: 'proven' });
  assert.equal(judgeAnswer(guess, POD, [sure]).length, 1);
  const image = 'registry.example.test/team/app:1.0';
  const near = found({ suggestions: [{ image, why: 'one digit away' }] });
  assert.deepEqual(judgeAnswer(caseOf({ ...ANSWER, suggests: image }), POD, [near]), []);
  assert.equal(judgeAnswer(caseOf({ ...ANSWER, suggests: image }), POD, [found()]).length, 1);
});

test('a remedy has to have the commands', () => {
  const answer: Answer = { ...ANSWER, remedy: /set image/u };
  assert.equal(judgeAnswer(caseOf(answer), POD, [found()]).length, 1);
});

test('what fails has to be found, and what is sound must not be', () => {
  assert.deepEqual(judgeAnswer(caseOf(ANSWER), POD, []), ['not found failing']);
  assert.deepEqual(judgeAnswer(caseOf('sound'), POD, []), []);
  assert.equal(judgeAnswer(caseOf('sound'), POD, [found()]).length, 1);
});

test('where the text is gone, saying that it is is right', () => {
  const gone = { ...POD, phase: 'events gone', textGone: true } as const;
  const silent = found({ cause: 'back-off-only', certainty: 'possible', rung: 'unknown' });
  assert.deepEqual(judgeAnswer(caseOf(ANSWER), gone, [silent]), []);
  assert.equal(judgeAnswer(caseOf(ANSWER), POD, [silent]).length > 0, true);
});
