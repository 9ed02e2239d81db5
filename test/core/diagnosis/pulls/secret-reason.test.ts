import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import { readImageName } from '../../../../src/core/diagnosis/image-name.ts';
import type { Finding } from '../../../../src/core/diagnosis/finding.ts';
import { keyFit } from '../../../../src/core/diagnosis/pulls/registry-key.ts';
import { nearestKey } from '../../../../src/core/diagnosis/pulls/nearest-key.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';
import type { RegistryEntryEvidence } from '../../../../src/core/evidence/credentials/registry-entry.ts';
import type { SecretEvidence } from '../../../../src/core/evidence/objects/secret.ts';
import * as make from '../builders.ts';

const HOST = 'registry.example.com';
const HOUR = 3_600_000;

function finding(
  text: string,
  secrets: readonly SecretEvidence[],
  more: Partial<ClusterEvidence> = {},
): Finding {
  const names = secrets.filter(({ namespace }) => namespace === 'shop').map(({ name }) => name);
  const pod = make.stuck(make.backOff(text), { imagePullSecrets: names });
  const { findings } = diagnose(make.evidence({ pods: [pod], secrets, ...more }));
  const [one] = findings;
  assert.ok(one !== undefined && findings.length === 1);
  return one;
}

function says(one: Finding): string {
  return one.evidence
    .filter(({ witness }) => witness === 'cluster')
    .map((fact) => fact.says)
    .join('\n');
}

function holding(...entries: readonly RegistryEntryEvidence[]): SecretEvidence['entries'] {
  return { seen: true, value: entries };
}

const HEAD = `failed to pull and unpack image "${make.IMAGE}": failed to resolve reference "${make.IMAGE}"`;
/** A token server that was shown a login and refused it. */
const REFUSED = `${HEAD}: failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://registry.example.com/token: 401 Unauthorized`;
/** What containerd 1.6 says of a refused login and of none alike. */
const BARE = `${HEAD}: unexpected status from HEAD request to https://registry.example.com/v2/shop/web/manifests/v1.0.1: 401 Unauthorized`;
const FORBIDDEN = `${HEAD}: unexpected status from HEAD request to https://registry.example.com/v2/shop/web/manifests/v1.0.1: 403 Forbidden`;
const EMPTY = { user: '', passwordLength: 0, empty: true };

suite('nothing was sent, and the secret is there', () => {
  const missing = make.noCredentials();

  test('its entry holds no login', () => {
    const drained = make.secret('regcred', {
      entries: holding(make.entry(HOST, { ...EMPTY, dropped: ['credsStore'] })),
    });
    const one = finding(missing, [drained]);
    assert.deepEqual([one.cause, one.reason], ['credentials-missing', 'secret-empty']);
    assert.match(
      says(one),
      /secret shop\/regcred has an entry for registry\.example\.com without user and password/,
    );
    assert.match(says(one), /credential store of the machine/);
  });

  test('a second secret has the login that counts: nothing is claimed', () => {
    const drained = make.secret('regcred', { entries: holding(make.entry(HOST, EMPTY)) });
    assert.equal(finding(missing, [drained, make.secret('other')]).reason, undefined);
  });

  test('an empty entry of a longer path hides nothing of the shorter one', () => {
    const both = make.secret('regcred', {
      entries: holding(make.entry(`${HOST}/shop`, EMPTY), make.entry(HOST)),
    });
    assert.equal(finding(missing, [both]).reason, undefined);
  });

  test('of several that fail, the one that comes nearest is told', () => {
    const hub = make.secret('hub', { entries: make.entriesFor('https://index.docker.io/v1/') });
    const opaque = make.secret('regcred', { type: 'Opaque' });
    const path = make.secret('path', { entries: make.entriesFor(`${HOST}/other`) });
    assert.equal(finding(missing, [hub, opaque]).reason, 'secret-wrong-type');
    assert.equal(finding(missing, [hub, path]).reason, 'secret-wrong-path');
    assert.equal(
      finding(missing, [hub, make.secret('o', { type: 'Opaque', entries: holding() })]).reason,
      'secret-wrong-server',
    );
  });

  test('kubelets disagree on brackets in a host: nothing is claimed', () => {
    const brackets = make.secret('regcred', { entries: make.entriesFor('[a-z]egistry.example.com') });
    assert.equal(finding(missing, [brackets]).reason, undefined);
  });

  test('metadata alone says nothing of type and content', () => {
    const blind = { seen: false, blind: { what: 'data', why: 'not read' } } as const;
    const bare = make.secret('regcred', { type: '', dataKeys: [], entries: blind });
    const one = finding(missing, [bare]);
    assert.equal(one.reason, undefined);
    assert.match(says(one), /secret shop\/regcred exists; its content was not looked at/);
  });

  test('a secret that should have failed the keyring fits no such words', () => {
    const broken = make.secret('regcred', { entries: holding(), malformed: 'it is not JSON' });
    assert.equal(finding(missing, [broken]).reason, undefined);
  });
});

suite('a login was sent and refused', () => {
  const faults: readonly (readonly [
    fields: Partial<RegistryEntryEvidence>,
    reason: string | undefined,
    says: RegExp,
  ])[] = [
    [{}, undefined, /has type kubernetes\.io\/dockerconfigjson and names registry\.example\.com/],
    [
      { faults: ['trailing-newline'] },
      'secret-value-damaged',
      /with user ci and a password of 12 characters, and the password ends in a line break/,
    ],
    [{ faults: ['quotes'] }, 'secret-value-damaged', /the password is in quotes/],
    [{ faults: ['double-base64'] }, 'secret-value-damaged', /once too often/],
    [{ faults: ['surrounding-space'] }, 'secret-value-damaged', /white space/],
    [{ faults: ['placeholder'] }, 'secret-value-damaged', /never filled in/],
    [{ faults: ['no-password'] }, undefined, /there is no password/],
    [{ kind: 'jwt', expiresAt: make.NOON - 3 * HOUR }, 'secret-expired', /the token had run out 3 h before/],
    [{ kind: 'jwt', expiresAt: make.NOON + HOUR }, undefined, /has type/],
    [
      { kind: 'ecr', expiresAt: make.NOON - HOUR, lifetime: 12 * HOUR },
      'secret-expired',
      /ECR's token had run out 60 min before/,
    ],
    [{ kind: 'ecr', lifetime: HOUR }, undefined, /ECR's token lasts 60 min: the secret was made 3 h before/],
    [{ kind: 'ecr', lifetime: 12 * HOUR }, undefined, /has type/],
    [{ kind: 'ci-job' }, undefined, /the token of a CI job is void when the job is done/],
  ];
  for (const text of [REFUSED, BARE]) {
    for (const [fields, reason, words] of faults) {
      test(`${text === BARE ? 'bare 401' : 'token server'}, ${JSON.stringify(fields)}`, () => {
        const one = finding(text, [make.secret('regcred', { entries: holding(make.entry(HOST, fields)) })]);
        assert.deepEqual([one.cause, one.reason], ['credentials-rejected', reason]);
        assert.match(says(one), words);
      });
    }
  }

  test('one of two logins that looks well leaves it open', () => {
    const damaged = make.entry(HOST, { faults: ['quotes'] });
    const two = make.secret('regcred', { entries: holding(damaged, make.entry(`${HOST}/shop`)) });
    assert.equal(finding(REFUSED, [two]).reason, undefined);
    const both = make.secret('regcred', { entries: holding(damaged, { ...damaged, key: `${HOST}/shop` }) });
    assert.equal(finding(REFUSED, [both]).reason, 'secret-value-damaged');
  });

  test('a secret that was not seen may hold the login that was sent', () => {
    const damaged = make.secret('regcred', { entries: holding(make.entry(HOST, { faults: ['quotes'] })) });
    const unread = make.secret('other', { entries: { seen: false, blind: { what: 'x', why: 'y' } } });
    assert.equal(finding(REFUSED, [damaged, unread]).reason, undefined);
  });

  test('what was written after the attempt is not what was refused', () => {
    const entries = holding(make.entry(HOST, { faults: ['quotes'] }));
    const one = finding(REFUSED, [make.secret('regcred', { entries, writtenAt: make.NOON + HOUR })]);
    assert.equal(one.reason, undefined);
    assert.match(says(one), /written 60 min after this attempt/);
  });

  test('a bare 401 with a secret that does not fit had nothing to send', () => {
    const other = make.secret('regcred', { entries: make.entriesFor('ghcr.io') });
    assert.equal(finding(BARE, [other]).reason, 'secret-wrong-server');
    assert.equal(finding(REFUSED, [other]).reason, undefined, 'then it came from the node');
  });

  test('a 403 may be a token that has run out, and nothing else is read into it', () => {
    const holds = (fields: Partial<RegistryEntryEvidence>): SecretEvidence =>
      make.secret('regcred', { entries: holding(make.entry(HOST, fields)) });
    const expired = finding(FORBIDDEN, [holds({ kind: 'jwt', expiresAt: make.NOON - HOUR })]);
    assert.deepEqual([expired.cause, expired.reason], ['forbidden', 'secret-expired']);
    assert.equal(finding(FORBIDDEN, [holds({ faults: ['quotes'] })]).reason, undefined);
  });

  test('never changes the cause', () => {
    const views = [[], [make.secret('regcred')], [make.secret('regcred', { type: 'Opaque' })]];
    const pod = make.stuck(make.backOff(REFUSED), { imagePullSecrets: ['regcred'] });
    const causes = views.map(
      (secrets) => diagnose(make.evidence({ pods: [pod], secrets })).findings[0]?.cause,
    );
    assert.deepEqual([...new Set(causes)], ['credentials-rejected']);
  });
});

suite('a secret that cannot be parsed', () => {
  test('is named, with what is wrong in it', () => {
    const malformed = 'in the entry for other.example.com `auth` is not base64';
    const secrets = [make.secret('good'), make.secret('bad', { malformed })];
    const text = 'illegal base64 data at input byte 4';
    const pod = make.stuck(make.waiting('ErrImagePull', text), { imagePullSecrets: ['good', 'bad'] });
    const { findings } = diagnose(make.evidence({ pods: [pod], secrets }));
    assert.equal(findings[0]?.cause, 'pull-secret-malformed');
    assert.match(
      says(findings[0]),
      /secret shop\/bad cannot be parsed, and spoils all pull secrets of the pod: in the entry for other/,
    );
  });
});

suite('a secret that would serve', () => {
  const wrong = make.secret('regcred', { entries: make.entriesFor('ghcr.io') });

  test('stands beside the pod, which does not name it', () => {
    const pod = make.stuck(make.backOff(make.noCredentials()), { imagePullSecrets: ['regcred'] });
    const secrets = [wrong, make.secret('right'), make.secret('right', { namespace: 'build' })];
    const plain = diagnose(make.evidence({ pods: [pod], secrets })).findings[0];
    assert.ok(plain !== undefined);
    assert.match(
      says(plain),
      /secret shop\/right has a login for registry\.example\.com, and the pod does not name it$/m,
    );
    const serviceAccounts = [make.account({ imagePullSecrets: ['right'] })];
    const account = diagnose(make.evidence({ pods: [pod], secrets, serviceAccounts })).findings[0];
    assert.ok(account !== undefined);
    assert.match(
      says(account),
      /does not name it: that its service account does counts only for pods that name none/,
    );
  });

  test('is in another namespace', () => {
    const one = finding(make.noCredentials(), [wrong, make.secret('right', { namespace: 'build' })]);
    assert.equal(one.reason, 'secret-wrong-server');
    assert.match(
      says(one),
      /secret build\/right has a login for registry\.example\.com; pods of shop cannot use it/,
    );
  });

  test('is not told of where the pod has one', () => {
    assert.doesNotMatch(
      says(finding(REFUSED, [make.secret('regcred'), make.secret('right', { namespace: 'build' })])),
      /has a login/,
    );
  });
});

suite('the nearest key', () => {
  const keys: readonly (readonly [key: string, image: string, difference: string | undefined])[] = [
    ['https://registry.exmaple.com', make.IMAGE, 'spelling'],
    ['registry.example.com:5000', make.IMAGE, 'port'],
    ['registry.example.com', 'registry.example.com:5000/shop/web', 'port'],
    ['Registry.Example.com', make.IMAGE, 'case'],
    ['*.com', make.IMAGE, 'wildcard'],
    ['*.example.com', 'a.registry.example.com/shop/web', 'wildcard'],
    ['*.example.org', make.IMAGE, undefined],
    [' registry.example.com', make.IMAGE, 'framing'],
    ['"registry.example.com"', make.IMAGE, 'framing'],
    ['oci://registry.example.com', make.IMAGE, 'framing'],
    ['registry.example.com/shop/api', make.IMAGE, 'path'],
    ['registry.example.com/shop/web:v1.0.1', make.IMAGE, 'path'],
    ['https://index.docker.io/v1', 'nginx', 'path'],
    ['registry-1.docker.io', 'nginx', 'hub-name'],
    ['https://hub.docker.com/', 'acme/web', 'hub-name'],
    ['ghcr.io', make.IMAGE, undefined],
    ['quay.io', 'nginx', undefined],
    ['[', make.IMAGE, undefined],
  ];
  for (const [key, image, difference] of keys) {
    test(`${key} for ${image}: ${difference ?? 'none'}`, () => {
      const near = nearestKey(['other.example.net', key], readImageName(image));
      assert.deepEqual(near, difference === undefined ? undefined : { key, difference });
    });
  }

  test('is what the evidence tells of', () => {
    const near = make.secret('regcred', {
      entries: make.entriesFor('quay.io', 'https://registry.exmaple.com'),
    });
    assert.match(
      says(finding(make.noCredentials(), [near])),
      /secret shop\/regcred has an entry for https:\/\/registry\.exmaple\.com, not for registry\.example\.com$/m,
    );
  });

  test('a pattern with brackets is one that kubelets disagree on', () => {
    assert.equal(keyFit('reg[0-9].example.com', readImageName('reg1.example.com/app')), 'unsure');
  });
});
