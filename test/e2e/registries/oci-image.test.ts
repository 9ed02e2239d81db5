import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { buildImage, buildIndex, sha256 } from './oci-image.ts';
import { assembleProgram, foreignArchitecture, ownArchitecture } from './program.ts';

interface Descriptor {
  readonly digest: string;
  readonly size: number;
  readonly platform?: { readonly architecture: string };
}

test('a manifest names its config and layer by their own digests and sizes', () => {
  const { manifest, blobs } = buildImage({ name: 'one' });
  const { config, layers } = JSON.parse(manifest.bytes.toString()) as {
    readonly config: Descriptor;
    readonly layers: readonly Descriptor[];
  };
  const named = [config, ...layers].map(({ digest, size }) => ({ digest, size }));
  assert.deepEqual(
    named,
    blobs.map(({ bytes }) => ({ digest: sha256(bytes), size: bytes.length })),
  );
});

test('the config names the layer by the digest of its unpacked bytes', () => {
  const [config, layer] = buildImage({ name: 'one' }).blobs;
  const { rootfs } = JSON.parse(config?.bytes.toString() ?? '') as {
    readonly rootfs: { readonly diff_ids: readonly string[] };
  };
  assert.deepEqual(rootfs.diff_ids, [sha256(gunzipSync(layer?.bytes ?? new Uint8Array()))]);
});

test('images of different names share nothing but their form', () => {
  const [one, other] = [buildImage({ name: 'one' }), buildImage({ name: 'other' })];
  assert.notEqual(one.manifest.digest, other.manifest.digest);
  assert.equal(buildImage({ name: 'one' }).manifest.digest, one.manifest.digest);
});

test('an index names its images with the platform they are for', () => {
  const image = buildImage({ name: 'one', architecture: foreignArchitecture() });
  const { manifest } = buildIndex(new Map([[foreignArchitecture(), image]]));
  const { manifests } = JSON.parse(manifest.bytes.toString()) as {
    readonly manifests: readonly Descriptor[];
  };
  assert.equal(manifests[0]?.digest, image.manifest.digest);
  assert.equal(manifests[0]?.platform?.architecture, foreignArchitecture());
});

test('programs are ELF files for the machine that is asked for', () => {
  for (const [architecture, machine] of [
    ['amd64', 62],
    ['arm64', 183],
  ] as const) {
    const file = assembleProgram(architecture, 'wait');
    assert.equal(file.toString('latin1', 1, 4), 'ELF');
    assert.equal(file.readUInt16LE(18), machine);
  }
  assert.notEqual(ownArchitecture(), foreignArchitecture());
});
