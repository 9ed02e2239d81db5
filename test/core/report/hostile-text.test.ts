import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { Finding } from '../../../src/core/diagnosis/finding.ts';
import { buildReport } from '../../../src/core/report/build-report.ts';
import { renderJson } from '../../../src/core/report/render-json.ts';
import { renderMarkdown } from '../../../src/core/report/render-markdown.ts';
import { renderName } from '../../../src/core/report/render-name.ts';
import { renderText } from '../../../src/core/report/render-text.ts';
import { AS_OF, diagnosis, finding, pull } from './sample-report.ts';

// Whoever may create a pod writes the image names and, through a registry of their own, the messages. None
// of it may reach the terminal of the person who looks.

/** Clears the screen, retitles the window, swaps the reading direction, hides, breaks lines, is half a pair. */
const ATTACKS: readonly string[] = [
  '\u001b[2J\u001b[H',
  '\u001b]0;owned\u0007',
  '\u009b31m',
  '\u202egpj.exe',
  '\u2066\u2069\u200b\u200f\ufeff',
  'a\nkubectl delete ns shop\r\n',
  '\u2028\u2029\u0085',
  '\ud800',
  '\u{e0041}\u{e007f}',
  '`; rm -rf / #',
  '<script>alert(1)</script>',
  '[x](javascript:alert(1)) @everyone | --- |',
  '\u0000',
];

/** Everything a terminal may be sent: printable text, our line ends and, in colour, our own SGR codes. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u;

function hostile(text: string): Finding {
  const owner = { apiVersion: text, kind: text, name: text, managedBy: text };
  const names = { namespace: text, pod: text, container: text, image: text, node: text };
  return finding({
    host: { name: text, role: 'mirror' },
    scope: { kind: 'node', name: text, why: text },
    images: [text, `${text}2`],
    pulls: [pull({ ...names, owner, nextAttempt: { earliest: 0, latest: 1, basis: text } })],
    evidence: [{ witness: 'registry', says: text, supports: false, at: 0 }],
    ladder: [{ rung: 'dns', state: 'broken', says: text, host: { name: text, role: 'token' } }],
    alternatives: [{ cause: 'forbidden', why: text, settledBy: text }],
    revisions: [
      {
        serving: { name: text, ready: 1 },
        failing: { name: text },
        changes: [{ container: text, from: text, to: text }],
      },
    ],
  });
}

function outputs(text: string, many: boolean): readonly string[] {
  const findings = many ? Array.from({ length: 5 }, () => hostile(text)) : [hostile(text)];
  const remedy = { title: text, safety: 'safe', commands: [text, `echo ${text}`], note: text } as const;
  const report = buildReport(
    diagnosis({
      findings,
      notices: [{ kind: 'evicted', namespace: text, object: text, says: text }],
      blindSpots: [
        { what: text, why: text, grant: text },
        { what: text, why: text, grant: `kubectl ${text}`, hidesTarget: true },
      ],
    }),
    () => [remedy],
    AS_OF,
  );
  const place = `in namespace ${text}`;
  return [
    renderText(report, { place }),
    renderText(report, { place, wide: true, charset: 'ascii', width: 40 }),
    renderText(report, { place, colour: true }).replaceAll(/\u001b\[[\d;]+m([^\u001b]*)\u001b\[0m/gu, '$1'),
    renderMarkdown(report),
    renderName(report),
    renderJson(report),
  ];
}

function assertHarmless(text: string): void {
  for (const many of [false, true]) {
    for (const output of outputs(text, many)) {
      const found = UNSAFE.exec(output.replaceAll('\n', ''));
      assert.equal(found, null, `${JSON.stringify(found?.[0])} came through`);
    }
  }
}

suite('text of others', () => {
  for (const attack of ATTACKS) {
    test(`${JSON.stringify(attack)} is shown, not obeyed`, () => assertHarmless(attack));
  }

  test('whatever it is, is shown and not obeyed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => assertHarmless(text)),
      { numRuns: 150 },
    );
  });

  test('cannot start a line of its own', () => {
    const [text] = outputs('a\nkubectl delete ns shop', false);
    assert.ok(!/^kubectl delete/mu.test(text ?? ''));
  });

  test('stays data in JSON', () => {
    for (const attack of ATTACKS) {
      const json = JSON.parse(outputs(attack, false)[5] ?? '') as {
        findings: { pulls: { pod: string }[] }[];
      };
      assert.equal(json.findings[0]?.pulls[0]?.pod, attack);
    }
  });
});
