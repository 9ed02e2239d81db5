import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  registryVendor,
  secretServer,
  type RegistryVendor,
} from '../../../src/core/remedy/registry-vendor.ts';

suite('whose registry a host is', () => {
  const cases: readonly (readonly [string, RegistryVendor])[] = [
    ['docker.io', { kind: 'docker-hub' }],
    [
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
      { kind: 'ecr', account: '123456789012', region: 'eu-west-1' },
    ],
    [
      '123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com',
      { kind: 'ecr', account: '123456789012', region: 'us-gov-west-1' },
    ],
    [
      '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn',
      { kind: 'ecr', account: '123456789012', region: 'cn-north-1' },
    ],
    ['123456789012.dkr-ecr.eu-west-1.on.aws', { kind: 'ecr', account: '123456789012', region: 'eu-west-1' }],
    ['public.ecr.aws', { kind: 'ecr-public' }],
    ['shop.azurecr.io', { kind: 'acr', name: 'shop' }],
    ['europe-west1-docker.pkg.dev', { kind: 'artifact-registry', location: 'europe-west1' }],
    ['eu.gcr.io', { kind: 'container-registry' }],
    ['ghcr.io', { kind: 'ghcr' }],
    ['registry.gitlab.com', { kind: 'gitlab' }],
    ['quay.io', { kind: 'quay' }],
    ['registry.redhat.io', { kind: 'red-hat' }],
    ['registry.example.com:5000', { kind: 'other' }],
    ['12345.dkr.ecr.eu-west-1.amazonaws.com', { kind: 'other' }],
    ['shop.azurecr.io.example.com', { kind: 'other' }],
    ['a.b.azurecr.io', { kind: 'other' }],
    ['constructor', { kind: 'other' }],
    ['', { kind: 'other' }],
  ];
  for (const [host, vendor] of cases) {
    test(host, () => assert.deepEqual(registryVendor(host), vendor));
  }

  test('Docker Hub has another key in secrets', () => {
    assert.equal(secretServer('docker.io'), 'https://index.docker.io/v1/');
    assert.equal(secretServer('quay.io'), 'quay.io');
  });
});
