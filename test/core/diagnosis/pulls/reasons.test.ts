import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import { readImageName } from '../../../../src/core/diagnosis/image-name.ts';
import { keyFit } from '../../../../src/core/diagnosis/pulls/registry-key.ts';
import type { Finding } from '../../../../src/core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';
import type { NodeEvidence } from '../../../../src/core/evidence/objects/node.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import * as make from '../builders.ts';

function finding(pod: PodEvidence, more: Partial<ClusterEvidence> = {}): Finding {
  const { findings } = diagnose(make.evidence({ pods: [pod], ...more }));
  const [one] = findings;
  assert.ok(one !== undefined && findings.length === 1);
  return one;
}

function reason(pod: PodEvidence, more: Partial<ClusterEvidence> = {}): string | undefined {
  return finding(pod, more).reason;
}

const bare = make.stuck(make.backOff(make.noCredentials()));
const withSecret = { ...bare, imagePullSecrets: ['regcred'] };
/** A kubelet that would not say that a secret is missing. */
const old = make.node('node-1', { kubeletVersion: 'v1.26.4', kubelet: { major: 1, minor: 26 } });
const listed = { looked: ['Pod', 'Event', 'Node', 'Secret'] };
const absent = make.event(
  withSecret,
  'FailedToRetrieveImagePullSecret',
  'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
  { container: '' },
);

suite('why no credentials were sent', () => {
  test('no secret is referenced', () => assert.equal(reason(bare), 'no-secret-referenced'));

  test('the service account has one, and the pod was made before', () => {
    assert.equal(
      reason(bare, { serviceAccounts: [make.account({ imagePullSecrets: ['regcred'] })] }),
      'secret-not-inherited',
    );
    assert.equal(reason(bare, { serviceAccounts: [make.account()] }), 'no-secret-referenced');
  });

  test('a back-off event alone does not show that the kubelet would have said so', () => {
    const secrets = [make.secret('other')];
    const backOff = make.event(withSecret, 'BackOff', `Back-off pulling image "${make.IMAGE}"`, {
      type: 'Normal',
    });
    assert.equal(reason(withSecret, { ...listed, secrets, events: [backOff] }), 'secret-absent');
  });

  test('the secret is absent: the kubelet said so', () => {
    assert.equal(reason(withSecret, { events: [absent] }), 'secret-absent');
  });

  test('the secret is absent: secrets of the namespace were listed, and an old kubelet says nothing', () => {
    const secrets = [make.secret('another')];
    assert.equal(reason(withSecret, { ...listed, secrets, nodes: [old] }), 'secret-absent');
    assert.equal(reason(withSecret, { secrets, nodes: [old] }), undefined, 'not listed: nothing is known');
    const refused = { what: 'secrets in namespace shop', why: '403' };
    assert.equal(reason(withSecret, { ...listed, secrets, nodes: [old], blindSpots: [refused] }), undefined);
  });

  test('a secret of that name lives in another namespace', () => {
    assert.equal(
      reason(withSecret, { events: [absent], secrets: [make.secret('regcred', { namespace: 'build' })] }),
      'secret-in-other-namespace',
    );
  });

  const faults: readonly (readonly [
    expected: string | undefined,
    secret: Parameters<typeof make.secret>[1],
  ])[] = [
    ['secret-wrong-type', { type: 'Opaque', dataKeys: ['.dockerconfigjson'] }],
    ['secret-wrong-key', { dataKeys: ['config.json'] }],
    ['secret-empty', { entries: make.entriesFor() }],
    ['secret-wrong-server', { entries: make.entriesFor('ghcr.io', 'https://index.docker.io/v1/') }],
    ['secret-wrong-path', { entries: make.entriesFor('registry.example.com/other/') }],
    [undefined, { entries: { seen: false, blind: { what: 'data', why: 'not read' } } }],
    [undefined, {}],
  ];
  for (const [expected, fields] of faults) {
    test(`the secret is ${expected ?? 'in order, or its data was not read'}`, () => {
      assert.equal(reason(withSecret, { secrets: [make.secret('regcred', fields)] }), expected);
    });
  }

  test('one of two secrets that may fit leaves it open', () => {
    const two = { ...bare, imagePullSecrets: ['regcred', 'other'] };
    const wrong = make.secret('regcred', { type: 'Opaque' });
    assert.equal(reason(two, { secrets: [wrong] }), undefined);
    assert.equal(reason(two, { secrets: [wrong, make.secret('other')] }), undefined);
    assert.equal(
      reason(two, { secrets: [wrong, make.secret('other', { type: 'Opaque' })] }),
      'secret-wrong-type',
    );
  });

  test("a node of the registry's cloud got nothing from it", () => {
    const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1';
    const pod = make.stuck(make.backOff(make.noCredentials(image), image), {}, image);
    assert.equal(reason(pod, { nodes: [make.node('node-1', { provider: 'aws' })] }), 'provider-silent');
    assert.equal(reason(pod, { nodes: [make.node('node-1', { provider: 'kind' })] }), 'no-secret-referenced');
    assert.equal(reason(pod, { nodes: [] }), undefined, 'which cloud the node is of was not seen');
  });

  test('a static pod has none to reference', () =>
    assert.equal(reason({ ...bare, mirror: true }), undefined));

  test('credentials that were sent and refused have no such reason', () => {
    const text = `failed to pull and unpack image "${make.IMAGE}": failed to resolve reference "${make.IMAGE}": failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://registry.example.com/token: 401 Unauthorized`;
    assert.equal(reason(make.stuck(make.backOff(text))), undefined);
  });

  test('never changes the cause', () => {
    const views: readonly Partial<ClusterEvidence>[] = [
      {},
      { events: [absent] },
      { secrets: [make.secret('regcred', { type: 'Opaque' })] },
      { nodes: [] },
    ];
    assert.deepEqual(
      [...new Set(views.map((view) => finding(withSecret, view).cause))],
      ['credentials-missing'],
    );
  });
});

suite('denied without saying why', () => {
  test('a private registry without a secret', () => {
    assert.equal(reason(make.stuck(make.backOff(make.accessDenied()))), 'no-secret-referenced');
  });

  test('on Docker Hub a name may as well be mistyped', () => {
    const image = 'docker.io/acme/tool:7';
    assert.equal(reason(make.stuck(make.backOff(make.accessDenied(image), image), {}, image)), undefined);
  });
});

suite('a local cluster', () => {
  const local: readonly NodeEvidence[] = [make.node('node-1', { provider: 'kind' })];
  const built = 'docker.io/library/web:dev';

  test('an image that was never loaded', () => {
    const denied = make.stuck(make.backOff(make.accessDenied(built), 'web:dev'), {}, 'web:dev');
    assert.equal(reason(denied, { nodes: local }), 'image-never-loaded');
    assert.equal(reason(denied, { nodes: [make.node()] }), undefined, 'any other cluster');
    const pulled = make.stuck(make.backOff(make.notFound(built), 'web:dev'), {}, 'web:dev');
    assert.equal(reason(pulled, { nodes: local }), undefined, 'not found: the repository is there');
  });

  test('imagePullPolicy Never', () => {
    const never = make.stuck(
      make.waiting(
        'ErrImageNeverPull',
        `Container image "${make.IMAGE}" is not present with pull policy of Never`,
      ),
    );
    assert.equal(reason(never, { nodes: local }), 'image-never-loaded');
  });

  test('the registry on localhost is the node itself', () => {
    const image = 'localhost:5000/web:dev';
    const pod = make.stuck(make.backOff(make.refused(image, '127.0.0.1:5000'), image), {}, image);
    assert.equal(reason(pod, { nodes: local }), 'image-never-loaded');
  });
});

suite('Never, and the image is there', () => {
  const never = make.stuck(
    make.waiting(
      'ErrImageNeverPull',
      `Container image "${make.IMAGE}" is not present with pull policy of Never`,
    ),
  );
  const verifying = { kubeletVersion: 'v1.35.0', kubelet: { major: 1, minor: 35 } };

  test('another pod pulled it, and this one may not use it (1.35+)', () => {
    assert.equal(
      reason(never, { nodes: [make.node('node-1', { ...verifying, images: [make.IMAGE] })] }),
      'cached-image-denied',
    );
    const other = make.pod({ name: 'other' });
    const { findings } = diagnose(
      make.evidence({ pods: [never, other], nodes: [make.node('node-1', verifying)] }),
    );
    assert.equal(findings[0]?.reason, 'cached-image-denied');
  });

  test('is not concluded of an older kubelet, another image, or another node', () => {
    assert.equal(reason(never, { nodes: [make.node('node-1', { images: [make.IMAGE] })] }), undefined);
    assert.equal(
      reason(never, {
        nodes: [make.node('node-1', { ...verifying, images: ['registry.example.com/other:1'] })],
      }),
      undefined,
    );
    const away = make.pod({ name: 'other', nodeName: 'node-2' });
    const { findings } = diagnose(
      make.evidence({ pods: [never, away], nodes: [make.node('node-1', verifying)] }),
    );
    assert.equal(findings[0]?.reason, undefined);
  });
});

suite('other reasons', () => {
  function expired(now: string): string {
    return `failed to pull and unpack image "${make.IMAGE}": failed to resolve reference "${make.IMAGE}": failed to do request: Head "https://registry.example.com/v2/shop/web/manifests/v1.0.1": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time ${now} is after 2025-12-01T00:00:00Z`;
  }

  test("the node's clock", () => {
    const pod = make.stuck(make.silentBackOff());
    const at = (now: string): string | undefined =>
      reason(pod, { events: [make.failedToPull(pod, expired(now), { last: make.at(-30) })] });
    assert.equal(at('2026-01-15T11:59:29Z'), undefined);
    assert.equal(at('2026-01-15T13:59:29Z'), 'node-clock');
    assert.equal(at('2031-05-01T00:00:00Z'), 'node-clock');
    assert.equal(at('nonsense'), undefined);
  });

  test("a service name asked of the node's resolver", () => {
    const image = 'registry.infra.svc.cluster.local:5000/web:1';
    const text = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: Head "https://${image}": dial tcp: lookup registry.infra.svc.cluster.local on 10.0.0.2:53: no such host`;
    assert.equal(reason(make.stuck(make.backOff(text, image), {}, image)), 'cluster-internal-name');
    assert.equal(reason(make.stuck(make.backOff(make.noSuchHost()))), undefined);
  });

  test('a template that was not rendered', () => {
    const image = 'registry.example.com/shop/web:${TAG}';
    const pod = make.stuck(
      make.waiting(
        'InvalidImageName',
        `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`,
      ),
      {},
      image,
    );
    assert.equal(reason(pod), 'template-not-rendered');
  });

  test('the sandbox image', () => {
    const pod = make.stuck(make.waiting('ContainerCreating'));
    const pause = 'registry.example.com/pause:3.9';
    const message = `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "${pause}": failed to pull image "${pause}": ${make.noCredentials(pause)}`;
    assert.equal(
      reason(pod, { events: [make.event(pod, 'FailedCreatePodSandBox', message, { container: '' })] }),
      'sandbox-image',
    );
  });

  test('pulls of one finding that have different reasons leave it open', () => {
    const image = 'nginx:never';
    const state = make.waiting(
      'ErrImageNeverPull',
      `Container image "${image}" is not present with pull policy of Never`,
    );
    const pods = ['node-1', 'node-2'].map((nodeName) =>
      make.stuck(state, { name: nodeName, nodeName }, image),
    );
    const nodes = [make.node('node-1', { provider: 'kind' }), make.node('node-2')];
    const { findings } = diagnose(make.evidence({ pods, nodes }));
    assert.deepEqual([findings.length, findings[0]?.reason], [1, undefined]);
  });
});

suite('a key of a docker config', () => {
  const cases: readonly (readonly [key: string, image: string, fit: string])[] = [
    ['registry.example.com', make.IMAGE, 'fits'],
    ['https://registry.example.com', make.IMAGE, 'fits'],
    ['https://registry.example.com/v2/', make.IMAGE, 'fits'],
    ['registry.example.com/shop', make.IMAGE, 'fits'],
    ['registry.example.com/shop/we', make.IMAGE, 'fits'],
    ['registry.example.com/shop/web/', make.IMAGE, 'other-path'],
    ['registry.example.com/other', make.IMAGE, 'other-path'],
    ['registry.example.com:5000', make.IMAGE, 'other-host'],
    ['*.example.com', make.IMAGE, 'fits'],
    ['reg*.example.com', make.IMAGE, 'fits'],
    ['*.com', make.IMAGE, 'other-host'],
    ['registry*registry.example.com', make.IMAGE, 'other-host'],
    ['registry*.example.com', make.IMAGE, 'fits'],
    ['*', make.IMAGE, 'other-host'],
    ['https://index.docker.io/v1/', 'nginx:1', 'fits'],
    ['index.docker.io', 'nginx:1', 'fits'],
    ['docker.io', 'acme/web:1', 'fits'],
    ['https://index.docker.io/v1', 'nginx:1', 'other-path'],
    ['registry-1.docker.io', 'nginx:1', 'other-host'],
    ['hub.docker.com', 'nginx:1', 'other-host'],
    ['ghcr.io', 'nginx:1', 'other-host'],
  ];
  for (const [key, image, fit] of cases) {
    test(`${key} and ${image}: ${fit}`, () => assert.equal(keyFit(key, readImageName(image)), fit));
  }
});
