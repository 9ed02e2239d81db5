import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CAUSES } from '../../../src/core/diagnosis/cause.ts';
import type { Explanation } from '../../../src/core/report/explanation.ts';
import { renderCause, renderExplanation } from '../../../src/core/report/render-explanation.ts';
import { textWidth } from '../../../src/core/report/text/text-width.ts';

const PLATFORM: Explanation = {
  cause: 'platform-mismatch',
  certainty: 'proven',
  reason: 'child-manifest-missing',
  rung: 'platform',
  retry: 'permanent',
  actor: 'author',
  alternatives: [
    { cause: 'corrupt-content', why: 'the index may be damaged', settledBy: 'pulling elsewhere' },
  ],
  host: 'cdn.example.com:5000',
  role: 'blob',
  status: 404,
  code: 'MANIFEST_UNKNOWN',
  runtime: 'containerd',
  step: 'platform',
  sent: 'nothing',
  image: 'registry.example.com/shop/armonly:1.0',
};

suite('renderExplanation', () => {
  test('says the cause, what was read, whether waiting helps, what else it could be, and where there is more', () => {
    const text = renderExplanation(PLATFORM);
    for (const part of [
      /^✗ platform mismatch · proven\n/,
      /^ {2}Here: the index exists, but a manifest that it lists does not\.$/m,
      /^ {2}Read: containerd, step platform, 404 MANIFEST_UNKNOWN, host\n {2}cdn\.example\.com:5000 \(blob\), no credentials sent, image\n/m,
      /broken rung: platform\.$/m,
      /\(permanent; author acts\)$/m,
      /^ {2}or {4}image content damaged: the index may be damaged; settled by pulling\n {8}elsewhere$/m,
      /^ {2}See pulldoctor explain platform-mismatch\n$/m,
    ]) {
      assert.match(text, part);
    }
  });

  test('puts a question mark before an open cause, however certain the reading is', () => {
    const { alternatives: _, ...rest } = PLATFORM;
    const open = {
      ...rest,
      alternatives: [],
      cause: 'access-denied-ambiguous',
      certainty: 'likely',
    } as const;
    assert.match(renderExplanation(open), /^\? cannot tell absent from private · likely\n/);
  });

  test('claims nothing of a message that says nothing', () => {
    const text = renderExplanation({
      cause: 'unknown',
      certainty: 'possible',
      rung: 'unknown',
      retry: 'unknown',
      actor: 'author',
      alternatives: [],
    });
    assert.match(text, /^ {2}Read: nothing in it that is known from an image pull\.$/m);
    assert.ok(!text.includes('acts)'));
  });
});

suite('every cause', () => {
  for (const width of [40, 80]) {
    for (const charset of ['unicode', 'ascii'] as const) {
      test(`is described within ${width} columns of ${charset}`, () => {
        for (const cause of CAUSES) {
          const text =
            renderCause(cause, { width, charset }) +
            renderExplanation({ ...PLATFORM, cause }, { width, charset });
          for (const line of text.split('\n')) assert.ok(textWidth(line) <= width, line);
          if (charset === 'ascii') assert.match(text, /^[\n\u0020-\u007e]*$/u);
        }
      });
    }
  }
});
