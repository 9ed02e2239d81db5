import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { Finding, Witness } from '../../../../src/core/diagnosis/finding.ts';
import type { LadderStep } from '../../../../src/core/diagnosis/ladder-step.ts';
import type { ImageProbe } from '../../../../src/core/evidence/registry/image-probe.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import * as make from '../builders.ts';
import { anonymous, answer, answered, failing, INDEX, look, probe, reached, trial } from './made-probe.ts';

const ACCESS = 'shop/regcred';
const WITH_SECRET: Partial<PodEvidence> = { imagePullSecrets: ['regcred'] };
const MANIFEST_404 = answer(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
const TAGS = { names: ['v1.0.0', 'v1.1.0'], complete: true, near: [] };

function findingOf(pod: PodEvidence, ...probes: readonly ImageProbe[]): Finding {
  const { findings } = diagnose(make.evidence({ pods: [pod], probes }));
  const [finding] = findings;
  assert.ok(finding !== undefined && findings.length === 1);
  return finding;
}

function registrySays({ evidence }: Finding): readonly Pick<Witness, 'says' | 'supports'>[] {
  return evidence
    .filter(({ witness }) => witness === 'registry')
    .map(({ says, supports }) => ({ says, supports }));
}

function states(ladder: readonly LadderStep[]): string {
  return ladder.map(({ rung, state }) => `${rung} ${state}`).join(', ');
}

function verdict({ cause, certainty, reason }: Finding): readonly unknown[] {
  return [cause, certainty, reason];
}

suite('not found, and the text does not say what', () => {
  const pod = make.stuck(make.backOff(make.notFound()), WITH_SECRET);
  const missing = answered(trial('accepted'), MANIFEST_404, { access: ACCESS, tags: TAGS });

  test('the tag is missing where the repository lists others', () => {
    const finding = findingOf(pod, missing);
    assert.deepEqual(verdict(finding), ['tag-not-found', 'proven', undefined]);
    assert.equal(finding.alternatives.length, 0);
    assert.deepEqual(registrySays(finding), [
      {
        says: '404 MANIFEST_UNKNOWN for v1.0.1, asked with secret regcred (user ci), as the kubelet would',
        supports: true,
      },
      { says: 'the repository exists (2 tags) and has no v1.0.1', supports: true },
    ]);
    assert.match(states(finding.ladder), /permission ok, repository ok, manifest broken, platform unknown/);
    assert.deepEqual(
      finding.suggestions?.map(({ image, why }) => [image, why]),
      [
        ['registry.example.com/shop/web:v1.0.0', '1 character away'],
        ['registry.example.com/shop/web:v1.1.0', 'a neighbouring version'],
      ],
    );
    assert.deepEqual(
      finding.trials?.map(({ outcome, status }) => [outcome, status]),
      [['accepted', 404]],
    );
  });

  test('the id does not change when the cause settles', () => {
    assert.equal(findingOf(pod, missing).id, findingOf(pod).id);
    assert.equal(findingOf(pod).cause, 'not-found-unspecified');
  });

  test('the digest is missing where a digest was asked for', () => {
    const image = `registry.example.com/shop/web@sha256:${'a'.repeat(64)}`;
    const stuck = make.stuck(make.backOff(make.notFound(image), image), WITH_SECRET, image);
    const asked = answered(trial('accepted'), MANIFEST_404, { image, access: ACCESS, tags: TAGS });
    assert.deepEqual(verdict(findingOf(stuck, asked)), ['digest-not-found', 'proven', undefined]);
  });

  test('the repository is missing, as sure as the vendor is known', () => {
    const unlisted = answered(trial('accepted'), answer(404, 'NAME_UNKNOWN', 'no'), { access: ACCESS });
    const finding = findingOf(pod, unlisted);
    assert.deepEqual(verdict(finding), ['repository-not-found', 'likely', undefined]);
    assert.deepEqual(
      finding.alternatives.map(({ cause }) => cause),
      ['access-denied-ambiguous'],
    );
    const signed = { ...answer(401), signs: { 'docker-distribution-api-version': 'registry/2.0' } };
    const looks = unlisted.looks.map((one) => (one.kind === 'ping' ? { ...one, answer: signed } : one));
    assert.deepEqual(verdict(findingOf(pod, { ...unlisted, looks })), [
      'repository-not-found',
      'proven',
      undefined,
    ]);
  });

  test('a probe with other credentials, or of another image, is not about this pull', () => {
    for (const other of [
      { access: 'shop/other' },
      { access: '' },
      { image: 'registry.example.com/shop/web:v9' },
    ])
      assert.equal(findingOf(pod, { ...missing, ...other }).cause, 'not-found-unspecified');
  });

  test('a refusal from here leaves it open', () => {
    const finding = findingOf(
      pod,
      answered(trial('denied'), answer(403, 'DENIED', 'no'), { access: ACCESS }),
    );
    assert.deepEqual(verdict(finding), ['not-found-unspecified', 'likely', undefined]);
    assert.equal(registrySays(finding)[0]?.supports, false);
  });

  test('there now: pushed later, and the next attempt will do', () => {
    const there = probe({ access: ACCESS, manifest: INDEX, trials: [trial('accepted', { status: 200 })] });
    const finding = findingOf(pod, there);
    assert.deepEqual(verdict(finding), ['not-found-unspecified', 'likely', 'pushed-later']);
    assert.deepEqual([finding.retry, finding.actor, finding.severity], ['transient', 'time', 'warning']);
  });

  test('there now, and built days before: the node asks elsewhere', () => {
    const old = { ...INDEX, created: make.at(-7 * 86_400) };
    const there = probe({ access: ACCESS, manifest: old, trials: [trial('accepted', { status: 200 })] });
    const finding = findingOf(pod, there);
    assert.deepEqual(verdict(finding), ['not-found-unspecified', 'likely', undefined]);
    assert.match(registrySays(finding)[0]?.says ?? '', /it is there now.*seen from here, not from node-1/);
  });
});

suite('denied, and the text does not say why', () => {
  const pod = make.stuck(make.backOff(make.accessDenied()), WITH_SECRET);

  function tried(...trials: ImageProbe['trials']): ImageProbe {
    const answers = trials.map((one, at) =>
      look('manifest', {
        trial: at,
        subject: 'v1.0.1',
        answer: answer(one.outcome === 'accepted' ? 200 : (one.status ?? 401)),
      }),
    );
    const given = trials.map((one, at) => ({ ...one, look: reached().length + at }));
    const read = trials.some(({ outcome }) => outcome === 'accepted');
    return probe({
      access: ACCESS,
      looks: [...reached(), ...answers],
      trials: given,
      ...(read ? { manifest: INDEX } : {}),
    });
  }

  const own = anonymous('accepted', {
    source: 'your own login for registry.example.com',
    anonymous: false,
    user: 'me',
    kubelets: false,
  });

  test('another login reads it: the pod has none that fits', () => {
    const bare = make.stuck(make.backOff(make.accessDenied()));
    const finding = findingOf(bare, { ...tried(anonymous('unclear'), own), access: 'no pull secret' });
    assert.deepEqual(verdict(finding), ['credentials-missing', 'proven', 'no-secret-referenced']);
    assert.match(registrySays(finding)[1]?.says ?? '', /the image is there: read with your own login/);
  });

  test('another login reads it, and the one sent is not taken, or may not', () => {
    assert.deepEqual(verdict(findingOf(pod, tried(trial('rejected'), own))), [
      'credentials-rejected',
      'proven',
      undefined,
    ]);
    assert.deepEqual(verdict(findingOf(pod, tried(trial('denied', { status: 403 }), own))), [
      'forbidden',
      'proven',
      undefined,
    ]);
  });

  test('anybody may read it: the login that is sent is what breaks it', () => {
    const finding = findingOf(pod, tried(trial('rejected'), anonymous('accepted', { kubelets: false })));
    assert.deepEqual(verdict(finding), ['credentials-rejected', 'proven', 'login-not-needed']);
  });

  test('nobody reads it: it stays open', () => {
    const finding = findingOf(make.stuck(make.backOff(make.accessDenied())), {
      ...tried(anonymous('unclear')),
      access: 'no pull secret',
    });
    assert.deepEqual(verdict(finding).slice(0, 2), ['access-denied-ambiguous', 'likely']);
    assert.equal(registrySays(finding)[0]?.supports, true);
  });

  test('the same credentials are let in now', () => {
    assert.deepEqual(verdict(findingOf(pod, tried(trial('accepted')))), [
      'access-denied-ambiguous',
      'likely',
      'works-now',
    ]);
  });

  test('a stale login before a good one is told', () => {
    const stale = trial('rejected', { secret: { namespace: 'shop', name: 'old', key: 'k' }, status: 401 });
    const says = registrySays(findingOf(pod, tried(stale, trial('accepted')))).map((one) => one.says);
    assert.match(
      says[1] ?? '',
      /secret old \(user ci\) is tried before and refused \(401\): it works only because secret regcred/,
    );
  });

  test('secrets that were not read: a refusal without credentials says nothing of them', () => {
    const finding = findingOf(pod, tried(anonymous('unclear')));
    assert.equal(finding.cause, 'access-denied-ambiguous');
    assert.match(registrySays(finding)[0]?.says ?? '', /it is not public; the pod's secrets were not tried/);
  });

  test("a cloud's own registry: a refusal without credentials proves nothing", () => {
    const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v1';
    const stuck = make.stuck(make.backOff(make.accessDenied(image), image), {}, image);
    const finding = findingOf(stuck, { ...tried(anonymous('unclear')), image, access: 'no pull secret' });
    assert.equal(finding.cause, 'access-denied-ambiguous');
    assert.match(registrySays(finding)[0]?.says ?? '', /proves nothing of the node/);
  });
});

suite('nothing is said but that it waits', () => {
  const pod = make.stuck(make.silentBackOff(), WITH_SECRET);

  test('the registry tells, never more than likely', () => {
    const missing = answered(trial('accepted'), MANIFEST_404, { access: ACCESS, tags: TAGS });
    assert.deepEqual(verdict(findingOf(pod, missing)), ['tag-not-found', 'likely', undefined]);
    assert.equal(findingOf(pod, missing).id, findingOf(pod).id);
  });

  test('what fails on the way from here is only possible there', () => {
    const lost = probe({
      access: ACCESS,
      looks: [failing('dns', 'name-not-found', 'lookup registry.example.com: no such host')],
    });
    const finding = findingOf(pod, lost);
    assert.deepEqual(verdict(finding), ['dns-failure', 'possible', undefined]);
    assert.match(registrySays(finding)[0]?.says ?? '', /no such host, seen from here, not from node-1/);
  });

  test('the image is there: it stays open, and that is said', () => {
    const there = probe({ access: ACCESS, manifest: INDEX, trials: [trial('accepted', { status: 200 })] });
    const finding = findingOf(pod, there);
    assert.equal(finding.cause, 'back-off-only');
    assert.match(states(finding.ladder), /manifest ok, platform ok, layers unknown/);
  });
});

suite('a cause that is told stays', () => {
  const there = probe({ manifest: INDEX, trials: [anonymous('accepted', { status: 200 })] });

  test('no such host, and the registry answers from here: the path of the node', () => {
    const finding = findingOf(make.stuck(make.backOff(make.noSuchHost())), there);
    assert.deepEqual(verdict(finding), ['dns-failure', 'proven', undefined]);
    assert.match(registrySays(finding)[0]?.says ?? '', /what fails is node-1's own path/);
    assert.equal(registrySays(finding)[0]?.supports, true);
  });

  test('no credentials, and the same are let in now', () => {
    const finding = findingOf(make.stuck(make.backOff(make.noCredentials()), WITH_SECRET), {
      ...there,
      access: ACCESS,
      trials: [trial('accepted', { status: 200 })],
    });
    assert.deepEqual(verdict(finding), ['credentials-missing', 'proven', 'works-now']);
  });

  test('the registry contradicts what the text left room for: less sure', () => {
    const unknown = `failed to pull and unpack image "${make.IMAGE}": failed to resolve reference "${make.IMAGE}": unexpected status from GET request to https://registry.example.com/v2/shop/web/manifests/v1.0.1: 404 Not Found: manifest unknown: manifest unknown`;
    const pod = make.stuck(make.backOff(unknown));
    assert.deepEqual(verdict(findingOf(pod)), ['tag-not-found', 'likely', undefined]);
    const finding = findingOf(pod, answered(anonymous('accepted'), answer(404, 'NAME_UNKNOWN', 'no')));
    assert.deepEqual(verdict(finding), ['tag-not-found', 'possible', undefined]);
    assert.equal(finding.alternatives[0]?.cause, 'repository-not-found');
    assert.equal(registrySays(finding)[0]?.supports, false);
    const agreed = findingOf(pod, answered(anonymous('accepted'), MANIFEST_404, { tags: TAGS }));
    assert.deepEqual(verdict(agreed), ['tag-not-found', 'proven', undefined]);
  });

  test('rate limits are counted from here', () => {
    const finding = findingOf(make.stuck(make.backOff(make.tooMany())), {
      ...there,
      rateLimit: { limit: 100, remaining: 76, window: 21_600, source: '203.0.113.7' },
      clockSkew: -400_000,
    });
    const says = registrySays(finding).map((one) => one.says);
    assert.equal(finding.cause, 'rate-limited');
    assert.ok(
      says.some((one) =>
        /76 of 100 pulls are left in 6 h, counted for 203\.0\.113\.7: from here, not from your node/.test(
          one,
        ),
      ),
    );
    assert.ok(says.some((one) => /clock is 7 min behind this machine's/.test(one)));
  });

  test('a certificate is shown where certificates are the matter', () => {
    const untrusted = `failed to pull and unpack image "${make.IMAGE}": failed to resolve reference "${make.IMAGE}": failed to do request: Head "https://registry.example.com/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority`;
    const certificate = {
      subject: 'CN=registry.example.com',
      issuer: 'CN=Shop CA',
      names: ['registry.example.com'],
      notBefore: make.at(0),
      notAfter: make.at(86_400),
    };
    const looks = [
      look('tls', {
        certificate,
        failure: { kind: 'tls-untrusted', says: 'self-signed certificate in chain' },
      }),
    ];
    const finding = findingOf(make.stuck(make.backOff(untrusted)), probe({ looks }));
    const says = registrySays(finding).map((one) => one.says);
    assert.equal(finding.cause, 'tls-untrusted');
    assert.match(
      says[1] ?? '',
      /of CN=registry\.example\.com by CN=Shop CA, for registry\.example\.com, valid 2026-01-15 to 2026-01-16/,
    );
  });
});

suite('what the content shows', () => {
  const pod = make.stuck(make.silentBackOff());

  test('an index without the platform of the node, by the node of each pull', () => {
    const nodes = [make.node('node-1', { architecture: 's390x' })];
    const probes = [probe({ manifest: INDEX, trials: [anonymous('accepted')] })];
    const [finding] = diagnose(make.evidence({ pods: [pod], nodes, probes })).findings;
    assert.equal(finding?.cause, 'platform-mismatch');
    assert.match(
      finding?.evidence[0]?.says ?? '',
      /it is for linux\/amd64, linux\/arm64, and not for linux\/s390x/,
    );
  });

  test('an artifact, a lost child, a lost layer', () => {
    const artifact = {
      ...INDEX,
      kind: 'artifact',
      artifactType: 'application/vnd.cncf.helm.config.v1+json',
    } as const;
    assert.equal(findingOf(pod, probe({ manifest: artifact })).cause, 'unsupported-manifest');
    const child = { platform: { os: 'linux', architecture: 'amd64' }, digest: INDEX.digest };
    const lost = probe({ manifest: INDEX, children: [{ ...child, state: 'missing' }] });
    assert.deepEqual(verdict(findingOf(pod, lost)).slice(0, 3), [
      'digest-not-found',
      'likely',
      'child-manifest-missing',
    ]);
    const layer = probe({
      manifest: INDEX,
      children: [{ ...child, state: 'present', lost: [INDEX.digest] }],
    });
    assert.equal(findingOf(pod, layer).cause, 'corrupt-content');
  });

  test('a blob store that cannot be reached is a rung of its own', () => {
    const stored = failing('layer', 'refused', 'connect ECONNREFUSED', {
      name: 'blobs.example.net',
      role: 'blob',
    });
    const finding = findingOf(
      pod,
      probe({ manifest: INDEX, looks: [...reached(), stored], trials: [anonymous('accepted')] }),
    );
    assert.deepEqual([finding.cause, finding.host?.name], ['connection-refused', 'blobs.example.net']);
    assert.match(states(finding.ladder), /platform ok, dns unknown, connect broken, layers unknown/);
  });
});
