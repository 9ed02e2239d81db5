import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { commandLines, shellWords } from '../../../../src/core/report/text/command-lines.ts';
import { piece, type Line } from '../../../../src/core/report/text/piece.ts';
import { plainText } from '../../../../src/core/report/text/plain-text.ts';
import { shortenText } from '../../../../src/core/report/text/shorten-text.ts';
import { textWidth } from '../../../../src/core/report/text/text-width.ts';
import { NO_BREAK, wrapPieces } from '../../../../src/core/report/text/wrap-pieces.ts';

suite('textWidth', () => {
  const table: readonly (readonly [string, number])[] = [
    ['', 0],
    ['nginx:1', 7],
    ['é', 1],
    ['e\u0301', 1],
    ['镜像', 4],
    ['한글', 4],
    ['ﾊﾝｶｸ', 4],
    ['ＦＵＬＬ', 8],
    ['🐳', 2],
    ['✗ ✓ · …', 7],
  ];
  for (const [text, width] of table) {
    test(`${text} takes ${width}`, () => assert.equal(textWidth(text), width));
  }
});

suite('plainText', () => {
  const table: readonly (readonly ['unicode' | 'ascii', string, string])[] = [
    ['unicode', 'a\r\n\tb', 'a b'],
    ['unicode', '\u001b[2J', '\\x1b[2J'],
    ['unicode', 'a\u202eb', 'a\\u{202e}b'],
    ['unicode', 'naïve — “quotes”', 'naïve — “quotes”'],
    ['ascii', 'naïve — “quotes” … →', 'na\\xefve - "quotes" ... ->'],
    ['ascii', '镜', '\\u{955c}'],
  ];
  for (const [charset, text, plain] of table) {
    test(`${JSON.stringify(text)} in ${charset}`, () => assert.equal(plainText(text, charset), plain));
  }
});

suite('shortenText', () => {
  test('leaves what fits', () => assert.equal(shortenText('abc', 3, '…'), 'abc'));
  test('cuts between words where one is near', () => {
    assert.equal(shortenText('one two three four five six seven', 20, ' … '), 'one … six seven');
  });
  test('cuts a long word at a slash', () => {
    const url = 'https://registry.example.com/v2/shop/web/manifests/v1';
    assert.equal(shortenText(url, 30, '…'), 'https://reg…/web/manifests/v1');
  });
  test('never gives more columns than asked for, and keeps both ends when there is room', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 60 }), (text, columns) => {
        assert.ok(textWidth(shortenText(plainText(text, 'unicode'), columns, '…')) <= columns);
      }),
    );
  });
});

function texts(lines: readonly Line[]): readonly string[] {
  return lines.map((line) => line.map(({ text }) => text).join(''));
}

suite('wrapPieces', () => {
  const table: readonly (readonly [string, number, readonly string[]])[] = [
    ['', 10, ['']],
    ['one two three', 8, ['one two', 'three']],
    ['one   two', 20, ['one two']],
    [`keep${NO_BREAK}together now`, 13, ['keep together', 'now']],
    ['https://registry.example.com/v2/a', 20, ['https://registry.', 'example.com/v2/a']],
    ['xxxxxxxxxxxxxxxxxxxx', 8, ['xxxxxxxx', 'xxxxxxxx', 'xxxx']],
    ['a xxxxxxxxxxxxxxxxxxxx b', 8, ['a', 'xxxxxxxx', 'xxxxxxxx', 'xxxx b']],
  ];
  for (const [text, columns, lines] of table) {
    test(`${text} in ${columns}`, () => assert.deepEqual(texts(wrapPieces([piece(text)], columns)), lines));
  }

  test('keeps pieces that touch on one word, and their tones apart', () => {
    assert.deepEqual(
      wrapPieces([piece('Fix:', 'label'), piece(' run '), piece('kubectl', 'command'), piece('.')], 40),
      [
        [piece('Fix:', 'label'), piece(' run '), piece('kubectl', 'command'), piece('.')].map(
          ({ text, tone }, at) =>
            at === 1 ? piece(' run', tone) : at === 2 ? piece(' kubectl', tone) : piece(text, tone),
        ),
      ],
    );
  });

  test('loses no letter, and keeps to the columns', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.integer({ min: 8, max: 60 }),
        (parts, columns) => {
          const plain = parts.map((part) => plainText(part, 'unicode'));
          const lines = texts(
            wrapPieces(
              plain.map((part) => piece(part)),
              columns,
            ),
          );
          const letters = (text: string): string => text.replaceAll(/[ \u00a0]/gu, '');
          assert.equal(letters(lines.join('')), letters(plain.join('')));
          for (const line of lines) assert.ok(textWidth(line) <= columns, line);
        },
      ),
    );
  });
});

suite('commandLines', () => {
  test('breaks at blanks, with a backslash, when the command is longer than a line', () => {
    assert.deepEqual(commandLines('kubectl -n shop set image deployment/web app=x:1', 30), [
      'kubectl -n shop set image \\',
      '  deployment/web app=x:1',
    ]);
    assert.deepEqual(commandLines('kubectl get pods', 30), ['kubectl get pods']);
  });

  test('never inside quotes', () => {
    assert.deepEqual(shellWords(`echo 'a b' "c \\" d" e\\ f`), ['echo', "'a b'", '"c \\" d"', 'e\\ f']);
    assert.deepEqual(commandLines(`patch x -p '{"a": [1, 2, 3, 4, 5, 6]}'`, 12), [
      'patch x -p \\',
      `  '{"a": [1, 2, 3, 4, 5, 6]}'`,
    ]);
  });

  test('a shell reads the same words from the lines as from the command', () => {
    const word = fc.oneof(fc.stringMatching(/^[a-z/:=-]{1,20}$/), fc.stringMatching(/^'[a-z "]{0,20}'$/));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 5, max: 60 }), (words, columns) => {
        const lines = commandLines(words.join(' '), columns);
        assert.deepEqual(shellWords(lines.join('\n').replaceAll(' \\\n', ' ')), words);
      }),
    );
  });
});
