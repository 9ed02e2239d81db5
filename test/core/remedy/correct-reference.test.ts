import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { isReference, parseImageReference } from '../../../src/core/evidence/image/image-reference.ts';
import { correctReference } from '../../../src/core/remedy/correct-reference.ts';

const HEX = 'ab'.repeat(32);

suite('putting image names right', () => {
  const certain: readonly (readonly [string, string])[] = [
    ['Nginx:1', 'nginx:1'],
    ['nginx:1\n', 'nginx:1'],
    ['\tnginx:1 ', 'nginx:1'],
    ['nginx:1\u200B', 'nginx:1'],
    ['reg.io/Team/App:Release-1', 'reg.io/team/app:Release-1'],
    ['https://reg.io/app:1', 'reg.io/app:1'],
    ['docker://quay.io/org/app', 'quay.io/org/app'],
    ['https://reg.io/Team/App:1/', 'reg.io/team/app:1'],
    ['"nginx:1"', 'nginx:1'],
    ['podman pull quay.io/a/b:1', 'quay.io/a/b:1'],
    [`app:sha256:${HEX}`, `app@sha256:${HEX}`],
    [`app:1@sha256:${HEX.toUpperCase()}`, `app:1@sha256:${HEX}`],
    ['reg.io/app/', 'reg.io/app'],
  ];
  for (const [wrong, right] of certain) {
    test(JSON.stringify(wrong).slice(0, 40), () => {
      const corrected = correctReference(wrong);
      assert.deepEqual(
        { image: corrected?.image, certain: corrected?.certain },
        { image: right, certain: true },
      );
    });
  }

  test('what is only likely says so', () => {
    assert.deepEqual(correctReference('app:1.0+5'), {
      image: 'app:1.0_5',
      steps: ['write _ for + in the tag, as Helm does'],
      certain: false,
    });
    assert.equal(correctReference('app :1')?.certain, false);
  });

  test('what only its author knows is left alone', () => {
    for (const wrong of [
      '',
      'app:',
      'app:${TAG}',
      'app:<tag>',
      'app@sha256:12',
      'app:1:2',
      'reg.io//app',
      '/app',
      HEX,
      'my_reg:5000/app',
    ]) {
      assert.equal(correctReference(wrong), undefined, wrong);
    }
  });

  test('what is right already is not touched', () => {
    for (const image of ['nginx', 'reg.io:5000/a/b:V1', `a@sha256:${HEX}`])
      assert.equal(correctReference(image), undefined);
  });

  test('whatever comes out is valid and stays as it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom(
            'Reg.io',
            '/',
            'App',
            ':',
            '1',
            ' ',
            '\n',
            'https://',
            '@',
            'sha256:',
            HEX,
            '"',
            '+',
            'docker pull ',
          ),
          { maxLength: 8 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (wrong) => {
        const corrected = correctReference(wrong);
        if (corrected === undefined) return;
        assert.ok(isReference(parseImageReference(corrected.image)));
        assert.ok(corrected.steps.length > 0 && corrected.image !== wrong);
      }),
      { numRuns: 2000 },
    );
  });

  test('a megabyte of anything is read at once', () => {
    for (const piece of [' ', 'A', 'https://', '"', ':', 'a/', '\u200B', ' a', '+']) {
      const text = piece.repeat(1_000_000 / piece.length);
      // Processor time: the clock on the wall counts what else the machine does.
      const before = process.cpuUsage().user;
      correctReference(`x${text}`);
      correctReference(text);
      assert.ok(process.cpuUsage().user - before < 2_000_000, JSON.stringify(piece));
    }
  });
});
