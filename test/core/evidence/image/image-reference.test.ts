import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  familiarName,
  formatPulledReference,
  formatReference,
  isReference,
  parseImageReference,
  registryHostOf,
  repositoryOf,
  type ImageReference,
  type ReferenceFault,
  type ReferenceOptions,
} from '../../../../src/core/evidence/image/image-reference.ts';

const hex = '0123456789abcdef'.repeat(4);

/** What a person wrote, and the image it means: domain, path, and tag or digest. */
const references: readonly (readonly [written: string, domain: string, path: string, version: string])[] = [
  ['nginx', 'docker.io', 'library/nginx', ''],
  ['nginx:1.27', 'docker.io', 'library/nginx', ':1.27'],
  [`nginx@sha256:${hex}`, 'docker.io', 'library/nginx', `@sha256:${hex}`],
  [`nginx:1.27@sha256:${hex}`, 'docker.io', 'library/nginx', `:1.27@sha256:${hex}`],
  ['bitnami/redis', 'docker.io', 'bitnami/redis', ''],
  ['docker.io/nginx', 'docker.io', 'library/nginx', ''],
  ['index.docker.io/library/nginx:1', 'docker.io', 'library/nginx', ':1'],
  ['quay.io/nginx', 'quay.io', 'nginx', ''],
  ['ghcr.io/owner/app:sha-1a2b3c4', 'ghcr.io', 'owner/app', ':sha-1a2b3c4'],
  ['localhost/app', 'localhost', 'app', ''],
  ['10.0.0.7:5000/team/app:1', '10.0.0.7:5000', 'team/app', ':1'],
  ['[fd00::1]:5000/app', '[fd00::1]:5000', 'app', ''],
  ['reg.io:99999/app', 'reg.io:99999', 'app', ''],
  // A single name is never a host, whatever it looks like.
  ['myregistry:5000', 'docker.io', 'library/myregistry', ':5000'],
  ['localhost', 'docker.io', 'library/localhost', ''],
  ['reg.io', 'docker.io', 'library/reg.io', ''],
  // A host without dot, colon or upper-case letter is a namespace of Docker Hub.
  ['myregistry/app', 'docker.io', 'myregistry/app', ''],
  ['my_registry/team/app', 'docker.io', 'my_registry/team/app', ''],
  ['Myorg/app', 'Myorg', 'app', ''],
  // A host with an underscore is no domain, but the text still fits as a path.
  ['my_reg.io/app:1', '', 'my_reg.io/app', ':1'],
  ['app:sha256-abc', 'docker.io', 'library/app', ':sha256-abc'],
  ['reg.io/a--b__c.d_e/f', 'reg.io', 'a--b__c.d_e/f', ''],
];

/** What a person wrote, what the runtime says of it, what was done wrong, and where. */
const faults: readonly (readonly [
  written: string,
  error: string,
  why: ReferenceFault['why'],
  at: number | undefined,
])[] = [
  ['', 'invalid reference format', 'empty', undefined],
  ['   ', 'invalid reference format', 'whitespace', 0],
  [' app', 'invalid reference format', 'whitespace', 0],
  ['app:1\n', 'invalid reference format', 'whitespace', 5],
  ['app :1', 'invalid reference format', 'whitespace', 3],
  ['app:1\u200b', 'invalid reference format', 'whitespace', 5],
  ['Nginx:1', 'invalid reference format: repository name (library/Nginx) must be lowercase', 'uppercase', 0],
  [
    'docker.io/Nginx',
    'invalid reference format: repository name (library/Nginx) must be lowercase',
    'uppercase',
    10,
  ],
  [
    'reg.io/Team/app:1',
    'invalid reference format: repository name (Team/app) must be lowercase',
    'uppercase',
    7,
  ],
  ['myorg/App', 'invalid reference format: repository name (myorg/App) must be lowercase', 'uppercase', 6],
  ['My_Org/app', 'repository name must be lowercase', 'uppercase', 0],
  ['https://reg.io/app:1', 'invalid reference format', 'scheme', 5],
  ['docker://nginx', 'invalid reference format', 'scheme', 6],
  ['app:${TAG}', 'invalid reference format', 'template', 4],
  ['app:$TAG', 'invalid reference format', 'template', 4],
  ['app:{{ .Values.tag }}', 'invalid reference format', 'template', 4],
  ['app:<tag>', 'invalid reference format', 'template', 4],
  [
    'reg.io/${TEAM}/app',
    'invalid reference format: repository name (${TEAM}/app) must be lowercase',
    'template',
    7,
  ],
  ['"app:1"', 'invalid reference format', 'quotes', 0],
  ['app:', 'invalid reference format', 'empty-tag', 3],
  [`app:@sha256:${hex}`, 'invalid reference format', 'empty-tag', 3],
  ['app@', 'invalid reference format', 'empty-digest', 3],
  ['/app:1', 'invalid reference format', 'empty-name', 0],
  ['reg.io/', 'invalid reference format', 'empty-name', 6],
  ['reg.io/:v1', 'invalid reference format', 'empty-name', 7],
  [`@sha256:${hex}`, 'invalid reference format', 'empty-name', 0],
  ['reg.io//app', 'invalid reference format', 'double-slash', 6],
  ['app:1.0+build', 'invalid reference format', 'plus-in-tag', 7],
  ['reg.io:5000/app:v1:v2', 'invalid reference format', 'double-tag', 18],
  ['reg.io:5000:v1', 'invalid reference format', 'double-tag', 11],
  [`reg.io/app:sha256:${hex}`, 'invalid reference format', 'digest-as-tag', 10],
  ['reg.io/app@sha256:abc', 'invalid reference format', 'short-digest', 11],
  [`app@sha256:${hex.slice(1)}`, 'invalid checksum digest length', 'short-digest', 4],
  [`app@sha512:${hex}`, 'invalid checksum digest length', 'short-digest', 4],
  [`app@sha256:${hex}0`, 'invalid checksum digest length', 'other', 4],
  [`app@sha256:${hex.toUpperCase()}`, 'invalid checksum digest format', 'uppercase', 4],
  [`app@md5:${hex}`, 'unsupported digest algorithm', 'other', 4],
  [`app:1@SHA256:${hex}`, 'invalid checksum digest format', 'other', 6],
  [hex, `invalid repository name (${hex}), cannot specify 64-byte hexadecimal strings`, 'hex64', 0],
  ['my_reg:5000/app', 'invalid reference format', 'underscore-in-host', 2],
  ['app\u20131:2', 'invalid reference format', 'non-ascii', 3],
  [`a/${'b'.repeat(254)}`, 'repository name must not be more than 255 characters', 'other', undefined],
  [`app:${'t'.repeat(129)}`, 'invalid reference format', 'other', 132],
  ['app..x', 'invalid reference format', 'other', 3],
  ['app-', 'invalid reference format', 'other', 3],
  ['reg-.io/app', 'invalid reference format', 'other', 3],
  ['reg.io:/app', 'invalid reference format', 'other', 7],
  ['[::1/app', 'invalid reference format', 'other', 4],
  ['app:-1', 'invalid reference format', 'other', 4],
  ['app=1', 'invalid reference format', 'other', 3],
];

suite('references', () => {
  for (const [written, domain, path, version] of references) {
    test(`${shown(written)} is ${path} at ${domain || 'no domain'}`, () => {
      const reference = referenceOf(written);
      assert.equal(reference.text, written);
      assert.equal(reference.domain, domain);
      assert.equal(reference.path, path);
      assert.equal(formatReference(reference), (domain === '' ? path : `${domain}/${path}`) + version);
    });
  }
});

suite('faults', () => {
  for (const [written, error, why, at] of faults) {
    test(`${shown(written)} is refused: ${why}`, () => {
      const fault = faultOf(written);
      assert.deepEqual(
        { text: fault.text, error: fault.error, why: fault.why, at: fault.at },
        { text: written, error, why, at },
      );
    });
  }

  test('each Go error has its code', () => {
    assert.equal(faultOf('app:').code, 'invalid-format');
    assert.equal(faultOf('App').code, 'uppercase-name');
    assert.equal(faultOf('My_Org/app').code, 'uppercase-name');
    assert.equal(faultOf(`a/${'b'.repeat(254)}`).code, 'name-too-long');
    assert.equal(faultOf(hex).code, 'hexadecimal-name');
    assert.equal(faultOf(`app@sha256:${hex}0`).code, 'digest-length');
    assert.equal(faultOf(`app@sha256:${hex.toUpperCase()}`).code, 'digest-format');
    assert.equal(faultOf(`app@md5:${hex}`).code, 'digest-unsupported');
  });
});

suite('what a reference says', () => {
  test('tag and digest are there only when written', () => {
    assert.deepEqual(parseImageReference(`quay.io/org/app:v1@sha256:${hex}`), {
      kind: 'reference',
      text: `quay.io/org/app:v1@sha256:${hex}`,
      domain: 'quay.io',
      path: 'org/app',
      tag: 'v1',
      digest: { algorithm: 'sha256', hex },
      explicitDomain: true,
    });
    assert.deepEqual(parseImageReference('app'), {
      kind: 'reference',
      text: 'app',
      domain: 'docker.io',
      path: 'library/app',
      explicitDomain: false,
    });
  });

  test('the domain is explicit when the text names a registry', () => {
    assert.equal(referenceOf('docker.io/nginx').explicitDomain, true);
    assert.equal(referenceOf('my_reg.io/app').explicitDomain, true);
    assert.equal(referenceOf('myregistry/app').explicitDomain, false);
    assert.equal(referenceOf('myregistry:5000').explicitDomain, false);
  });

  test('the host that is asked', () => {
    assert.equal(registryHostOf(referenceOf('nginx')), 'registry-1.docker.io');
    assert.equal(registryHostOf(referenceOf('index.docker.io/a/b')), 'registry-1.docker.io');
    assert.equal(registryHostOf(referenceOf('reg.io:5000/app')), 'reg.io:5000');
    assert.equal(registryHostOf(referenceOf('my_reg.io/team/app')), 'my_reg.io');
  });

  test('the repository, in full and as people write it', () => {
    assert.equal(repositoryOf(referenceOf('nginx:1')), 'docker.io/library/nginx');
    assert.equal(familiarName(referenceOf('docker.io/library/nginx:1')), 'nginx');
    assert.equal(familiarName(referenceOf('docker.io/library/a/b')), 'library/a/b');
    assert.equal(familiarName(referenceOf('docker.io/bitnami/redis')), 'bitnami/redis');
    assert.equal(familiarName(referenceOf('quay.io/library/app')), 'quay.io/library/app');
  });

  test('what is pulled: the digest whatever the tag, else the tag, else latest', () => {
    assert.equal(formatPulledReference(referenceOf('nginx')), 'docker.io/library/nginx:latest');
    assert.equal(formatPulledReference(referenceOf('nginx:1')), 'docker.io/library/nginx:1');
    assert.equal(
      formatPulledReference(referenceOf(`nginx:1@sha256:${hex}`)),
      `docker.io/library/nginx@sha256:${hex}`,
    );
  });
});

suite('the length rule', () => {
  const longest = 'b'.repeat(255);

  test('counts the path alone, as kubelets since 1.32 do', () => {
    assert.ok(isReference(parseImageReference(`reg.io/${longest}`)));
    assert.equal(faultOf(`reg.io/${longest}b`).code, 'name-too-long');
    assert.equal(faultOf('b'.repeat(255)).code, 'name-too-long', 'library/ counts');
    assert.ok(isReference(parseImageReference('b'.repeat(255 - 'library/'.length))));
  });

  test('counts the domain too, as kubelets before 1.32 do', () => {
    const before: ReferenceOptions = { lengthRule: 'domain-and-path' };
    assert.equal(faultOf(`reg.io/${longest}`, before).code, 'name-too-long');
    assert.ok(isReference(parseImageReference(`reg.io/${'b'.repeat(255 - 'reg.io/'.length)}`, before)));
    assert.equal(faultOf('b'.repeat(255 - 'library/'.length), before).code, 'name-too-long');
  });
});

function referenceOf(text: string): ImageReference {
  const read = parseImageReference(text);
  assert.ok(isReference(read), `${shown(text)} was refused: ${JSON.stringify(read)}`);
  return read;
}

function faultOf(text: string, options?: ReferenceOptions): ReferenceFault {
  const read = parseImageReference(text, options);
  assert.ok(!isReference(read), `${shown(text)} was accepted`);
  return read;
}

function shown(text: string): string {
  const quoted = JSON.stringify(text);
  return quoted.length > 60 ? `${quoted.slice(0, 57)}…"` : quoted;
}
