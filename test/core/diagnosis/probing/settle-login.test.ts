import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { Finding } from '../../../../src/core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';
import type { SecretEvidence } from '../../../../src/core/evidence/objects/secret.ts';
import type { ImageProbe } from '../../../../src/core/evidence/registry/image-probe.ts';
import * as make from '../builders.ts';
import { anonymous, answer, answered, HOST, look, probe, reached, trial } from './made-probe.ts';

/** containerd 1.6: the same words, whether or not a login was sent. */
const BARE = `failed to pull and unpack image "${make.IMAGE}": failed to resolve reference "${make.IMAGE}": pulling from host ${HOST} failed with status code [manifests v1.0.1]: 401 Unauthorized`;
const ACCESS = 'shop/regcred';
const POD = make.stuck(make.backOff(BARE), { imagePullSecrets: ['regcred'] });
const UNAUTHORIZED = answer(401, 'UNAUTHORIZED', 'authentication required');
const NOT_MATCHED = answered(anonymous('denied'), UNAUTHORIZED, { access: ACCESS });

function findingOf(fields: Partial<ClusterEvidence>): Finding {
  const { findings } = diagnose(make.evidence({ pods: [POD], looked: ['Pod', 'Secret'], ...fields }));
  const [finding] = findings;
  assert.ok(finding !== undefined && findings.length === 1);
  return finding;
}

function verdict({ cause, certainty, reason, alternatives }: Finding): readonly unknown[] {
  return [cause, certainty, reason, alternatives.map((one) => one.cause)];
}

function forHost(host: string): SecretEvidence {
  return make.secret('regcred', { entries: make.entriesFor(host) });
}

/** Basic, as distribution has it: the login was refused at `/v2/` too. */
function rejected(more: Partial<ImageProbe> = {}): ImageProbe {
  const signs = { 'docker-distribution-api-version': 'registry/2.0' };
  const basic = { ...answer(401), signs, challenges: [{ scheme: 'basic' }] };
  const given = answered(trial('rejected'), UNAUTHORIZED, { access: ACCESS, ...more });
  return {
    ...given,
    looks: given.looks.map((one) => (one.kind === 'ping' ? { ...one, answer: basic } : one)),
  };
}

suite('a bare 401, and the secret holds nothing for the registry', () => {
  const secrets = [forHost('other.example.com')];

  test('is read as a refused login by its words alone', () => {
    assert.deepEqual(verdict(findingOf({ secrets })), [
      'credentials-rejected',
      'likely',
      'secret-wrong-server',
      ['credentials-missing', 'credentials-expired'],
    ]);
  });

  test('is a missing one once the registry was asked with all that there is', () => {
    const finding = findingOf({ secrets, probes: [NOT_MATCHED] });
    assert.deepEqual(verdict(finding), [
      'credentials-missing',
      'likely',
      'secret-wrong-server',
      ['credentials-rejected'],
    ]);
    assert.equal(finding.id, findingOf({ secrets }).id);
    assert.ok(finding.evidence.every(({ supports }) => supports));
  });

  test('is so too where the entry that matches is empty', () => {
    const empty = make.secret('regcred', {
      entries: { seen: true, value: [make.entry(HOST, { empty: true })] },
    });
    const sent = answered(trial('denied', { user: '' }), UNAUTHORIZED, { access: ACCESS });
    assert.deepEqual(verdict(findingOf({ secrets: [empty], probes: [sent] })).slice(0, 3), [
      'credentials-missing',
      'likely',
      'secret-empty',
    ]);
  });

  test('stays where the secrets were not read', () => {
    const hidden = make.secret('regcred', {
      entries: { seen: false, blind: { what: 'secret shop/regcred', why: 'forbidden' } },
    });
    for (const unread of [[], [hidden]])
      assert.equal(findingOf({ secrets: unread, probes: [NOT_MATCHED] }).cause, 'credentials-rejected');
  });

  test("stays on a cloud's own registry, to which the node may have signed in", () => {
    const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v1.0.1';
    const text = BARE.replaceAll(make.IMAGE, image);
    const pod = make.stuck(make.backOff(text, image), { imagePullSecrets: ['regcred'] }, image);
    const finding = findingOf({ pods: [pod], secrets, probes: [{ ...NOT_MATCHED, image }] });
    assert.equal(finding.cause, 'credentials-rejected');
  });
});

suite('a 401, and the login that the kubelet has is refused from here too', () => {
  const secrets = [forHost(HOST)];

  test('both agree: proven, where the answer cannot mean anything else', () => {
    assert.deepEqual(verdict(findingOf({ secrets, probes: [rejected()] })), [
      'credentials-rejected',
      'proven',
      undefined,
      [],
    ]);
  });

  test('a registry that nobody knows leaves what both leave open', () => {
    const given = answered(trial('rejected'), UNAUTHORIZED, { access: ACCESS });
    assert.deepEqual(verdict(findingOf({ secrets, probes: [given] })), [
      'credentials-rejected',
      'likely',
      undefined,
      ['credentials-expired'],
    ]);
  });

  test('a refusal remembered from another image of the run counts as much', () => {
    const remembered = probe({
      access: ACCESS,
      looks: rejected().looks.slice(0, 4),
      trials: [trial('rejected', { status: 401, says: 'UNAUTHORIZED: authentication required' })],
    });
    const finding = findingOf({ secrets, probes: [remembered] });
    assert.deepEqual(verdict(finding).slice(0, 2), ['credentials-rejected', 'proven']);
    assert.match(
      finding.evidence[0]?.says ?? '',
      /^401 UNAUTHORIZED, asked with secret regcred \(user ci\), as the kubelet would$/,
    );
    assert.equal(finding.evidence[0]?.supports, true);
  });

  test('not where the secret was written after the attempt, or there were more attempts than logins', () => {
    const later = { ...forHost(HOST), writtenAt: make.NOON + 60_000 };
    const seen = make.failedToPull(POD, BARE);
    assert.equal(findingOf({ secrets: [later], events: [seen], probes: [rejected()] }).certainty, 'likely');
    const two = make.stuck(make.backOff(`[${BARE}, ${BARE}]`), { imagePullSecrets: ['regcred'] });
    assert.equal(findingOf({ pods: [two], secrets, probes: [rejected()] }).certainty, 'likely');
  });

  test('not where a mirror of the node was what refused', () => {
    const text = BARE.replace(`pulling from host ${HOST}`, 'pulling from host mirror.example.net');
    const mirrored = make.stuck(make.backOff(text), { imagePullSecrets: ['regcred'] });
    assert.equal(findingOf({ pods: [mirrored], secrets, probes: [rejected()] }).certainty, 'likely');
  });
});

suite('denied, absent or private', () => {
  const denied = make.stuck(make.backOff(make.accessDenied()), { imagePullSecrets: ['regcred'] });
  const nobody = make.stuck(make.backOff(make.accessDenied()));

  function asked(of: ImageProbe): readonly unknown[] {
    const pods = [of.access === ACCESS ? denied : nobody];
    return verdict(findingOf({ pods, secrets: [], probes: [of] }));
  }

  test('a login that the token server takes is never a rejected one', () => {
    const token = look('token', { trial: 0, host: { name: 'auth.example.com', role: 'token' } });
    const scopeless = { ...UNAUTHORIZED, challenges: [{ scheme: 'bearer', error: 'insufficient_scope' }] };
    for (const outcome of ['denied', 'unclear'] as const) {
      const given = answered(trial(outcome), scopeless, { access: ACCESS });
      const looks = [...given.looks.slice(0, 4), { ...token, answer: answer(200) }, ...given.looks.slice(4)];
      const trials = given.trials.map((one) => ({ ...one, look: 5 }));
      const [cause, certainty, , alternatives] = asked({ ...given, looks, trials });
      assert.deepEqual([cause, certainty], ['access-denied-ambiguous', 'likely']);
      assert.deepEqual((alternatives as string[]).slice(0, 2), ['forbidden', 'repository-not-found']);
    }
  });

  test('a 403 that is said of hidden repositories too settles nothing', () => {
    const given = answered(trial('denied'), answer(403, 'DENIED', 'no'), { access: ACCESS });
    assert.deepEqual(asked(given), [
      'access-denied-ambiguous',
      'likely',
      undefined,
      ['forbidden', 'repository-not-found'],
    ]);
  });

  test('a vendor whose 403 means the right alone settles it', () => {
    const signs = { 'x-jfrog-version': 'Artifactory/7' };
    const given = answered(trial('denied'), { ...answer(403, 'DENIED', 'no'), signs }, { access: ACCESS });
    assert.deepEqual(asked(given).slice(0, 2), ['forbidden', 'likely']);
  });

  test('nobody asked, and nobody can tell', () => {
    const given = answered(anonymous('denied'), answer(401), {}, 'token');
    assert.deepEqual(asked(given), [
      'access-denied-ambiguous',
      'likely',
      'no-secret-referenced',
      ['credentials-missing', 'repository-not-found'],
    ]);
  });
});

test('a page in place of a manifest, here as there, makes nothing less sure', () => {
  const text = `rpc error: code = NotFound desc = get image config descriptor: unexpected media type text/html for sha256:${'4'.repeat(64)}: not found`;
  const pods = [make.stuck(make.backOff(text))];
  const page = look('manifest', {
    failure: { kind: 'bad-answer', says: 'a web page in place of a manifest' },
  });
  const alone = findingOf({ pods });
  const finding = findingOf({ pods, probes: [probe({ looks: [...reached(), page] })] });
  assert.deepEqual([finding.cause, finding.certainty], [alone.cause, alone.certainty]);
  assert.deepEqual(
    finding.evidence.filter(({ supports }) => !supports),
    [],
  );
});
