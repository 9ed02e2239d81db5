import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { readHttpAnswer } from '../../../../src/core/evidence/registry/http-answer.ts';
import { nextPageLink } from '../../../../src/core/evidence/registry/link-header.ts';
import { readRateLimit } from '../../../../src/core/evidence/registry/rate-limit-header.ts';
import { parseHttpDate, readRetryAfter } from '../../../../src/core/evidence/registry/retry-after.ts';

const NOW = Date.UTC(2026, 10, 21, 12, 0, 0);

test('the link to the next page', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['</v2/a/tags/list?last=b&n=2>; rel="next"', '/v2/a/tags/list?last=b&n=2'],
    [
      '<https://reg.example.com/v2/a/tags/list?last=b>;rel=next',
      'https://reg.example.com/v2/a/tags/list?last=b',
    ],
    ['</first>; rel="first", </next>; rel="next"', '/next'],
    ['</first>; rel="first"', undefined],
    ['</a', undefined],
    ['', undefined],
    ['<>; rel=next', ''],
  ];
  for (const [header, expected] of cases) assert.equal(nextPageLink(header), expected, header);
});

test('a quota', () => {
  const of = (headers: Readonly<Record<string, string>>): unknown =>
    readRateLimit((name) => headers[name] ?? '');
  assert.deepEqual(
    of({
      'ratelimit-limit': '100;w=21600',
      'ratelimit-remaining': '76;w=21600',
      'docker-ratelimit-source': '203.0.113.9',
    }),
    { limit: 100, remaining: 76, window: 21_600, source: '203.0.113.9' },
  );
  assert.deepEqual(of({ 'ratelimit-remaining': '0' }), { remaining: 0 });
  assert.deepEqual(of({ 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999' }), {
    limit: 5000,
    remaining: 4999,
  });
  assert.equal(of({ 'ratelimit-limit': 'many' }), undefined);
  assert.equal(of({ 'docker-ratelimit-source': '203.0.113.9' }), undefined);
});

test('how long to wait', () => {
  assert.equal(readRetryAfter('60', NOW), 60_000);
  assert.equal(readRetryAfter(' 1.5 ', NOW), 1500);
  assert.equal(readRetryAfter('Sat, 21 Nov 2026 12:01:00 GMT', NOW), 60_000);
  assert.equal(readRetryAfter('Sat, 21 Nov 2026 11:00:00 GMT', NOW), 0);
  assert.equal(readRetryAfter('999999999999', NOW), 7 * 24 * 3_600_000);
  for (const header of ['', 'soon', '-5', '1e9', 'Sat, 21 Nov 2026'])
    assert.equal(readRetryAfter(header, NOW), undefined, header);
  assert.equal(parseHttpDate('Sat, 21 Nov 2026 12:00:00 GMT'), NOW);
  assert.equal(parseHttpDate('Saturday, 21-Nov-26 12:00:00 GMT'), undefined);
});

suite('an answer', () => {
  const headers = new Map([
    ['content-type', ['application/json']],
    ['www-authenticate', ['Basic realm="r"']],
    ['server', ['nginx/1.29\u0007']],
    ['set-cookie', ['session=very-secret']],
    ['x-auth-token', ['very-secret']],
    ['retry-after', ['7']],
  ]);

  test('tells words, challenges and signs, and no cookie', () => {
    const answer = readHttpAnswer(
      { method: 'GET', status: 401, headers, text: '{"errors":[{"code":"UNAUTHORIZED"}]}' },
      NOW,
    );
    assert.deepEqual(answer, {
      method: 'GET',
      status: 401,
      body: 'json',
      errors: [{ code: 'UNAUTHORIZED', message: '' }],
      signs: { server: 'nginx/1.29' },
      challenges: [{ scheme: 'basic', realm: 'r' }],
      retryAfter: 7000,
    });
    assert.doesNotMatch(JSON.stringify(answer), /very-secret/u);
  });

  test('of what is no refusal only the kind of the body is kept', () => {
    const of = (text: string): unknown =>
      readHttpAnswer({ method: 'GET', status: 200, headers: new Map(), text }, NOW).body;
    assert.deepEqual(['{"a":1}', '<!DOCTYPE html>', 'ok', 'a\u0000', ''].map(of), [
      'json',
      'html',
      'text',
      'binary',
      'none',
    ]);
  });
});

test('headers are read whatever they hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      nextPageLink(text);
      readRateLimit(() => text);
      const wait = readRetryAfter(text, NOW);
      assert.ok(wait === undefined || (wait >= 0 && Number.isFinite(wait)));
    }),
  );
});
