import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loginOf, RequestJournal, type JournalEntry } from './request-journal.ts';

function entry(more: Partial<JournalEntry> = {}): JournalEntry {
  return {
    host: 'a.example.test',
    method: 'GET',
    path: '/v2/',
    agent: 'one/1.0',
    authorization: '',
    body: '',
    ...more,
  };
}

test('a login is read from a Basic header and from the form of a password grant', () => {
  const basic = `Basic ${Buffer.from('ci:a:b').toString('base64')}`;
  assert.equal(loginOf(entry({ authorization: basic })), 'ci:a:b');
  assert.equal(loginOf(entry({ body: 'grant_type=password&username=ci&password=x%20y' })), 'ci:x y');
});

test('a token and an empty request give no login', () => {
  assert.equal(loginOf(entry({ authorization: 'Bearer abc' })), undefined);
  assert.equal(loginOf(entry()), undefined);
});

test('the journal tells clients apart, and what came after a moment', () => {
  const journal = new RequestJournal();
  journal.note(entry());
  journal.note(entry({ agent: 'two/1.0' }));
  const from = journal.length;
  journal.note(entry({ agent: 'two/1.0', path: '/later' }));
  assert.equal(journal.of('two/').length, 2);
  assert.deepEqual(
    journal.of('two/', from).map(({ path }) => path),
    ['/later'],
  );
});
