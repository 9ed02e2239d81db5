import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isReference, parseImageReference } from '../../../../src/core/evidence/image/image-reference.ts';
import {
  retiredRegistry,
  type RetiredRegistry,
} from '../../../../src/core/evidence/image/retired-registries.ts';

function retired(image: string): RetiredRegistry | undefined {
  const parsed = parseImageReference(image);
  assert.ok(isReference(parsed), image);
  return retiredRegistry(parsed.domain, parsed.path);
}

suite('registries that were given up', () => {
  const cases: readonly (readonly [image: string, successor: string | undefined, fully: boolean])[] = [
    ['k8s.gcr.io/pause:3.2', 'registry.k8s.io/pause', false],
    ['k8s.gcr.io/ingress-nginx/controller', 'registry.k8s.io/ingress-nginx/controller', false],
    ['gcr.io/google_containers/pause-amd64:3.0', 'registry.k8s.io/pause-amd64', false],
    ['gcr.io/google-containers/kube-proxy:v1.10.0', 'registry.k8s.io/kube-proxy', false],
    ['gcr.io/k8s-artifacts-prod/dns/k8s-dns-node-cache:1', 'registry.k8s.io/dns/k8s-dns-node-cache', false],
    ['gcr.io/kubebuilder/kube-rbac-proxy:v0.8.0', 'quay.io/brancz/kube-rbac-proxy', true],
    ['gcr.io/my-project/app', undefined, false],
    ['eu.gcr.io/my-project/app', undefined, false],
    ['docker.pkg.github.com/owner/repo/image:1', 'ghcr.io/owner/repo/image', true],
    ['docker.pkg.github.com/owner/image:1', undefined, true],
    ['bitnami/redis:7', 'docker.io/bitnamilegacy/redis', false],
    ['docker.io/bitnami/postgresql:11', 'docker.io/bitnamilegacy/postgresql', false],
    ['docker.bintray.io/jfrog/xray:2', undefined, true],
    ['kong-docker-kuma-docker.bintray.io/kuma-cp:1', undefined, true],
  ];
  for (const [image, successor, fully] of cases) {
    test(image, () => {
      const found = retired(image);
      assert.deepEqual({ successor: found?.successor, fully: found?.fully }, { successor, fully });
    });
  }

  test('what is said of each is whole', () => {
    for (const [image] of cases) {
      const found = retired(image);
      assert.match(found?.since ?? '', /^\d{4}(-\d\d(-\d\d)?)?$/);
      assert.match(found?.sentence ?? '', /^[A-Z].*[^.]$/);
      assert.ok((found?.title.split(' ').length ?? 0) >= 2);
    }
  });

  test('what lives, or only looks alike, is not named', () => {
    const alive = [
      'registry.k8s.io/pause:3.9',
      'nginx:1',
      'bitnamilegacy/redis:7',
      'bitnamisecure/redis:latest',
      'quay.io/bitnami/redis:1',
      'ghcr.io/owner/image:1',
      'gcr.io.example.com/project/app:1',
      'notbintray.io/x/y:1',
      'evil-k8s.gcr.io.example.org/pause:1',
      'registry.example.com/k8s.gcr.io/pause:3.2',
    ];
    for (const image of alive) assert.equal(retired(image), undefined, image);
  });

  test('any text is answered', () => {
    for (const domain of ['', 'k8s.gcr.io', '.bintray.io', 'constructor'])
      assert.equal(retiredRegistry(domain, ''), undefined);
  });
});
