import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { codeBlock, codeSpan, markdownProse } from '../../../src/core/report/markdown-code.ts';

suite('codeSpan', () => {
  const table: readonly (readonly [string, string])[] = [
    ['', ''],
    ['nginx:1', '`nginx:1`'],
    ['a `b` c', '``a `b` c``'],
    ['`', '`` ` ``'],
    ['``x', '``` ``x ```'],
    [' padded ', '`  padded  `'],
    ['<b>@me', '`<b>@me`'],
  ];
  for (const [text, span] of table) {
    test(`${JSON.stringify(text)} is ${span}`, () => assert.equal(codeSpan(text), span));
  }
});

suite('codeBlock', () => {
  test('is fenced longer than anything in it', () => {
    assert.equal(codeBlock(['echo a', 'echo ````'], 'sh'), '`````sh\necho a\necho ````\n`````');
    assert.equal(codeBlock(['echo a'], 'sh'), '```sh\necho a\n```');
  });
});

suite('markdownProse', () => {
  const table: readonly (readonly [string, string])[] = [
    ['set image.tag in `values.yaml`', 'set image.tag in `values.yaml`'],
    ['one ` backtick', 'one \\` backtick'],
    ['*bold* _it_ ~no~ #1 !', '\\*bold\\* \\_it\\_ \\~no\\~ \\#1 \\!'],
    ['[x](javascript:1)', '\\[x\\](javascript:1)'],
    ['<img src=x> & @team', '&lt;img src=x&gt; &amp; &#64;team'],
    ['https://a.b www.a.b', 'https&#58;//a.b www&#46;a.b'],
    ['a | b \\ c', 'a \\| b \\\\ c'],
    ['host:5000 stays', 'host:5000 stays'],
  ];
  for (const [text, prose] of table) {
    test(`${text} is ${prose}`, () => assert.equal(markdownProse(text), prose));
  }
});
