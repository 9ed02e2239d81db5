import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import {
  formatPlatform,
  parsePlatform,
  type Platform,
} from '../../../../src/core/evidence/image/platform.ts';
import { chooseEntries } from '../../../../src/core/evidence/registry/choose-entries.ts';
import { readImageConfig } from '../../../../src/core/evidence/registry/image-config.ts';
import { readManifest } from '../../../../src/core/evidence/registry/manifest-reading.ts';
import { readCatalogPage, readTagPage } from '../../../../src/core/evidence/registry/tag-list.ts';
import { readTokenAnswer } from '../../../../src/core/evidence/registry/token-answer.ts';

const OCI = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';
const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

suite('manifests', () => {
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digest('c'), size: 10 };
  const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: digest('a'), size: 90 };

  test('an image, with the bytes of config and layers', () => {
    const read = readManifest(OCI, { schemaVersion: 2, mediaType: OCI, config, layers: [layer, layer] });
    assert.equal(read?.kind, 'image');
    assert.equal(read.size, 190);
    assert.equal(read.config?.digest, digest('c'));
    assert.equal(read.artifactType, undefined);
  });

  test('an index, without what BuildKit attests', () => {
    const read = readManifest(INDEX, {
      schemaVersion: 2,
      manifests: [
        {
          mediaType: OCI,
          digest: digest('1'),
          size: 1,
          platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
        },
        {
          mediaType: OCI,
          digest: digest('2'),
          size: 1,
          platform: {
            os: 'windows',
            architecture: 'amd64',
            'os.version': '10.0.20348.1',
            'os.features': ['win32k'],
          },
        },
        {
          mediaType: OCI,
          digest: digest('3'),
          size: 1,
          platform: { os: 'unknown', architecture: 'unknown' },
        },
        {
          mediaType: OCI,
          digest: digest('4'),
          size: 1,
          platform: { os: 'linux', architecture: 'amd64' },
          annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
        },
        { mediaType: OCI, digest: digest('5'), size: 1 },
        { mediaType: OCI, digest: 'sha256:../../etc/passwd', size: 1 },
      ],
      annotations: { 'org.opencontainers.image.created': '2026-01-02T03:04:05Z' },
    });
    assert.equal(read?.kind, 'index');
    assert.deepEqual(
      read.entries.map(({ platform }) => formatPlatform(platform)),
      ['linux/arm64/v8', 'windows(10.0.20348.1+win32k)/amd64', 'unknown'],
    );
    assert.equal(read.created, Date.UTC(2026, 0, 2, 3, 4, 5));
  });

  test("an artifact says what it is: by its config's type, or by its own", () => {
    const chart = { ...config, mediaType: 'application/vnd.cncf.helm.config.v1+json' };
    const helm = readManifest(OCI, { schemaVersion: 2, config: chart, layers: [layer] });
    assert.deepEqual(
      [helm?.kind, helm?.artifactType],
      ['artifact', 'application/vnd.cncf.helm.config.v1+json'],
    );
    const empty = { ...config, mediaType: 'application/vnd.oci.empty.v1+json' };
    const typed = readManifest(OCI, {
      schemaVersion: 2,
      artifactType: 'application/example',
      config: empty,
      layers: [],
    });
    assert.deepEqual([typed?.kind, typed?.artifactType], ['artifact', 'application/example']);
  });

  test('an image with an artifact type runs all the same', () => {
    const read = readManifest(OCI, {
      schemaVersion: 2,
      artifactType: 'application/example',
      config,
      layers: [layer],
    });
    assert.deepEqual([read?.kind, read?.artifactType], ['image', 'application/example']);
  });

  test('schema 1 is recognised by its number or its type', () => {
    const type = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
    assert.equal(readManifest('application/json', { schemaVersion: 1, fsLayers: [] })?.kind, 'schema1');
    assert.equal(readManifest(type, { name: 'a' })?.kind, 'schema1');
  });

  test('the kind is seen where the type is not told', () => {
    assert.equal(readManifest('', { manifests: [] })?.kind, 'index');
    assert.equal(readManifest('text/plain', { config, layers: [] })?.kind, 'image');
  });

  test('layers of elsewhere are told, and a size that is not known is none', () => {
    const foreign = { ...layer, urls: ['https://example.com/base'] };
    const read = readManifest(OCI, { config, layers: [foreign, { ...layer, size: 'much' }] });
    assert.deepEqual(
      read?.layers.map((one) => one.foreign),
      [true, false],
    );
    assert.equal(read.size, undefined);
  });

  test('what is no manifest is none', () => {
    for (const json of [undefined, null, 1, 'x', [], {}, { schemaVersion: 2 }, { manifests: {} }]) {
      assert.equal(readManifest(OCI, json), undefined);
    }
  });

  test('any JSON is read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(OCI, INDEX, ''), (json, type) => {
        readManifest(type, json);
        readManifest(type, { manifests: [json], layers: [json], config: json, annotations: json });
        readImageConfig(json);
        readTagPage({ tags: [json] });
        readTokenAnswer(json);
      }),
    );
  });
});

test("an image's config", () => {
  assert.deepEqual(
    readImageConfig({ os: 'linux', architecture: 'arm', variant: 'v7', created: '2026-01-02T03:04:05Z' }),
    {
      platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
      created: Date.UTC(2026, 0, 2, 3, 4, 5),
    },
  );
  assert.deepEqual(readImageConfig({ os: 'linux', architecture: 'amd64', created: '1970-01-01T00:00:00Z' }), {
    platform: { os: 'linux', architecture: 'amd64' },
  });
  assert.equal(readImageConfig({ name: 'chart' }), undefined);
});

test('the entries that platforms would be given', () => {
  const platform = (text: string): Platform => parsePlatform(text) ?? { os: '', architecture: '' };
  const entries = ['linux/amd64', 'linux/386', 'linux/arm/v7', 'linux/arm64'].map((text, index) => ({
    digest: digest(String(index)),
    mediaType: OCI,
    foreign: false,
    platform: platform(text),
  }));
  const chosen = (...wanted: readonly string[]): readonly string[] =>
    chooseEntries(entries, wanted.map(platform)).map((entry) => formatPlatform(entry.platform));
  assert.deepEqual(chosen('linux/arm64'), ['linux/arm64']);
  assert.deepEqual(chosen('linux/386', 'linux/amd64', 'linux/amd64'), ['linux/386', 'linux/amd64']);
  assert.deepEqual(chosen('linux/s390x'), []);
  const bare = {
    digest: digest('9'),
    mediaType: OCI,
    foreign: false,
    platform: { os: '', architecture: '' },
  };
  assert.deepEqual(chooseEntries([bare], [platform('linux/s390x')]), [bare]);
});

test('pages of tags and repositories', () => {
  assert.deepEqual(readTagPage({ name: 'a', tags: ['v1', 'v 2', 7, '../x'] }), ['v1']);
  assert.deepEqual(readTagPage({ name: 'a', tags: null }), []);
  assert.equal(readTagPage({ name: 'a' }), undefined);
  assert.equal(readTagPage({ errors: [] }), undefined);
  assert.deepEqual(readCatalogPage({ repositories: ['team/app', 'Team'] }), ['team/app']);
});

suite('tokens', () => {
  const jwt = (claims: unknown): string =>
    ['{}', JSON.stringify(claims)]
      .map((part) => Buffer.from(part).toString('base64url'))
      .concat('sig')
      .join('.');

  test('either name, and a life of a minute where none is told', () => {
    assert.deepEqual(readTokenAnswer({ token: 'a', expires_in: 300 }), { token: 'a', lifetime: 300 });
    assert.deepEqual(readTokenAnswer({ access_token: 'b' }), { token: 'b', lifetime: 60 });
  });

  test('what a JWT says it grants', () => {
    const access = [{ type: 'repository', name: 'a/b', actions: ['pull'] }];
    assert.deepEqual(readTokenAnswer({ token: jwt({ access }) })?.granted, ['repository:a/b:pull']);
    assert.deepEqual(readTokenAnswer({ token: jwt({ access: [] }) })?.granted, []);
    assert.equal(readTokenAnswer({ token: jwt({ sub: 'x' }) })?.granted, undefined);
    assert.equal(readTokenAnswer({ token: 'a.!.c' })?.granted, undefined);
  });

  test('a token that would break out of its header is none', () => {
    for (const token of ['', 'a\r\nHost: x', 'a b', 'ü', 7, null])
      assert.equal(readTokenAnswer({ token }), undefined);
  });
});
