import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trialOutcome, type DecidingAnswer } from '../../../../src/core/evidence/registry/trial-outcome.ts';

function outcome(
  status: number,
  more: Partial<DecidingAnswer> = {},
  error?: string,
  body: DecidingAnswer['answer']['body'] = 'json',
): string {
  const challenges = error === undefined ? [] : [{ scheme: 'bearer', error }];
  return trialOutcome({
    answer: { method: 'GET', status, body, errors: [], challenges },
    by: 'registry',
    offered: 'token',
    anonymous: false,
    ...more,
  });
}

test('the registry answers', () => {
  assert.equal(outcome(200), 'accepted');
  assert.equal(outcome(404), 'accepted');
  assert.equal(outcome(404, {}, undefined, 'html'), 'unclear');
  assert.equal(outcome(403), 'denied');
  assert.equal(outcome(412), 'denied');
  for (const status of [400, 405, 410, 429, 500, 503, 302])
    assert.equal(outcome(status), 'unclear', String(status));
});

test('a 401 of the registry', () => {
  assert.equal(outcome(401, { login: 'valid' }, 'insufficient_scope'), 'denied');
  assert.equal(outcome(401, { login: 'invalid' }), 'rejected');
  assert.equal(outcome(401), 'unclear');
  assert.equal(outcome(401, {}, 'invalid_token'), 'unclear');
  assert.equal(outcome(401, { offered: 'basic' }), 'rejected');
  assert.equal(outcome(401, { offered: 'basic', login: 'valid' }), 'denied');
  assert.equal(outcome(401, { anonymous: true }), 'denied');
  assert.equal(outcome(401, { offered: 'nothing' }), 'denied');
});

test('the token server answers', () => {
  const by = 'token-server';
  assert.equal(outcome(401, { by }), 'rejected');
  assert.equal(outcome(403, { by }), 'unclear');
  assert.equal(outcome(403, { by, login: 'valid' }), 'denied');
  assert.equal(outcome(403, { by, login: 'invalid' }), 'rejected');
  assert.equal(outcome(400, { by }), 'unclear');
  assert.equal(outcome(400, { by, login: 'invalid' }), 'rejected');
  assert.equal(outcome(429, { by }), 'unclear');
  assert.equal(outcome(503, { by }), 'unclear');
  assert.equal(outcome(401, { by, anonymous: true }), 'denied');
  assert.equal(outcome(403, { by, anonymous: true }), 'denied');
});
