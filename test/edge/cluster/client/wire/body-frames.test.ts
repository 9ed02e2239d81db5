import fc from 'fast-check';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { BodyEnd } from '../../../../../src/edge/cluster/client/wire/answer-head.ts';
import { bodyFrames } from '../../../../../src/edge/cluster/client/wire/body-frames.ts';

/** Pushes the bytes in pieces. Out: the body, and how many bytes of the last piece were left over (-1: no end). */
function framed(end: BodyEnd, bytes: Buffer, cuts: readonly number[]): { body: string; over: number } {
  const frames = bodyFrames(end);
  let body = '';
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  let from = 0;
  for (const to of places) {
    const piece = bytes.subarray(from, to);
    from = to;
    const used = frames.push(piece, (part) => (body += part.toString('latin1')));
    if (used >= 0) return { body, over: bytes.length - to + piece.length - used };
  }
  return { body, over: -1 };
}

const chunked = (parts: readonly string[]): string =>
  parts.map((part) => `${part.length.toString(16)};x=1\r\n${part}\r\n`).join('');

suite('a body', () => {
  test('comes whole out of chunks, however they are cut', () => {
    const part = fc
      .string({ minLength: 1, maxLength: 40 })
      .map((text) => text.replaceAll(/[^\x20-\x7e]/g, '.'));
    const property = fc.property(fc.array(part), fc.array(fc.nat()), (parts, cuts) => {
      const text = `${chunked(parts)}0\r\nTrailer: x\r\n\r\nrest`;
      assert.deepEqual(framed('chunked', Buffer.from(text), cuts), { body: parts.join(''), over: 4 });
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('ends after its length', () => {
    assert.deepEqual(framed(3, Buffer.from('abcd'), [1]), { body: 'abc', over: 1 });
    assert.deepEqual(framed(0, Buffer.from('x'), []), { body: '', over: 1 });
    assert.deepEqual(framed(5, Buffer.from('abcd'), []), { body: 'abcd', over: -1 });
    assert.deepEqual(framed('close', Buffer.from('abcd'), [2]), { body: 'abcd', over: -1 });
  });

  for (const [what, text] of [
    ['no size', 'x\r\n'],
    ['a negative size', '-1\r\n'],
    ['a size that is too long', `${'1'.repeat(13)}\r\n`],
    ['a line without end', 'a'.repeat(2000)],
    ['a bare line feed', '1\nx\r\n'],
    ['more than its size', '1\r\nxy\r\n'],
    ['a trailer without end', `0\r\n${'Header: value\r\n'.repeat(2000)}`],
  ] as const) {
    test(`in chunks is none with ${what}`, () => {
      assert.throws(() => framed('chunked', Buffer.from(text), []), { code: 'HPE_INVALID' });
    });
  }
});
