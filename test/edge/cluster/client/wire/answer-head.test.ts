import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseAnswerHead } from '../../../../../src/edge/cluster/client/wire/answer-head.ts';

function head(...lines: readonly string[]): ReturnType<typeof parseAnswerHead> {
  return parseAnswerHead(lines.join('\r\n'));
}

suite('the head of an answer', () => {
  test('has a status, headers in lower case, and says where the body ends', () => {
    const found = head('HTTP/1.1 200 OK', 'Content-Type: application/json', 'Content-Length: 12');
    assert.equal(found.status, 200);
    assert.equal(found.headers['content-type'], 'application/json');
    assert.equal(found.bodyEnd, 12);
    assert.equal(head('HTTP/1.1 200', 'Transfer-Encoding: Chunked').bodyEnd, 'chunked');
    assert.equal(head('HTTP/1.1 200 OK').bodyEnd, 'close');
    assert.equal(head('HTTP/1.1 204 No Content').bodyEnd, 0);
  });

  test('may have a header several times', () => {
    assert.equal(head('HTTP/1.1 200 OK', 'Warning: one', 'warning:two').headers['warning'], 'one, two');
    assert.equal(head('HTTP/1.1 200 OK', '__proto__: x').headers['__proto__'], 'x');
  });

  test('says for how long the connection is kept', () => {
    const length = 'Content-Length: 0';
    assert.equal(head('HTTP/1.1 200 OK', length, 'Keep-Alive: timeout=5').kept, 4000);
    assert.ok(head('HTTP/1.1 200 OK', length).kept > 10_000);
    assert.equal(head('HTTP/1.1 200 OK', length, 'Connection: foo, Close').kept, 0);
    assert.equal(head('HTTP/1.0 200 OK', length).kept, 0);
    assert.equal(head('HTTP/1.1 200 OK').kept, 0);
  });

  for (const [what, ...lines] of [
    ['another protocol', 'SSH-2.0-OpenSSH_9.6'],
    ['another version', 'HTTP/2 200 OK'],
    ['no status', 'HTTP/1.1 OK'],
    ['a header without a name', 'HTTP/1.1 200 OK', ': x'],
    ['a header without a colon', 'HTTP/1.1 200 OK', 'x'],
    ['a folded header', 'HTTP/1.1 200 OK', 'A: b', ' c: d'],
    ['a line feed in a value', 'HTTP/1.1 200 OK', 'A: b\nContent-Length: 1'],
    ['two lengths', 'HTTP/1.1 200 OK', 'Content-Length: 1', 'Content-Length: 1'],
    ['a length that is none', 'HTTP/1.1 200 OK', 'Content-Length: +1'],
    ['a length beside chunks', 'HTTP/1.1 200 OK', 'Content-Length: 1', 'Transfer-Encoding: chunked'],
    ['another coding', 'HTTP/1.1 200 OK', 'Transfer-Encoding: gzip, chunked'],
  ] as const) {
    test(`is none with ${what}`, () => {
      assert.throws(() => head(...lines), { code: 'HPE_INVALID' });
    });
  }
});
