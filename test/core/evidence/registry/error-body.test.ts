import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { readErrorBody } from '../../../../src/core/evidence/registry/error-body.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

suite('bodies of refusals', () => {
  const cases: readonly (readonly [string, string, string, unknown])[] = [
    ['nothing', '', '', { body: 'none', errors: [] }],
    [
      'errors of the specification',
      JSON_TYPE,
      '{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown","detail":{"Tag":"v1"}}]}',
      { body: 'json', errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] },
    ],
    [
      'errors sent as text',
      'text/plain',
      ' {"errors":[{"code":"DENIED","message":"no"}]}',
      { body: 'json', errors: [{ code: 'DENIED', message: 'no' }] },
    ],
    [
      'statuses in place of codes, as Artifactory sends them',
      JSON_TYPE,
      '{"errors":[{"status":401,"message":"Bad credentials"}]}',
      { body: 'json', errors: [{ code: '401', message: 'Bad credentials' }] },
    ],
    [
      'one object',
      JSON_TYPE,
      '{"code":"UNAUTHORIZED","message":"who?"}',
      { body: 'json', errors: [{ code: 'UNAUTHORIZED', message: 'who?' }] },
    ],
    [
      'one object one level down',
      JSON_TYPE,
      '{"error":{"code":403,"message":"x"},"errors":null}',
      { body: 'json', errors: [{ code: '403', message: 'x' }] },
    ],
    [
      "Docker Hub's token server",
      JSON_TYPE,
      '{"details":"wrong password"}',
      { body: 'json', errors: [], words: 'wrong password' },
    ],
    [
      'OAuth2',
      JSON_TYPE,
      '{"error":"invalid_grant","error_description":"the token is over"}',
      { body: 'json', errors: [], words: 'the token is over' },
    ],
    [
      'an error of one word',
      JSON_TYPE,
      '{"error":"Could not find robot"}',
      { body: 'json', errors: [], words: 'Could not find robot' },
    ],
    [
      'errors that are texts',
      JSON_TYPE,
      '{"errors":["a","b"]}',
      {
        body: 'json',
        errors: [
          { code: '', message: 'a' },
          { code: '', message: 'b' },
        ],
      },
    ],
    [
      'a page',
      'text/html',
      '<!DOCTYPE html>\n<html><head><title>502 Bad\n Gateway</title></head></html>',
      { body: 'html', errors: [], words: '502 Bad Gateway' },
    ],
    [
      'a page without a title',
      'text/html',
      '<html><body><h1>Sign <b>in</b></h1></body></html>',
      { body: 'html', errors: [], words: 'Sign in' },
    ],
    [
      'a page that says it is JSON',
      JSON_TYPE,
      '<html><title>Portal</title></html>',
      { body: 'html', errors: [], words: 'Portal' },
    ],
    [
      'XML of a blob store',
      'application/xml',
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
      { body: 'text', errors: [], words: 'AccessDenied' },
    ],
    [
      'plain text',
      'text/plain',
      'HTTP Basic: Access denied.\n',
      { body: 'text', errors: [], words: 'HTTP Basic: Access denied.' },
    ],
    [
      'JSON cut short',
      JSON_TYPE,
      '{"errors":[{"code":"DEN',
      { body: 'text', errors: [], words: '{"errors":[{"code":"DEN' },
    ],
    ['bytes', 'application/octet-stream', 'a\u0000b', { body: 'binary', errors: [] }],
    ['spaces', 'text/plain', ' \n ', { body: 'text', errors: [] }],
  ];
  for (const [name, type, text, expected] of cases) {
    test(name, () => assert.deepEqual(readErrorBody(type, text), expected));
  }

  test('words carry no control characters and are short', () => {
    const { words = '' } = readErrorBody(
      'text/plain',
      `\u001b[31mred\u001b[0m \u202eback\u0007 ${'x'.repeat(5000)}`,
    );
    assert.equal(words.slice(0, 9), 'red back ');
    assert.equal(words.length, 300);
    assert.ok(words.endsWith('…'));
  });

  test('any body gives short words', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 2000 }),
        fc.constantFrom('', 'text/html', JSON_TYPE),
        (text, type) => {
          const read = readErrorBody(type, text);
          for (const line of [
            read.words ?? '',
            ...read.errors.flatMap(({ code, message }) => [code, message]),
          ]) {
            assert.ok(line.length <= 300);
            assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u202e]/u);
          }
        },
      ),
    );
  });

  test('any JSON is read', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        assert.ok(readErrorBody(JSON_TYPE, text).errors.length <= 8);
      }),
    );
  });

  test('markup without end is read in no time', () => {
    const start = performance.now();
    for (const text of [
      `<html>${'<'.repeat(65_000)}`,
      `<html>${'<a>'.repeat(20_000)}`,
      `<html><title>${'>'.repeat(65_000)}`,
    ]) {
      readErrorBody('text/html', text);
    }
    assert.ok(performance.now() - start < 300);
  });
});
