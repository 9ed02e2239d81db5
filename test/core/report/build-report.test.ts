import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Finding } from '../../../src/core/diagnosis/finding.ts';
import { buildReport } from '../../../src/core/report/build-report.ts';
import { AS_OF, diagnosis, finding, manyFindings, pull, SET_IMAGE } from './sample-report.ts';

suite('buildReport', () => {
  test('writes instants as timestamps and leaves absent fields out', () => {
    const bare = pull();
    const { nextAttempt: _, stuckSince: __, node: ___, ...rest } = bare;
    const { since: ____, host: _____, revisions: ______, ...quiet } = finding({ pulls: [rest] });
    const built = buildReport(diagnosis({ findings: [quiet] }), () => [], AS_OF + 1999);
    assert.equal(built.asOf, '2026-03-02T12:02:00Z');
    assert.equal(built.generatedAt, '2026-03-02T12:02:01Z');
    const [only] = built.findings;
    assert.ok(only);
    for (const field of ['since', 'host', 'revisions', 'reason']) assert.ok(!(field in only), field);
    assert.deepEqual(only.pulls, [
      {
        namespace: 'shop',
        pod: 'web-7d9f-abcde',
        container: 'app',
        kind: 'container',
        image: 'registry.example.com/shop/web:v1.0.1',
        owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', managedBy: 'Helm/web' },
      },
    ]);
    assert.equal(only.evidence[0]?.at, '2026-03-02T12:00:00Z');
    assert.ok(!('at' in (only.evidence[1] ?? {})));
  });

  test('gives each pull its window and keeps what only the diagnosis needs to itself', () => {
    const built = buildReport(diagnosis(), () => [SET_IMAGE], AS_OF);
    const [first] = built.findings[0]?.pulls ?? [];
    assert.deepEqual(first?.nextAttempt, {
      earliest: '2026-03-02T12:04:00Z',
      latest: '2026-03-02T12:04:15Z',
      basis: 'failed 5 times, last at 12:01:20: 160 s back-off plus up to 15 s',
    });
    for (const field of ['verdict', 'podUid', 'quote', 'stuckSince'])
      assert.ok(!(field in (first ?? {})), field);
    assert.deepEqual(built.findings[0]?.remedies, [SET_IMAGE]);
  });

  test('puts the worst first, then the widest, then in a fixed order', () => {
    const built = buildReport(
      diagnosis({
        findings: [
          finding({ id: 'c', severity: 'info', pulls: Array.from({ length: 9 }, () => pull()) }),
          finding({ id: 'b', pulls: [pull()] }),
          finding({ id: 'a', pulls: [pull()] }),
          finding({ id: 'd', pulls: [pull(), pull()] }),
        ],
      }),
      () => [],
      AS_OF,
    );
    assert.deepEqual(
      built.findings.map(({ id }) => id),
      ['d', 'a', 'b', 'c'],
    );
  });

  test('puts findings of as many pods in the order of their images, whatever order they came in', () => {
    const named = (image: string, id: string, ...pods: readonly string[]): Finding =>
      finding({ id, images: [image], pulls: pods.map((pod) => pull({ pod })) });
    const findings = [
      named('c.example.com/web:v1', '1', 'one'),
      named('b.example.com/web:v1', '2', 'one'),
      named('a.example.com/web:v1', '3', 'one'),
      named('z.example.com/web:v1', '0', 'one', 'one', 'two'),
      named('y.example.com/web:v1', '4', 'one', 'two'),
      named('x.example.com/web:v1', '5', 'one', 'one', 'one'),
    ];
    const inOrder = ['z', 'y', 'x', 'a', 'b', 'c'];
    for (const some of [findings, findings.toReversed()])
      assert.deepEqual(
        buildReport(diagnosis({ findings: some }), () => [], AS_OF).findings.map(
          ({ images }) => images[0]?.[0],
        ),
        inOrder,
      );
  });

  test('counts what it holds', () => {
    const findings = manyFindings();
    const notice = { kind: 'no-pods', namespace: 'shop', object: 'Deployment/web', says: 'none' } as const;
    const built = buildReport(diagnosis({ findings, notices: [notice] }), () => [], AS_OF);
    assert.deepEqual(built.summary, { findings: 4, pulls: 48, notices: 1 });
  });
});
