import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { assembleProgram, ownArchitecture, type Architecture, type Program } from './program.ts';

/** Bytes with the names the registry protocol gives them. */
export interface Content {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

/** What a registry holds of one image: its manifest or index, and everything that hangs from it. */
export interface OciImage {
  readonly manifest: Content;
  readonly blobs: readonly Content[];
  /** The images of an index. */
  readonly children: readonly OciImage[];
}

export interface ImageRequest {
  /** Tells this image's layer from every other's. */
  readonly name: string;
  readonly program?: Program;
  readonly architecture?: Architecture;
  /** Zero bytes added to the layer: small to send, large when unpacked. */
  readonly padding?: number;
  /** Bytes that do not compress, added to the layer: large to send too. */
  readonly noise?: number;
  /** When it says it was built (RFC 3339); by default long ago. */
  readonly created?: string;
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const BLOCK = 512;

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function contentOf(mediaType: string, bytes: Buffer): Content {
  return { mediaType, digest: sha256(bytes), bytes };
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

/** One regular file of a tar archive (POSIX ustar), executable, owned by root. */
function tarMember(path: string, bytes: Buffer): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0, 'latin1');
  header.write(octal(0o755, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(bytes.length, 12), 124);
  header.write(octal(0, 12), 136);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
  return Buffer.concat([header, bytes, padding]);
}

/** The same bytes each time, without a pattern: digests of their position. */
function makeNoise(length: number): Buffer {
  const piece = 32;
  const pieces = Array.from({ length: Math.ceil(length / piece) }, (_, at) =>
    createHash('sha256').update(String(at)).digest(),
  );
  return Buffer.concat(pieces).subarray(0, length);
}

function describe({ mediaType, digest, bytes }: Content): Readonly<Record<string, unknown>> {
  return { mediaType, digest, size: bytes.length };
}

function json(mediaType: string, value: unknown): Content {
  return contentOf(mediaType, Buffer.from(JSON.stringify(value)));
}

/** A runnable image of one layer: `/program` for the architecture, by default this machine's. */
export function buildImage({
  name,
  program = 'wait',
  architecture,
  padding = 0,
  noise = 0,
  created = '2026-01-01T00:00:00Z',
}: ImageRequest): OciImage {
  const chosen = architecture ?? ownArchitecture();
  const archive = Buffer.concat([
    tarMember('program', assembleProgram(chosen, program)),
    tarMember('name', Buffer.from(name)),
    ...(padding === 0 ? [] : [tarMember('padding', Buffer.alloc(padding))]),
    ...(noise === 0 ? [] : [tarMember('noise', makeNoise(noise))]),
    Buffer.alloc(2 * BLOCK),
  ]);
  const layer = contentOf(LAYER, gzipSync(archive));
  const config = json(CONFIG, {
    created,
    os: 'linux',
    architecture: chosen,
    config: { Entrypoint: ['/program'] },
    rootfs: { type: 'layers', diff_ids: [sha256(archive)] },
  });
  const manifest = json(MANIFEST, {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: describe(config),
    layers: [describe(layer)],
  });
  return { manifest, blobs: [config, layer], children: [] };
}

/** An index of images, each with the architecture it is for. */
export function buildIndex(children: ReadonlyMap<Architecture, OciImage>): OciImage {
  const manifests = [...children].map(([architecture, { manifest }]) => ({
    ...describe(manifest),
    platform: { os: 'linux', architecture },
  }));
  const manifest = json(INDEX, { schemaVersion: 2, mediaType: INDEX, manifests });
  return { manifest, blobs: [], children: [...children.values()] };
}

/** Something that is no image: a manifest of the OCI kind with its own config and layer media types. */
export function buildArtifact(configType: string, layerType: string, text: string): OciImage {
  const config = contentOf(configType, Buffer.from('{}'));
  const layer = contentOf(layerType, Buffer.from(text));
  const manifest = json(MANIFEST, {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: describe(config),
    layers: [describe(layer)],
  });
  return { manifest, blobs: [config, layer], children: [] };
}

/** A manifest of the retired schema 1 (2015), which newer runtimes refuse. */
export function buildSchemaOne(name: string, tag: string): OciImage {
  const body = {
    schemaVersion: 1,
    name,
    tag,
    architecture: ownArchitecture(),
    fsLayers: [{ blobSum: sha256(Buffer.alloc(0)) }],
    history: [{ v1Compatibility: JSON.stringify({ id: 'e2e', os: 'linux' }) }],
  };
  return {
    manifest: json('application/vnd.docker.distribution.manifest.v1+json', body),
    blobs: [],
    children: [],
  };
}
