import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../../../src/core/diagnosis/finding.ts';
import { judgeProbe } from '../../../../src/core/diagnosis/probing/judge-probe.ts';
import type {
  ImageProbe,
  LookFailureKind,
  RegistryLook,
} from '../../../../src/core/evidence/registry/image-probe.ts';
import { buildReport } from '../../../../src/core/report/build-report.ts';
import { renderText } from '../../../../src/core/report/render-text.ts';
import { trialWords } from '../../../../src/core/report/trial-words.ts';
import * as make from '../builders.ts';
import { anonymous, answer, failing, HOST, INDEX, look, probe, reached, trial } from './made-probe.ts';

const OWN: readonly (readonly [LookFailureKind, string])[] = [
  ['budget', `${HOST}:443: no whole answer within 3.0 s; then the time for asking registries was used up`],
  ['budget', `no further request was sent to ${HOST}: enough were`],
  ['redirect-refused', `${HOST}: 169.254.169.254, where no registry may send anybody`],
  ['realm-refused', 'the token server http://auth.example.com does not speak TLS: no login is sent there'],
];
const TIME = 'the time for asking registries was used up';

const POD = make.stuck(make.backOff(make.notFound()), { imagePullSecrets: ['regcred'] });
const OTHER = make.stuck(make.backOff(make.refused()), { name: 'other' });

const OTHERS = [make.noSuchHost(), make.diskFull()].map((text, at) =>
  make.stuck(make.backOff(text), { name: `more-${at}` }),
);

function diagnosed(given: Partial<ImageProbe>, pods = [POD, OTHER]): Diagnosis {
  const probes = [probe({ access: 'shop/regcred', ...given }), probe({ ...given })];
  return diagnose(make.evidence({ pods, probes, secrets: [make.secret('regcred')] }));
}

function screen(diagnosis: Diagnosis): string {
  return renderText(buildReport(diagnosis, () => [], make.NOON)).replace(/\s+/gu, ' ');
}

suite('what we did not wait for, or would not ask', () => {
  for (const [kind, says] of OWN)
    for (const at of ['ping', 'token', 'manifest', 'connect'] as const)
      test(`is no word of the registry and no broken rung: ${kind} at ${at}, ${says}`, () => {
        const ended = [...reached().slice(0, at === 'connect' ? 1 : 4), failing(at, kind, says)];
        const looks = at === 'ping' ? [...reached().slice(0, 3), failing(at, kind, says)] : ended;
        const trials = [trial('not-tried', { look: looks.length - 1, says })];
        const seen = diagnosed({ looks, trials });
        const before = diagnose(make.evidence({ pods: [POD, OTHER], secrets: [make.secret('regcred')] }));
        assert.deepEqual(
          seen.findings.map(({ cause, certainty, evidence }) => [cause, certainty, evidence]),
          before.findings.map(({ cause, certainty, evidence }) => [cause, certainty, evidence]),
        );
        assert.ok(seen.findings.every(({ ladder }) => ladder.every((step) => step.says !== says)));
        assert.deepEqual(seen.blindSpots, [{ what: `answers of registry ${HOST}`, why: says }]);
        const [list = ''] = screen(seen).split('blind spot');
        assert.ok(!list.includes(says.slice(-20)), list);
      });

  test('is told once, where whoever asked has told it already', () => {
    const spot = { what: `answers of registry ${HOST}`, why: TIME };
    const [, says] = OWN[0] ?? ['', ''];
    const looks = [...reached(), failing('manifest', 'budget', says ?? '')];
    assert.deepEqual(diagnosed({ looks, blindSpots: [spot] }).blindSpots, [spot]);
  });

  test('a login that was not tried leaves open what the one before it was refused for', () => {
    const refused = look('manifest', { trial: 0, answer: answer(401, 'UNAUTHORIZED', 'no') });
    const looks: readonly RegistryLook[] = [...reached(), refused, failing('token', 'budget', TIME)];
    const trials = [
      trial('rejected', { look: 4, status: 401 }),
      trial('not-tried', { look: 5, says: TIME, user: 'other' }),
    ];
    const pod = make.stuck(make.silentBackOff(), { imagePullSecrets: ['regcred'] });
    const [finding] = diagnosed({ looks, trials }, [pod]).findings;
    assert.deepEqual([finding?.cause, finding?.certainty], ['back-off-only', 'possible']);
    const [tried] = diagnosed({ looks: looks.slice(0, 5), trials: trials.slice(0, 1) }, [pod]).findings;
    assert.deepEqual([tried?.cause, tried?.certainty], ['credentials-rejected', 'likely']);
  });

  test('a layer that was given leaves open those that were not asked for', () => {
    const blob = { name: 'blobs.example.net', role: 'blob' } as const;
    const layer = look('layer', { host: blob, answer: answer(200) });
    const given = { manifest: INDEX, trials: [trial('accepted', { status: 200 })] };
    const layers = (...looks: readonly RegistryLook[]): unknown =>
      judgeProbe(probe({ ...given, looks: [...reached(), ...looks] }), {
        host: HOST,
        platforms: [],
        credentials: 'seen',
      }).ladder.find(({ rung }) => rung === 'layers')?.state;
    assert.equal(layers(layer), 'ok');
    assert.equal(layers(layer, failing('layer', 'budget', TIME, blob)), 'unknown');
  });
});

suite('a refusal that leaves the question open', () => {
  test('does not stand beside the rung that the kubelet says is broken', () => {
    const refused = look('manifest', { trial: 0, answer: answer(401, 'UNAUTHORIZED', 'no') });
    const seen = diagnose(
      make.evidence({
        // So many that they are listed.
        pods: [POD, OTHER, ...OTHERS],
        probes: [
          probe({
            access: 'shop/regcred',
            looks: [...reached(), refused],
            trials: [anonymous('denied', { look: 4, status: 401 })],
          }),
        ],
      }),
    );
    const text = screen(seen);
    assert.match(text, /manifest ✗ node-1: .*not found" ?✗?/u);
    assert.doesNotMatch(text, /✗ 401/u);
  });
});

test('nobody refused a login to which there was no answer', () => {
  const unanswered = trial('unclear', { says: 'read: connection reset by peer' });
  assert.match(trialWords(unanswered), /: no answer$/u);
  assert.match(trialWords(trial('unclear', { status: 400 })), /: refused \(400\)$/u);
});
