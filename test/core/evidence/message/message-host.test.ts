import { readMessage } from '../../../../src/core/evidence/message/read-message.ts';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { HostRole, PullStep } from '../../../../src/core/evidence/message/message-reading.ts';
import {
  domainOfImage,
  hostOfUrl,
  roleOfRequest,
} from '../../../../src/core/evidence/message/message-host.ts';

suite('hostOfUrl', () => {
  const rows: readonly (readonly [url: string, host: string | undefined])[] = [
    ['https://registry.acme.test/v2/a/manifests/1', 'registry.acme.test'],
    ['http://registry.acme.test:5000/v2/', 'registry.acme.test:5000'],
    ['https://[fd00::1]:5000/v2/', '[fd00::1]:5000'],
    ['https://registry.acme.test?x=1', 'registry.acme.test'],
    ['https://someone@registry.acme.test/v2/', 'registry.acme.test'],
    ['https://registry.acme.test:', 'registry.acme.test'],
    ['https://<name>.acme.test/v2/', '<name>.acme.test'],
    ['registry.acme.test/a', 'registry.acme.test'],
    ['https://', undefined],
    ['', undefined],
  ];
  for (const [url, host] of rows)
    test(url === '' ? '(nothing)' : url, () => {
      assert.equal(hostOfUrl(url), host);
    });
});

suite('domainOfImage', () => {
  const rows: readonly (readonly [image: string, domain: string])[] = [
    ['nginx', 'docker.io'],
    ['nginx:1', 'docker.io'],
    ['shop/web', 'docker.io'],
    ['registry.acme.test/shop/web:1', 'registry.acme.test'],
    ['registry:5000/web', 'registry:5000'],
    ['localhost/web', 'localhost'],
    ['Myorg/web', 'Myorg'],
  ];
  for (const [image, domain] of rows)
    test(image, () => {
      assert.equal(domainOfImage(image), domain);
    });
});

suite('roleOfRequest', () => {
  const image = 'registry.acme.test/shop/web:1';
  const rows: readonly (readonly [host: string, url: string, step: PullStep | undefined, role: HostRole])[] =
    [
      ['registry.acme.test', 'https://registry.acme.test/v2/shop/web/manifests/1', 'resolve', 'registry'],
      [
        'mirror.acme.test',
        'https://mirror.acme.test/v2/shop/web/manifests/1?ns=registry.acme.test',
        'resolve',
        'mirror',
      ],
      ['auth.acme.test', 'https://auth.acme.test/token?service=x', 'resolve', 'token'],
      ['auth.acme.test', 'https://auth.acme.test/anything?scope=repository%3Ashop', undefined, 'token'],
      ['registry.acme.test', 'https://registry.acme.test/service/token?account=a', undefined, 'token'],
      ['registry.acme.test', '', 'authorize', 'token'],
      ['blobs.acme.test', 'https://blobs.acme.test/data?sig=x', 'layer', 'blob'],
      ['blobs.acme.test', 'https://blobs.acme.test/data?sig=x', 'config', 'blob'],
      ['registry.acme.test', 'https://registry.acme.test/v2/shop/web/blobs/sha256:1', 'layer', 'registry'],
      ['tokens.acme.test', 'https://tokens.acme.test/v2/shop/web/manifests/1', 'resolve', 'registry'],
    ];
  for (const [host, url, step, role] of rows)
    test(`${step ?? 'no step'} ${host} ${url}`, () => {
      assert.equal(roleOfRequest(host, { image, url, ...(step === undefined ? {} : { step }) }), role);
    });

  test("Docker Hub's own hosts are the registry of docker.io", () => {
    for (const host of ['registry-1.docker.io', 'index.docker.io'])
      assert.equal(roleOfRequest(host, { image: 'docker.io/library/nginx:1', step: 'layer' }), 'registry');
  });
});

test('containerd 1.6 names the host without a URL: another than the image\u2019s is a mirror', () => {
  const said = (host: string): string | undefined =>
    readMessage(
      `failed to pull and unpack image "registry.example.com/shop/web:v1": failed to resolve reference "registry.example.com/shop/web:v1": pulling from host ${host} failed with status code [manifests v1]: 404 Not Found`,
    ).attempts[0]?.host?.role;
  assert.equal(said('registry.example.com'), 'registry');
  assert.equal(said('mirror.example.net'), 'mirror');
});
