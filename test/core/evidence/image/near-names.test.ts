import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearHost } from '../../../../src/core/evidence/image/near-host.ts';
import { nearRepositories } from '../../../../src/core/evidence/image/near-repositories.ts';

const HOSTS: readonly (readonly [string, string | undefined])[] = [
  ['docker.oi', 'docker.io'],
  ['ghrc.io', 'ghcr.io'],
  ['quay.oi', 'quay.io'],
  ['gcr.oi', 'gcr.io'],
  ['registry.k8s.oi', 'registry.k8s.io'],
  ['hub.docker.com', 'docker.io'],
  ['github.com', 'ghcr.io'],
  ['shop.azureacr.io', 'shop.azurecr.io'],
  ['mcr.microsft.com', 'mcr.microsoft.com'],
  ['docker.io', undefined],
  ['shop.azurecr.io', undefined],
  ['europe-west1-docker.pkg.dev', undefined],
  ['registry.example.com', undefined],
  ['localhost:5000', undefined],
  ['', undefined],
];

for (const [host, meant] of HOSTS) {
  test(`host ${host || '(none)'} is ${meant ?? 'left as it is'}`, () => {
    assert.equal(nearHost(host), meant);
  });
}

test('repositories: another folder, a slip, one name in the other', () => {
  const names = ['shop/web', 'shop/api', 'shop/web-frontend', 'team/wbe', 'other/thing'];
  assert.deepEqual(nearRepositories('shop/wbe', names), ['shop/web', 'team/wbe']);
  assert.deepEqual(nearRepositories('shop/frontend', names), ['shop/web-frontend']);
  assert.deepEqual(nearRepositories('Shop/Web', names)[0], 'shop/web');
  assert.deepEqual(nearRepositories('shop/we_b', names)[0], 'shop/web');
  assert.deepEqual(nearRepositories('nothing/alike', names), []);
});
