import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { judgeProbe } from '../../../../src/core/diagnosis/probing/judge-probe.ts';
import type { ProbeVerdict } from '../../../../src/core/diagnosis/probing/probe-verdict.ts';
import type { HttpAnswer, ImageProbe } from '../../../../src/core/evidence/registry/image-probe.ts';
import { anonymous, answer, answered, HOST, look, probe, reached, trial } from './made-probe.ts';

const UNAUTHORIZED = answer(401, 'UNAUTHORIZED', 'unauthorized to access repository: shop/web, action: pull');

/** The signs of a vendor at the ping. */
function signed(given: ImageProbe, more: Partial<HttpAnswer>): ImageProbe {
  const looks = given.looks.map((one) =>
    one.kind === 'ping' ? { ...one, answer: { ...answer(401), ...more } } : one,
  );
  return { ...given, looks };
}

const HARBOR: Partial<HttpAnswer> = { challenges: [{ scheme: 'bearer', service: 'harbor-registry' }] };
const DISTRIBUTION: Partial<HttpAnswer> = { signs: { 'docker-distribution-api-version': 'registry/2.0' } };

function judged(given: ImageProbe): ProbeVerdict {
  return judgeProbe(given, { host: HOST, platforms: [], credentials: 'seen' });
}

function told({ cause, certainty, alternatives }: ProbeVerdict): readonly unknown[] {
  return [cause, certainty, alternatives.map((one) => one.cause)];
}

suite('a login that was checked by itself', () => {
  test('and refused there settles what the manifest leaves open', () => {
    const open = signed(answered(trial('unclear'), UNAUTHORIZED), HARBOR);
    assert.deepEqual(told(judged(open)), [
      'access-denied-ambiguous',
      'likely',
      ['credentials-rejected', 'forbidden'],
    ]);
    const checked = signed(answered(trial('rejected'), UNAUTHORIZED), HARBOR);
    assert.deepEqual(told(judged(checked)), ['credentials-rejected', 'proven', []]);
  });

  test('and taken there is not the trouble', () => {
    const harbor = signed(answered(trial('denied'), UNAUTHORIZED), HARBOR);
    assert.deepEqual(told(judged(harbor)), ['access-denied-ambiguous', 'likely', ['forbidden']]);
    const distribution = signed(answered(trial('denied'), UNAUTHORIZED), DISTRIBUTION);
    assert.deepEqual(told(judged(distribution)), [
      'access-denied-ambiguous',
      'likely',
      ['forbidden', 'repository-not-found'],
    ]);
  });

  test('says nothing of a refusal that comes before any login is looked at', () => {
    const image = 'public.ecr.aws/acme/tool:7';
    const given = answered(trial('denied'), answer(403), { image });
    const verdict = judgeProbe(given, { host: 'public.ecr.aws', platforms: [], credentials: 'seen' });
    assert.equal(verdict.cause, 'credentials-rejected');
  });
});

suite('an entry without user and password', () => {
  test('sends nothing, so that the registry misses a login', () => {
    const empty = trial('denied', { user: '' });
    assert.equal(judged(answered(empty, answer(401), {}, 'token')).cause, 'credentials-missing');
  });
});

test('a challenge is no refusal: where no login could be sent, nothing is known', () => {
  const says = 'the token server http://auth.example.com does not speak TLS: no login is sent there';
  const host = { name: 'auth.example.com', role: 'token' } as const;
  const refused = look('token', { trial: 0, host, failure: { kind: 'realm-refused', says } });
  const verdict = judged(
    probe({ looks: [...reached(), refused], trials: [trial('not-tried', { look: 4, says })] }),
  );
  assert.deepEqual([verdict.outcome, verdict.cause, verdict.says], ['unsettled', undefined, says]);
});

suite('a registry that refuses before anybody signs in', () => {
  test('is out of order, or has had enough', () => {
    for (const [status, cause] of [
      [503, 'registry-unavailable'],
      [429, 'rate-limited'],
    ] as const) {
      const looks = [...reached().slice(0, 3), look('ping', { answer: answer(status) })];
      const verdict = judged(probe({ looks, trials: [anonymous('not-tried')] }));
      assert.deepEqual([verdict.cause, verdict.rung], [cause, 'sign-in']);
      // It was reached: connection and certificate held, and the answer came after them.
      const states = verdict.ladder.map(({ rung, state }) => `${rung} ${state}`).join(', ');
      assert.match(states, /dns ok, connect ok, tls ok, sign-in broken, permission unknown/u);
      assert.deepEqual(
        verdict.ladder.find(({ state }) => state === 'broken')?.says?.slice(0, 3),
        String(status),
      );
    }
  });
});

test('the tag that was asked for decides, not one that was looked at beside it', () => {
  const looks = [
    ...reached(),
    look('manifest', { subject: 'v1.0.1', trial: 0, answer: answer(404, 'MANIFEST_UNKNOWN', 'no') }),
    look('manifest', { subject: 'v1.0.0', trial: 0, answer: answer(404, 'NAME_UNKNOWN', 'gone in between') }),
  ];
  const verdict = judged(probe({ looks, trials: [trial('accepted', { look: 4, status: 404 })] }));
  assert.deepEqual([verdict.cause, verdict.says], ['tag-not-found', '404 MANIFEST_UNKNOWN for v1.0.1']);
});
