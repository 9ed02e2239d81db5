import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { newDraft } from '../../../../src/core/evidence/message/attempt-draft.ts';
import type { Reading } from '../../../../src/core/evidence/message/phrase.ts';
import { scanPhrases } from '../../../../src/core/evidence/message/scan-phrases.ts';

function readingOf(text: string): Reading {
  return { text, draft: newDraft(), backOff: false, told: false, sandbox: false, combined: false };
}

/** Kinds of the faults said, one list per attempt. */
function faultsOf(text: string, from = 0, to = text.length): readonly (readonly string[])[] {
  const reading = readingOf(text);
  const attempts: string[][] = [];
  const kinds = (): string[] => reading.draft.faults.map((one) => one.fault.kind);
  scanPhrases(reading, from, to, () => attempts.push(kinds()));
  return [...attempts, kinds()];
}

suite('scanPhrases', () => {
  test('phrases speak in the order of the text', () => {
    assert.deepEqual(faultsOf('dial tcp 10.0.0.1:443: i/o timeout: connection refused: EOF'), [
      ['timeout', 'refused', 'broken'],
    ]);
  });

  test('a phrase may be broken by a line', () => {
    assert.deepEqual(faultsOf('connection\nrefused'), [['refused']]);
  });

  test('a phrase is found however its letters are written, and behind one that becomes two when lowered', () => {
    assert.deepEqual(faultsOf('Connection REFUSED: No Such\nHost: eof'), [['refused', 'dns', 'broken']]);
    assert.deepEqual(faultsOf('\u0130\u0130: Connection refused: EOF'), [['refused', 'broken']]);
  });

  test('a phrase that opens with a choice is found by each of its words', () => {
    for (const text of ['connection timed out', 'operation timed out'])
      assert.deepEqual(faultsOf(text), [['timeout']], text);
    const images = ['error reading manifest ', 'reading manifest '].map((text) => {
      const reading = readingOf(`${text}v1 in reg.example.com/shop/web: EOF`);
      scanPhrases(reading, 0, reading.text.length, () => undefined);
      return reading.draft.image;
    });
    assert.deepEqual(images, ['reg.example.com/shop/web:v1', 'reg.example.com/shop/web:v1']);
  });

  test('words inside names, URLs and digests say nothing', () => {
    for (const text of [
      'registry.acme.test/eof/denied:429',
      'https://registry.acme.test/v2/connection-refused/manifests/unauthorized',
      'sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945',
      'connection-refused-tool',
    ])
      assert.deepEqual(faultsOf(text), [[]], text);
  });

  test('a short word says something only where a clause begins and ends', () => {
    assert.deepEqual(faultsOf('reading: EOF'), [['broken']]);
    assert.deepEqual(faultsOf('the EOF marker was found'), [[]]);
    assert.deepEqual(faultsOf('request denied by nobody'), [[]]);
    assert.deepEqual(faultsOf('x: denied'), [['registry-error']]);
  });

  test('reads only from and to where it is told', () => {
    const text = 'i/o timeout; connection refused; EOF';
    assert.deepEqual(faultsOf(text, 13, 32), [['refused']]);
  });

  test("a comma of the kubelet's list begins another attempt, once something went wrong", () => {
    const one = 'rpc error: code = Unknown desc = Error response from daemon: i/o timeout';
    assert.deepEqual(faultsOf(`[${one}, ${one}]`), [['timeout'], ['timeout']]);
    assert.deepEqual(faultsOf('failed to pull image "x", rpc error: code = Unknown desc = EOF'), [
      ['broken'],
    ]);
  });

  test('a comma inside an error does not', () => {
    assert.deepEqual(
      faultsOf('pull access denied, repository does not exist or may require authorization: EOF'),
      [['access-denied', 'broken']],
    );
  });

  test("podman's list has bullets", () => {
    assert.deepEqual(
      faultsOf(
        '2 errors occurred:\n * initializing source docker://a: EOF\n * initializing source docker://b: i/o timeout',
      ),
      [['broken'], ['timeout']],
    );
  });

  test('words longer than any of the lexicon are passed over', () => {
    assert.deepEqual(faultsOf(`${'x'.repeat(100_000)}: EOF`), [['broken']]);
  });
});
