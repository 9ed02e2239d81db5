import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FULL_PAGES, renderText } from '../../../src/core/report/render-text.ts';
import { textWidth } from '../../../src/core/report/text/text-width.ts';
import { AS_OF, finding, manyFindings, pull, report } from './sample-report.ts';

suite('one finding in full', () => {
  const text = renderText(report());

  test('says what, where, the ladder, why, what to do and when, in this order', () => {
    const parts = [
      '✗ tag not found · proven                    registry.example.com/shop/web:v1.0.1\n',
      'Deployment/web · namespace shop · 3 pods · container app · 3 nodes ·\n  stuck for 12 min\n',
      'reference ✓  pull policy ✓',
      'manifest ✗  platform ·',
      '  Why   ',
      'kubelet  2 min ago: node-3: ',
      'peers    the same repository at v1.0.0 runs on 5 nodes',
      'rollout  revision 3 still serves (3 ready); revision 4 changed app:',
      '  Fix   Set the image to a tag that exists:\n          kubectl -n shop set image deployment/web \\\n            app=',
      '        managed by Helm release "web"',
      '  or    Go back to the revision that still serves:',
      '  Next  The first of 3 pulls is tried again between 12:04:00 and 12:04:15 UTC,\n        in 2 min.',
      '(permanent; author acts)',
      '1 finding · 3 of 24 pods\n',
    ];
    let from = 0;
    for (const part of parts) {
      const at = text.indexOf(part, from);
      assert.notEqual(at, -1, `missing, or too early: ${part}\n${text}`);
      from = at + part.length;
    }
  });

  test('shortens a long message in its middle, and shows all of it when asked for everything', () => {
    const long = `node-1: "${'failed to do a thing, '.repeat(60)}connection refused"`;
    const findings = [finding({ evidence: [{ witness: 'kubelet', says: long, supports: true }] })];
    const short = renderText(report({ findings }));
    const flat = (page: string): string => page.replaceAll(/\s+/gu, ' ');
    assert.ok(flat(short).includes(' … ') && flat(short).includes('connection refused"'));
    assert.ok(!flat(short).includes(long));
    assert.ok(flat(renderText(report({ findings }), { wide: true })).includes(long));
  });

  test('marks a witness who speaks against it', () => {
    const evidence = [{ witness: 'peers', says: 'it runs on node-9', supports: false }] as const;
    assert.match(
      renderText(report({ findings: [finding({ evidence })] })),
      /peers {4}speaks against it: it runs/,
    );
  });

  test('asks where it does not know, and names the other readings', () => {
    const open = manyFindings().filter(({ certainty }) => certainty === 'possible');
    const text = renderText(report({ findings: open }));
    assert.match(text, /^\? cannot tell absent from private · possible/);
    assert.match(text, /or maybe repository not found: Docker Hub says the same/);
    assert.match(text, /^1 open question · 1 of 24 pods$/m);
  });

  test('does not name a bare pod twice', () => {
    const owner = { apiVersion: 'v1', kind: 'Pod', name: 'web-7d9f-abcde' };
    const text = renderText(report({ findings: [finding({ pulls: [pull({ owner })] })] }));
    assert.match(text, /^ {2}Pod\/web-7d9f-abcde · namespace shop · container app · on node-3 ·$/m);
  });
});

suite('the next attempt', () => {
  const next = (from: number, to: number, later = 300): string => {
    const nextAttempt = { earliest: AS_OF + from, latest: AS_OF + to, basis: 'b' };
    const built = report({ findings: [finding({ pulls: [pull({ nextAttempt })] })] });
    const text = renderText({ ...built, generatedAt: new Date(AS_OF + later).toISOString() });
    return /Next {2}(.*?\.)\s/su.exec(text)?.[1]?.replaceAll(/\s+/gu, ' ') ?? '';
  };

  test('lies ahead', () => {
    assert.equal(next(40_000, 55_000), 'The kubelet tries again between 12:02:40 and 12:02:55 UTC, in 40 s.');
  });
  test('may come now', () => {
    assert.equal(next(-5000, 10_000), 'The kubelet tries again by 12:02:10 UTC, in 10 s.');
  });
  test('is overdue', () => {
    assert.equal(next(-20_000, -5000), 'The kubelet tries again at any moment (due since 12:01:55 UTC).');
  });
  test('of saved objects is told from their own time', () => {
    assert.equal(
      next(40_000, 55_000, 86_400_000),
      'The kubelet tries again between 12:02:40 and 12:02:55 UTC, 40 s after these objects were saved.',
    );
  });
  test('on another day carries its date', () => {
    assert.match(
      next(43_080_000, 43_095_000),
      /between 2026-03-03 00:00:00 and 2026-03-03 00:00:15 UTC, in 12 h/,
    );
  });
});

suite('many findings', () => {
  const findings = manyFindings();

  test('are a list when there are more than fit on a screen in full', () => {
    assert.equal(findings.length, FULL_PAGES + 1);
    const list = renderText(report({ findings }));
    assert.ok(!list.includes('Why'));
    assert.match(list, /^✗ registry name not resolved · proven +node · transient · platform acts$/m);
    assert.match(list, /41 pods, 9\s+images; the same images run on 5 other nodes/);
    assert.match(list, /^ {2}DNS ✗ {2}lookup ghcr\.io on 10\.0\.0\.2:53/m);
    assert.match(list, /^3 findings · 1 open question · 44 of 24 pods$/m);
    assert.match(list, /-o wide$/m);
  });

  test('are in full when asked for by name, or when everything is asked for', () => {
    for (const options of [{ inFull: true }, { wide: true }]) {
      assert.equal(renderText(report({ findings }), options).match(/^ {2}Why/gmu)?.length, findings.length);
    }
    assert.equal(
      renderText(report({ findings: findings.slice(1) })).match(/^ {2}Why/gmu)?.length,
      FULL_PAGES,
    );
  });
});

suite('no findings', () => {
  const none = { findings: [] };

  test('is said with what was looked at', () => {
    assert.equal(
      renderText(report(none), { place: 'in namespace shop' }),
      '✓ no failing image pulls in namespace shop (24 pods looked at)\n',
    );
  });

  test('among no pods is no good news', () => {
    const text = renderText(report({ ...none, looked: { namespaces: 0, pods: 0 } }), {
      place: 'in namespace shop',
    });
    assert.equal(text, '! no pods in namespace shop: nothing was looked at\n');
  });

  test('is not said when the target was hidden', () => {
    const blindSpots = [{ what: 'pods', why: '403 forbidden', grant: 'ask for a Role', hidesTarget: true }];
    const text = renderText(report({ findings: [], blindSpots, looked: { namespaces: 0, pods: 0 } }));
    assert.equal(text, '! pods: 403 forbidden\n    ask for a Role\n');
  });

  test('comes with what else is known and what could not be seen', () => {
    const notices = [
      { kind: 'not-scheduled', namespace: 'shop', object: 'Pod/web-1', says: 'no node fits' },
    ] as const;
    const blindSpots = [{ what: 'nodes', why: 'not in the dump', grant: 'kubectl get nodes -o json' }];
    assert.equal(
      renderText(report({ findings: [], notices, blindSpots })),
      [
        '! not scheduled: shop/Pod/web-1: no node fits',
        '',
        '✓ no failing image pulls (24 pods looked at)',
        '',
        '1 blind spot:',
        '  nodes: not in the dump',
        '    kubectl get nodes -o json',
        '',
      ].join('\n'),
    );
  });
});

suite('the page', () => {
  const full = report({ findings: manyFindings() });
  /** Commands and images stay whole, since a part of one is of no use. */
  const mayBeLonger = /^ {10,12}\S+$|^ {2}\S+$/u;

  for (const width of [40, 50, 80, 100, 200]) {
    for (const charset of ['unicode', 'ascii'] as const) {
      test(`keeps to ${width} columns in ${charset}`, () => {
        for (const wide of [false, true]) {
          const lines = renderText(full, { width, charset, wide }).split('\n');
          const tooLong = lines.filter((line) => textWidth(line) > width && !mayBeLonger.test(line));
          assert.deepEqual(tooLong, []);
        }
      });
    }
  }

  test('is never narrower than 40 columns', () => {
    assert.equal(renderText(full, { width: 3 }), renderText(full, { width: 40 }));
  });

  test('has only ASCII when asked to', () => {
    assert.match(renderText(full, { charset: 'ascii', wide: true }), /^[\n\u0020-\u007e]*$/u);
  });

  test('says the same with and without colour', () => {
    const coloured = renderText(full, { colour: true, inFull: true });
    assert.match(coloured, /\u001b\[1;31m✗\u001b\[0m/u);
    const words = (text: string): string =>
      text.replaceAll(/\u001b\[[\d;]*m|`/gu, '').replaceAll(/\s+/gu, ' ');
    assert.equal(words(coloured), words(renderText(full, { inFull: true })));
  });
});

suite('blind spots', () => {
  test('that one command shows are told together, before it', () => {
    const grant = 'kubectl get events,nodes -o json';
    const blindSpots = [
      { what: 'events', why: 'not in the dump', grant },
      { what: 'nodes', why: 'not in the dump', grant },
      { what: 'secrets', why: '403', grant: 'kubectl auth whoami  (to see who asks)' },
    ];
    assert.ok(
      renderText(report({ findings: [], blindSpots })).endsWith(
        [
          '3 blind spots:',
          '  events: not in the dump',
          '  nodes: not in the dump',
          '    kubectl get events,nodes -o json',
          '  secrets: 403',
          '    kubectl auth whoami',
          '    (to see who asks)',
          '',
        ].join('\n'),
      ),
    );
  });
});
