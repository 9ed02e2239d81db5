import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Finding } from '../../../src/core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import type { Fault } from '../../../src/core/evidence/message/message-reading.ts';
import { planRemedies } from '../../../src/core/remedy/plan-remedies.ts';
import type { Remedy } from '../../../src/core/remedy/remedy.ts';
import {
  DEPLOYMENT,
  REVISION,
  findingOf,
  sampleEvidence,
  sampleFinding,
  sampleNode,
  samplePod,
  samplePull,
} from './sample-finding.ts';

function first(finding: Finding, evidence: ClusterEvidence = sampleEvidence()): Remedy | undefined {
  return planRemedies(finding, evidence)[0];
}

suite('tag not found', () => {
  test('the tag that runs elsewhere, one digit away; then back, push, in full', () => {
    const evidence = sampleEvidence({
      pods: [
        samplePod(),
        samplePod({
          namespace: 'test',
          name: 'web-0',
          image: 'registry.example.com/shop/web:v1.0.0',
          running: true,
        }),
        samplePod({
          namespace: 'test',
          name: 'old-0',
          image: 'registry.example.com/shop/web:v0.9.0',
          running: true,
        }),
      ],
    });
    assert.deepEqual(planRemedies(sampleFinding('tag-not-found', { revisions: [REVISION] }), evidence), [
      {
        title: 'Set the tag that is known to exist',
        safety: 'unsafe',
        commands: ['kubectl -n shop set image deployment/web app=registry.example.com/shop/web:v1.0.0'],
        target: { kind: 'Deployment', namespace: 'shop', name: 'web' },
        note: 'registry.example.com/shop/web:v1.0.0 is what the revision web-5c9 runs',
      },
      {
        title: 'Go back to the revision that serves',
        safety: 'unsafe',
        commands: ['kubectl -n shop rollout undo deployment/web --to-revision=3'],
        target: { kind: 'Deployment', namespace: 'shop', name: 'web' },
        note: 'web-5c9 still has 2 ready pods',
      },
      {
        title: 'Push the missing image',
        safety: 'unsafe',
        commands: ['docker push registry.example.com/shop/web:v1.0.1'],
        note: 'The kubelet takes it up at its next attempt',
      },
    ]);
  });

  test('a tag far from it is named, not proposed', () => {
    const evidence = sampleEvidence({
      pods: [samplePod({ name: 'old', image: 'registry.example.com/shop/web:2024-stable', running: true })],
    });
    const remedy = first(sampleFinding('tag-not-found'), evidence);
    assert.deepEqual(remedy?.commands, [
      `kubectl -n shop set image deployment/web 'app=registry.example.com/shop/web:<TAG>'`,
    ]);
    assert.match(remedy?.note ?? '', /2024-stable is what pod shop\/old runs/);
  });

  test('pushed after the last attempt: only try again', () => {
    assert.deepEqual(first(sampleFinding('tag-not-found', { reason: 'pushed-later' })), {
      title: 'Try again now, without the rest of the back-off',
      safety: 'safe',
      commands: ['kubectl -n shop delete pod/web-1'],
      target: { kind: 'Deployment', namespace: 'shop', name: 'web' },
      note: 'The image was pushed after the last attempt',
    });
  });

  test('an owner with many containers and namespaces: one command each, the rest counted', () => {
    const pulls = ['a', 'b', 'c', 'd', 'e'].map((namespace) =>
      samplePull({ namespace, pod: `web-${namespace}` }),
    );
    const remedy = first(
      sampleFinding('tag-not-found', { pulls: [...pulls, samplePull({ namespace: 'a', pod: 'web-9' })] }),
    );
    assert.deepEqual(
      remedy?.commands,
      ['a', 'b', 'c'].map(
        (namespace) =>
          `kubectl -n ${namespace} set image deployment/web 'app=registry.example.com/shop/web:<TAG>'`,
      ),
    );
    assert.equal(remedy?.note, 'The same for 2 more workloads');
  });
});

suite('the name itself', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['registry.example.com/Shop/Web:V1', 'app=registry.example.com/shop/web:V1', /lower case/],
    [
      'https://registry.example.com/shop/web:1',
      'app=registry.example.com/shop/web:1',
      /Leave out https:\/\//,
    ],
    ['docker pull nginx:1', 'app=nginx:1', /Leave out "docker pull"/],
    [' nginx:1\n', 'app=nginx:1', /white space around/],
    ['nginx:1.0+build', 'app=nginx:1.0_build', /if that is what was meant/],
    ['nginx:sha256:' + 'a'.repeat(64), 'app=nginx@sha256:' + 'a'.repeat(64), /Put @ before the digest/],
    ['nginx:', `'app=nginx:<TAG>'`, /tag was most likely empty/],
    ['nginx:1:2', `'app=nginx:<TAG>'`, /two tags/],
    ['reg.io//web:1', `'app=<IMAGE>'`, /Two slashes/],
    ['nginx@sha256:abc', `'app=nginx@sha256:<DIGEST>'`, /too short/],
  ];
  for (const [image, assignment, note] of cases) {
    test(JSON.stringify(image).slice(0, 50), () => {
      const remedy = first(findingOf('invalid-reference', image));
      assert.deepEqual(remedy?.commands, [`kubectl -n shop set image deployment/web ${assignment}`]);
      assert.match(remedy?.note ?? '', note);
    });
  }

  test('a template that was not rendered: where its values come from', () => {
    const pulls = [samplePull({ image: 'shop/web:${TAG}', owner: { ...DEPLOYMENT, managedBy: 'Helm/web' } })];
    const remedy = first(sampleFinding('invalid-reference', { pulls, reason: 'template-not-rendered' }));
    assert.equal(remedy?.title, 'Give the variable in the image a value where the manifest is rendered');
    assert.deepEqual(remedy?.commands, [
      'helm -n shop get values web',
      `kubectl -n shop set image deployment/web 'app=<IMAGE>'`,
    ]);
  });

  test('a short name is written out, or the nodes are told', () => {
    const node = sampleNode({ runtime: { name: 'cri-o', version: '1.34.0' } });
    const planned = planRemedies(
      findingOf('short-name-unresolved', 'redis:7'),
      sampleEvidence({ nodes: [node] }),
    );
    assert.deepEqual(
      planned.map(({ commands }) => commands),
      [
        ['kubectl -n shop set image deployment/web app=docker.io/library/redis:7'],
        [
          'sudo mkdir -p /etc/containers/registries.conf.d',
          `printf '%s\\n' 'unqualified-search-registries = ["docker.io"]' | sudo tee /etc/containers/registries.conf.d/99-search.conf`,
          'sudo systemctl reload crio',
        ],
      ],
    );
  });
});

suite('images that moved', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['k8s.gcr.io/ingress-nginx/controller:v1.2.0', 'registry.k8s.io/ingress-nginx/controller:v1.2.0'],
    ['k8s.gcr.io/pause@sha256:' + 'b'.repeat(64), 'registry.k8s.io/pause@sha256:' + 'b'.repeat(64)],
    ['bitnami/redis:7.0.5-debian-11-r0', 'docker.io/bitnamilegacy/redis:7.0.5-debian-11-r0'],
    ['docker.pkg.github.com/owner/repo/image:1', 'ghcr.io/owner/repo/image:1'],
    ['gcr.io/kubebuilder/kube-rbac-proxy:v0.13.1', 'quay.io/brancz/kube-rbac-proxy:v0.13.1'],
  ];
  for (const [image, moved] of cases) {
    for (const cause of ['registry-retired', 'tag-not-found', 'connection-timeout'] as const) {
      test(`${image.slice(0, 40)} with ${cause}`, () => {
        assert.deepEqual(first(findingOf(cause, image))?.commands, [
          `kubectl -n shop set image deployment/web app=${moved}`,
        ]);
      });
    }
  }

  test('a project on gcr.io is moved by its owner', () => {
    const remedy = first(findingOf('registry-retired', 'gcr.io/my-project/app:1'));
    assert.deepEqual(remedy?.commands, ['gcloud artifacts docker upgrade migrate --projects=my-project']);
  });
});

suite('repository, digest and unspecified', () => {
  test('ECR: the repository is created where the host says', () => {
    const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1';
    const planned = planRemedies(findingOf('repository-not-found', image), sampleEvidence());
    assert.deepEqual(
      planned.slice(0, 2).map(({ commands }) => commands),
      [
        [
          `kubectl -n shop set image deployment/web 'app=123456789012.dkr.ecr.eu-west-1.amazonaws.com/<REPOSITORY>:<TAG>'`,
        ],
        ['aws ecr create-repository --region eu-west-1 --repository-name shop/web'],
      ],
    );
  });

  test('a digest: pin the one that exists, and how to see it', () => {
    const planned = planRemedies(
      findingOf('digest-not-found', `quay.io/org/app:2@sha256:${'c'.repeat(64)}`),
      sampleEvidence(),
    );
    assert.deepEqual(
      planned.map(({ commands }) => commands),
      [
        [`kubectl -n shop set image deployment/web 'app=quay.io/org/app:2@sha256:<DIGEST>'`],
        ['docker buildx imagetools inspect quay.io/org/app:2'],
        [`skopeo copy --all 'docker://<SOURCE>' docker://quay.io/org/app:2`],
      ],
    );
  });

  test('unspecified, with a digest: the digest is what to change', () => {
    const image = `quay.io/org/app:2@sha256:${'c'.repeat(64)}`;
    const remedy = first(findingOf('not-found-unspecified', image));
    assert.deepEqual(remedy?.commands, [
      `kubectl -n shop set image deployment/web 'app=quay.io/org/app:2@sha256:<DIGEST>'`,
    ]);
  });

  test('unspecified: the listing that settles it', () => {
    const planned = planRemedies(findingOf('not-found-unspecified', 'quay.io/org/app:2'), sampleEvidence());
    assert.deepEqual(planned[1]?.commands, ['skopeo list-tags docker://quay.io/org/app']);
  });

  const clusters: readonly (readonly ['kind' | 'minikube' | 'k3d', string, string])[] = [
    ['kind', 'dev-control-plane', 'kind load docker-image app:1 --name dev'],
    ['minikube', 'minikube', 'minikube image load app:1'],
    ['k3d', 'k3d-dev-server-0', 'k3d image import app:1 -c dev'],
  ];
  for (const [provider, name, command] of clusters) {
    test(`never loaded into ${provider}`, () => {
      const pulls = [samplePull({ image: 'app:1', node: name })];
      const evidence = sampleEvidence({ nodes: [sampleNode({ name, provider })] });
      for (const cause of ['not-found-unspecified', 'access-denied-ambiguous', 'never-pull'] as const) {
        const remedy = first(sampleFinding(cause, { pulls, reason: 'image-never-loaded' }), evidence);
        assert.deepEqual(remedy?.commands, [command]);
      }
    });
  }
});

suite('what stands there does not fit', () => {
  test('platform: the pods go where the image runs already', () => {
    const nodes = [
      sampleNode({ architecture: 'arm64' }),
      sampleNode({ name: 'node-2', architecture: 'amd64' }),
    ];
    const evidence = sampleEvidence({
      nodes,
      pods: [samplePod(), samplePod({ name: 'web-2', nodeName: 'node-2', running: true })],
    });
    const patch = { spec: { template: { spec: { nodeSelector: { 'kubernetes.io/arch': 'amd64' } } } } };
    assert.deepEqual(first(sampleFinding('platform-mismatch'), evidence), {
      title: 'Keep the pods on nodes that the image was built for',
      safety: 'unsafe',
      commands: [`kubectl -n shop patch deployment/web -p '${JSON.stringify(patch)}'`],
      target: { kind: 'Deployment', namespace: 'shop', name: 'web' },
      patchType: 'strategic',
      patch,
      note: 'The same image runs on amd64 nodes. New pods stay pending if no such node has room',
    });
  });

  test('platform: else it is built for all platforms of the cluster', () => {
    const nodes = [
      sampleNode({ architecture: 'arm64' }),
      sampleNode({ name: 'node-2', architecture: 's390x' }),
    ];
    const build =
      'docker buildx build --platform linux/arm64,linux/s390x -t registry.example.com/shop/web:v1.0.1 --push .';
    for (const cause of ['platform-mismatch', 'wrong-architecture-binary'] as const) {
      assert.deepEqual(first(sampleFinding(cause), sampleEvidence({ nodes }))?.commands, [build]);
    }
  });

  const faults: readonly (readonly [Fault, string])[] = [
    [{ kind: 'media-type', what: 'schema1' }, 'Push the image again in a current format'],
    [{ kind: 'media-type', what: 'artifact' }, 'Set a container image, not the artifact beside it'],
    [{ kind: 'not-json', character: '<' }, 'Make the host answer as a registry'],
    [{ kind: 'media-type', what: 'unknown' }, 'See what stands under this name'],
  ];
  for (const [fault, title] of faults) {
    test(`manifest: ${JSON.stringify(fault)}`, () => {
      assert.equal(
        first(sampleFinding('unsupported-manifest', { pulls: [samplePull({}, fault)] }))?.title,
        title,
      );
    });
  }
});
