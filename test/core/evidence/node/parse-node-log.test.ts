import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { parseNodeLog } from '../../../../src/core/evidence/node/parse-node-log.ts';
import { parseStatsSummary } from '../../../../src/core/evidence/node/parse-stats-summary.ts';
import { readLogRefusal } from '../../../../src/core/evidence/node/read-log-answer.ts';

const NOW = Date.UTC(2026, 10, 21, 12, 0, 0);
const AT = Date.UTC(2026, 10, 21, 11, 59, 58, 250);

suite('parseNodeLog', () => {
  for (const [form, line] of [
    ['the journal', 'Nov 21 11:59:58.250113 node-1 kubelet[801]: plain words'],
    ['klog in a file', 'E1121 11:59:58.250113     801 plugin.go:42] "plugin failed"'],
    ['containerd', 'time="2026-11-21T11:59:58.250113000Z" level=warning msg="hosts.toml"'],
    ['CRI-O', 'time="2026-11-21 11:59:58.250113000Z" level=error msg="x"'],
    [
      'containerd in the journal',
      'Nov 21 12:00:01.000000 n containerd[7]: time="2026-11-21T11:59:58.250Z" msg="x"',
    ],
    ['a plain timestamp', '2026-11-21T11:59:58.250Z stderr F words'],
  ] as const) {
    test(`dates a line of ${form}`, () =>
      assert.deepEqual(parseNodeLog(line, NOW), [{ text: line, at: AT }]));
  }

  test('takes the year that is nearest', () => {
    const newYear = Date.UTC(2027, 0, 1, 0, 1, 0);
    const [line] = parseNodeLog('Dec 31 23:59:59.000000 n kubelet[1]: x', newYear);
    assert.equal(line?.at, Date.UTC(2026, 11, 31, 23, 59, 59));
    const [late] = parseNodeLog('Jan  1 00:00:01.000000 n kubelet[1]: x', Date.UTC(2026, 11, 31, 23, 59, 0));
    assert.equal(late?.at, Date.UTC(2027, 0, 1, 0, 0, 1));
  });

  test('keeps lines with one of the words, and not those the status repeats', () => {
    const text = [
      '-- Journal begins at Mon 2026-11-16 --',
      'no word of it',
      'about R.EXAMPLE and its certificate',
      '"Error syncing pod, skipping" err="ImagePullBackOff r.example"',
      '',
    ].join('\n');
    assert.deepEqual(
      parseNodeLog(text, NOW, ['r.example']).map((line) => line.text),
      ['about R.EXAMPLE and its certificate'],
    );
  });

  test('keeps the newest lines of many, and of a long one its beginning', () => {
    const lines = parseNodeLog(Array.from({ length: 1000 }, (_, at) => `line ${at}`).join('\n'), NOW);
    assert.equal(lines.length, 200);
    assert.equal(lines.at(-1)?.text, 'line 999');
    assert.equal(parseNodeLog('x'.repeat(9_999), NOW)[0]?.text.length, 2_000);
  });

  test('takes anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const line of parseNodeLog(text, NOW)) assert.ok(line.text.length > 0);
      }),
    );
  });
});

suite('readLogRefusal', () => {
  for (const text of [
    '<pre>\n<a href="audit/">audit/</a>\n</pre>',
    '\noptions present and query resolved to log files for [kubelet]\ntry without specifying options\n',
    '\nlog not found for crio\n',
    '\nerror: journal output not available\n',
  ])
    test(`sees that there is no log in ${JSON.stringify(text.slice(0, 30))}`, () =>
      assert.notEqual(readLogRefusal(text), undefined));

  for (const text of ['', '-- No entries --\n', 'Nov 21 11:59:58.250113 n kubelet[1]: log not found for you'])
    test(`takes ${JSON.stringify(text.slice(0, 30))} for a log`, () =>
      assert.equal(readLogRefusal(text), undefined));
});

suite('parseStatsSummary', () => {
  test('reads the disk of images', () => {
    const imageFs = {
      time: '2026-11-21T11:59:58Z',
      availableBytes: 10,
      capacityBytes: 100,
      usedBytes: 90,
      inodesFree: 5,
      inodes: 50,
    };
    assert.deepEqual(parseStatsSummary('node-1', { node: { runtime: { imageFs } } }), {
      node: 'node-1',
      at: Date.UTC(2026, 10, 21, 11, 59, 58),
      imageFs: { available: 10, capacity: 100, inodesFree: 5, inodes: 50 },
    });
  });

  test('says nothing where the kubelet does not', () => {
    for (const json of [
      undefined,
      {},
      { node: { runtime: {} } },
      { node: { runtime: { imageFs: { time: 1 } } } },
    ])
      assert.equal(parseStatsSummary('n', json), undefined);
  });
});
