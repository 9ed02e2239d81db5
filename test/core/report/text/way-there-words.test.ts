import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnoseImages } from '../../../../src/core/diagnosis/probing/diagnose-image.ts';
import type { ImageProbe, RegistryLook } from '../../../../src/core/evidence/registry/image-probe.ts';
import { NOT_ASKED_FOR } from '../../../../src/core/evidence/registry/unsent-login.ts';
import { buildReport } from '../../../../src/core/report/build-report.ts';
import { exitCodeOf } from '../../../../src/core/report/exit-code.ts';
import { renderName } from '../../../../src/core/report/render-name.ts';
import { renderText } from '../../../../src/core/report/render-text.ts';
import type { Report } from '../../../../src/core/report/report.ts';
import { NOON } from '../../diagnosis/builders.ts';
import {
  anonymous,
  answer,
  answered,
  failing,
  INDEX,
  look,
  probe,
  reached,
  trial,
} from '../../diagnosis/probing/made-probe.ts';

// What the page says of the way a registry was asked: in the clear, through a proxy, without a login.

function reportOn(given: ImageProbe): Report {
  return buildReport(diagnoseImages([given], { platforms: [] }), () => [], NOON);
}

function textOf(given: ImageProbe): string {
  return renderText(reportOn(given), { width: 200 });
}

const without = (...kinds: readonly string[]): readonly RegistryLook[] =>
  reached().filter(({ kind }) => !kinds.includes(kind));
const there = look('manifest', { trial: 0, answer: answer(200) });

suite('the way to a registry', () => {
  test('in plain HTTP is told, with the login that went along', () => {
    const looks = [...without('tls', 'dns'), there];
    const trials = [trial('accepted', { status: 200, look: 2 })];
    const text = textOf(probe({ manifest: INDEX, looks, trials }));
    assert.match(text, /DNS · {2}connect ✓ {2}TLS · {2}sign-in ✓/u);
    assert.match(
      text,
      /over plain HTTP, without TLS: nothing was encrypted, the login included, and nobody/u,
    );
    const nobody = textOf(probe({ manifest: INDEX, looks, trials: [anonymous('accepted', { look: 2 })] }));
    assert.match(nobody, /nothing was encrypted, and nobody vouches/u);
  });

  test('in plain HTTP is told of a refusal as well', () => {
    const refused = answered(trial('rejected'), answer(401, 'UNAUTHORIZED', 'no'));
    const looks = refused.looks.filter(({ kind }) => kind !== 'tls');
    const [one] = refused.trials;
    assert.ok(one);
    const text = textOf({ ...refused, looks, trials: [{ ...one, look: looks.length - 1 }] });
    assert.match(text, /nothing was encrypted, the login included/u);
    assert.match(text, /TLS ·/u);
  });

  test('with TLS is no news', () => {
    assert.doesNotMatch(textOf(probe({ manifest: INDEX, trials: [anonymous('accepted')] })), /HTTP|proxy/u);
  });

  test('through a proxy is told, and the name was not looked up here', () => {
    const looks = [...without('dns', 'connect'), there];
    const text = textOf(probe({ manifest: INDEX, looks, trials: [anonymous('accepted', { look: 2 })] }));
    assert.match(text, /asked through the proxy of this machine/u);
    assert.match(text, /DNS · {2}connect ✓ {2}TLS ✓/u);
    const plain = textOf(probe({ manifest: INDEX, looks: [there], trials: [anonymous('accepted')] }));
    assert.match(plain, /over plain HTTP[^]*through the proxy/u);
  });

  test('of which no answer came is told by what broke alone', () => {
    const text = textOf(probe({ looks: [failing('dns', 'name-not-found', 'no such host')] }));
    assert.doesNotMatch(text, /HTTP|proxy of/u);
  });

  for (const [kind, says] of [
    ['timeout', 'net/http: TLS handshake timeout'],
    ['broken', 'read: connection reset by peer'],
  ] as const)
    test(`breaks at TLS where the handshake ended so: ${says}`, () => {
      const looks = [...without('tls', 'ping'), failing('tls', kind, says)];
      for (const given of [looks, [...looks, failing('ping', kind, says)]]) {
        const [finding] = reportOn(probe({ looks: given })).findings;
        assert.equal(finding?.rung, 'tls');
        assert.deepEqual(
          finding.ladder.filter(({ rung }) => rung === 'connect' || rung === 'tls').map(({ state }) => state),
          ['ok', 'broken'],
        );
      }
    });

  test('that stood, and broke afterwards, breaks at connect', () => {
    const looks = [...without('ping'), failing('ping', 'timeout', 'context deadline exceeded')];
    assert.equal(reportOn(probe({ looks })).findings[0]?.rung, 'connect');
  });
});

suite('a login', () => {
  test('that nobody asked for was not checked', () => {
    const unsent = trial('accepted', { status: 200, says: NOT_ASKED_FOR, look: 4 });
    const looks = [...without('ping'), look('ping', { answer: answer(200) }), there];
    const text = textOf(probe({ manifest: INDEX, looks, trials: [unsent] }));
    assert.match(text, /is there, for .*, readable without credentials\n/u);
    assert.match(text, /let in \(200\); no login was asked for, so this one was not sent\n/u);
  });

  for (const host of ['registry.example.com', '123456789012.dkr.ecr.eu-west-1.amazonaws.com'])
    test(`that ${host} answers with 400 is told by that answer`, () => {
      const to = answer(400, '', '', { body: 'text', words: 'Bad Request' });
      const given = { ...answered(trial('unclear'), to), image: `${host}/shop/web:v1.0.1` };
      const text = textOf(given);
      assert.match(text, /400 "Bad Request"/u);
      assert.doesNotMatch(text, /no look came far enough/u);
    });
});

suite('an image that could not be judged', () => {
  test('is told of once', () => {
    const short = 'the time for asking registries was used up';
    const why = `x: no whole answer within 3.0 s; then ${short}`;
    const looks = [...without('ping'), failing('ping', 'budget', why)];
    const blindSpots = [
      { what: 'answers of registry x', why: short },
      { what: 'the tags of x', why: 'not asked' },
    ];
    const report = reportOn(probe({ looks, blindSpots }));
    assert.equal(exitCodeOf(report), 3);
    assert.deepEqual(
      report.blindSpots.map((spot) => spot.why),
      [why, 'not asked'],
    );
  });
});

suite('an image whose config is lost', () => {
  test('is corrupt content', () => {
    const config = `sha256:${'c'.repeat(64)}`;
    const child = { platform: { os: '', architecture: '' }, digest: INDEX.digest, lost: [config] };
    const given = probe({
      manifest: { ...INDEX, kind: 'image', platforms: [] },
      children: [{ ...child, state: 'present' }],
      trials: [anonymous('accepted')],
    });
    const [finding] = reportOn(given).findings;
    assert.equal(finding?.cause, 'corrupt-content');
    assert.equal(finding.certainty, 'proven');
    assert.match(textOf(given), /404 for sha256:c{12}, which the manifest lists/u);
  });
});

suite('names of what fails', () => {
  test('are the images where they were asked about by name', () => {
    const failed = reportOn(answered(anonymous('accepted'), answer(404, 'MANIFEST_UNKNOWN', 'no')));
    assert.equal(renderName(failed), 'registry.example.com/shop/web:v1.0.1\n');
    assert.equal(renderName(reportOn(probe({ manifest: INDEX, trials: [anonymous('accepted')] }))), '');
  });
});
