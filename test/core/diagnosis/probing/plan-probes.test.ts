import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import { accessOf } from '../../../../src/core/diagnosis/probing/access-of.ts';
import { planProbes } from '../../../../src/core/diagnosis/probing/plan-probes.ts';
import type { ProbePlanOptions } from '../../../../src/core/diagnosis/probing/plan-probes.ts';
import type { PullSecret } from '../../../../src/core/evidence/credentials/pull-secret.ts';
import { Sealed } from '../../../../src/core/evidence/credentials/sealed.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';
import type { ProbeRequest } from '../../../../src/core/evidence/registry/probe-request.ts';
import * as make from '../builders.ts';

function pullSecret(name: string, keys: readonly string[], more: Partial<PullSecret> = {}): PullSecret {
  const entries = keys.map((key) => ({ key, login: { username: 'ci', password: new Sealed('hush') } }));
  return { namespace: 'shop', name, entries, ...more };
}

const REGCRED = pullSecret('regcred', ['registry.example.com']);
const NAMED: ProbePlanOptions = { all: false };
const ALL: ProbePlanOptions = { all: true };

function plan(
  evidence: Partial<ClusterEvidence>,
  secrets: readonly PullSecret[] = [],
  options: ProbePlanOptions = NAMED,
): readonly ProbeRequest[] {
  const made = make.evidence(evidence);
  return planProbes(diagnose(made), made, secrets, options);
}

const MISSING = make.backOff(make.notFound());

suite('which questions are put to registries', () => {
  test('one for each image and access, however many pods', () => {
    const pods = ['a', 'b', 'c'].map((name) => make.stuck(MISSING, { name }));
    const other = make.stuck(MISSING, { name: 'd', imagePullSecrets: ['regcred'] });
    const requests = plan({ pods: [...pods, other] }, [REGCRED]);
    assert.deepEqual(
      requests.map(({ image, access, anonymous, logins }) => [image, access, anonymous, logins.length]),
      [
        [make.IMAGE, 'no pull secret', true, 0],
        [make.IMAGE, 'shop/regcred', false, 1],
      ],
    );
  });

  test('spellings of one image are one question', () => {
    const images = ['nginx:7', 'docker.io/library/nginx:7'];
    const pods = images.map((image, at) =>
      make.stuck(make.backOff(make.accessDenied(image), image), { name: `p-${at}` }, image),
    );
    assert.equal(plan({ pods }).length, 1);
  });

  test('pods without secrets share one access, whatever their namespace', () => {
    const one = make.pod({ namespace: 'a' });
    assert.equal(accessOf(one), accessOf(make.pod({ namespace: 'b' })));
    assert.equal(accessOf({ ...one, imagePullSecrets: ['x'], mirror: true }), accessOf(one));
    assert.notEqual(
      accessOf(make.pod({ namespace: 'a', imagePullSecrets: ['x'] })),
      accessOf(make.pod({ namespace: 'b', imagePullSecrets: ['x'] })),
    );
  });

  test('the open ones first, and nothing where a registry has nothing to say', () => {
    const state = (text: string, image: string): PodState => ({ text, image });
    const pods = [
      state(make.diskFull('registry.example.com/a:1'), 'registry.example.com/a:1'),
      state(make.noSuchHost('registry.example.com/b:1'), 'registry.example.com/b:1'),
      state(make.noCredentials('registry.example.com/c:1'), 'registry.example.com/c:1'),
      state(make.notFound('registry.example.com/d:1'), 'registry.example.com/d:1'),
    ].map(({ text, image }, at) => make.stuck(make.backOff(text, image), { name: `p-${at}` }, image));
    const wrong = make.stuck(
      make.waiting('InvalidImageName', 'Failed to apply default image tag "a:b:c"'),
      { name: 'wrong' },
      'a:b:c',
    );
    assert.deepEqual(
      plan({ pods: [...pods, wrong] }).map(({ image }) => image),
      ['registry.example.com/d:1', 'registry.example.com/c:1', 'registry.example.com/b:1'],
    );
  });
});

test('the size of an image is asked for where the room that is left on its node is known', () => {
  const full = make.stuck(make.backOff(make.diskFull()));
  const nodeDisks = [{ node: 'node-1', imageFs: { available: 1_000_000 } }];
  assert.deepEqual(
    plan({ pods: [full], nodeDisks }).map(({ image, depth }) => [image, depth]),
    [[make.IMAGE, 'deep']],
  );
  assert.deepEqual(plan({ pods: [full], nodeDisks: [{ ...nodeDisks[0], node: 'node-9', imageFs: {} }] }), []);
});

interface PodState {
  readonly text: string;
  readonly image: string;
}

suite('with which credentials', () => {
  const withSecret = make.stuck(MISSING, { imagePullSecrets: ['regcred'] });

  test("the kubelet's, in its order, with their source", () => {
    const two = pullSecret('more', ['registry.example.com/shop', 'other.example.com']);
    const pod = make.stuck(MISSING, { imagePullSecrets: ['regcred', 'more'] });
    const [request] = plan({ pods: [pod] }, [REGCRED, two]);
    assert.deepEqual(
      request?.logins.map(({ source }) => source),
      ['secret shop/more key registry.example.com/shop', 'secret shop/regcred key registry.example.com'],
    );
    assert.ok(request.logins.every(({ kubelets }) => kubelets));
  });

  test('anonymous exactly where none matches, or it was asked for', () => {
    const other = pullSecret('regcred', ['other.example.com']);
    assert.deepEqual(
      plan({ pods: [withSecret] }, [other]).map(({ anonymous, logins }) => [anonymous, logins.length]),
      [[true, 0]],
    );
    assert.deepEqual(
      plan({ pods: [withSecret] }, [REGCRED]).map(({ anonymous }) => anonymous),
      [false],
    );
    assert.deepEqual(
      plan({ pods: [withSecret] }, [REGCRED], { all: false, anonymous: true }).map(
        ({ anonymous }) => anonymous,
      ),
      [true],
    );
  });

  test('secrets that were not read: only whether it is public, and that not for all namespaces', () => {
    assert.deepEqual(
      plan({ pods: [withSecret] }).map(({ anonymous, logins }) => [anonymous, logins.length]),
      [[true, 0]],
    );
    assert.deepEqual(plan({ pods: [withSecret] }, [], ALL), []);
    assert.equal(plan({ pods: [make.stuck(MISSING)] }, [], ALL).length, 1);
  });

  test('secrets that are known not to be there: without a login, as the kubelet goes on', () => {
    const absent = [{ kind: 'Secret', namespace: 'shop', name: 'regcred' }];
    assert.deepEqual(
      plan({ pods: [withSecret], absent }, [], ALL).map(({ anonymous, logins }) => [
        anonymous,
        logins.length,
      ]),
      [[true, 0]],
    );
  });

  test('one malformed secret spoils the keyring: no login goes out', () => {
    const broken = pullSecret('regcred', [], { malformed: 'unexpected end of JSON input' });
    assert.deepEqual(
      plan({ pods: [withSecret] }, [broken]).map(({ logins, anonymous }) => [logins.length, anonymous]),
      [[0, true]],
    );
    assert.deepEqual(plan({ pods: [withSecret] }, [broken], ALL), []);
  });

  test("a cloud's own registry is not asked without credentials for all namespaces", () => {
    const image = 'acme.azurecr.io/shop/web:v1';
    const pods = [make.stuck(make.backOff(make.accessDenied(image), image), {}, image)];
    assert.deepEqual(plan({ pods }, [], ALL), []);
    assert.equal(plan({ pods }).length, 1);
  });

  test('no plan holds a password that can be printed', () => {
    assert.ok(!JSON.stringify(plan({ pods: [withSecret] }, [REGCRED])).includes('hush'));
  });
});

suite('for which platforms, and how deep', () => {
  test('those of the nodes that pull; all nodes where they are not known; or what was asked for', () => {
    const pods = [make.stuck(MISSING, { nodeName: 'arm-1' })];
    const nodes = [make.node('arm-1', { architecture: 'arm64' }), make.node('node-2'), make.node('node-3')];
    assert.deepEqual(plan({ pods, nodes })[0]?.platforms, [{ os: 'linux', architecture: 'arm64' }]);
    const gone = [make.stuck(MISSING, { nodeName: 'gone' })];
    assert.deepEqual(
      plan({ pods: gone, nodes })[0]?.platforms.map(({ architecture }) => architecture),
      ['arm64', 'amd64'],
    );
    const s390x = [{ os: 'linux', architecture: 's390x' }];
    assert.deepEqual(plan({ pods, nodes }, [], { all: false, platforms: s390x })[0]?.platforms, s390x);
  });

  test('layers where layers are the matter, all of it when asked', () => {
    assert.equal(plan({ pods: [make.stuck(MISSING)] })[0]?.depth, 'manifest');
    assert.equal(plan({ pods: [make.stuck(MISSING)] }, [], { all: false, deep: true })[0]?.depth, 'deep');
    const lost = `failed to pull and unpack image "${make.IMAGE}": failed to copy: httpReadSeeker: failed open: could not fetch content descriptor sha256:${'c'.repeat(64)} (application/vnd.oci.image.layer.v1.tar+gzip) from remote: not found`;
    assert.equal(plan({ pods: [make.stuck(make.backOff(lost))] })[0]?.depth, 'layers');
  });
});
