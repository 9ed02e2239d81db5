import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Checks, unless, unlessCode, unlessSays } from './check.ts';

test('a check has the faults that are some', () => {
  const checks = new Checks('watch');
  checks.note('one', ' said\n', [unless(true, 'a'), unless(false, 'b'), unlessCode(3, 3), unlessCode(0, 1)]);
  assert.deepEqual(checks.list, [
    { part: 'watch', what: 'one', said: 'said', faults: ['b', 'exit code 0, not 1'] },
  ]);
});

test('words are found across the ends of lines', () => {
  assert.equal(unlessSays('nothing was\n  looked at', /nothing was looked at/u), undefined);
  assert.equal(unlessSays('something', /nothing/u), 'does not say nothing');
});
