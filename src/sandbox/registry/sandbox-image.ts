import { createHash } from 'node:crypto';

/** Bytes under their digest. */
export interface SandboxContent {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** A manifest with everything it leads to. */
export interface SandboxImage {
  readonly manifest: SandboxContent;
  readonly blobs: readonly SandboxContent[];
  readonly children: readonly SandboxImage[];
}

export interface ImageOptions {
  /** `linux/arm64/v8`. */
  readonly platform?: string;
  /** RFC 3339. */
  readonly created?: string;
  /** Makes one image differ from another. */
  readonly seed?: string;
  readonly layers?: number;
  /** Of an artifact: the config's media type. */
  readonly configType?: string;
  readonly layerType?: string;
}

const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
const OCI_CONFIG = 'application/vnd.oci.image.config.v1+json';
const OCI_LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const SCHEMA_1 = 'application/vnd.docker.distribution.manifest.v1+prettyjws';

/** An image for one platform. */
export function makeImage(options: ImageOptions = {}): SandboxImage {
  const { platform = 'linux/amd64', created = '2026-01-02T03:04:05Z', seed = '', layers = 2 } = options;
  const config = contentOf(options.configType ?? OCI_CONFIG, { ...platformFields(platform), created, seed });
  const blobs = Array.from({ length: layers }, (_, index) =>
    rawContent(options.layerType ?? OCI_LAYER, Buffer.from(`layer ${index} of ${platform} ${seed}`)),
  );
  const manifest = contentOf(OCI_MANIFEST, {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: descriptor(config),
    layers: blobs.map(descriptor),
  });
  return { manifest, blobs: [config, ...blobs], children: [] };
}

/** An index of one image for each platform, with a build attestation beside them as BuildKit makes it. */
export function makeIndex(platforms: readonly string[], options: ImageOptions = {}): SandboxImage {
  const children = platforms.map((platform) => makeImage({ ...options, platform }));
  const manifests = children.map(({ manifest }, index) => ({
    ...descriptor(manifest),
    platform: platformFields(platforms[index] ?? ''),
  }));
  const attestation = makeImage({ seed: `attestation ${options.seed ?? ''}` });
  const manifest = contentOf(OCI_INDEX, {
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: [
      ...manifests,
      {
        ...descriptor(attestation.manifest),
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      },
    ],
  });
  return { manifest, blobs: [], children: [...children, attestation] };
}

/** A manifest of schema 1, as old pushes left them. */
export function makeSchema1(name: string, tag: string): SandboxImage {
  const manifest = contentOf(SCHEMA_1, { schemaVersion: 1, name, tag, architecture: 'amd64', fsLayers: [] });
  return { manifest, blobs: [], children: [] };
}

/** A Helm chart. */
export function makeChart(): SandboxImage {
  return makeImage({
    configType: 'application/vnd.cncf.helm.config.v1+json',
    layerType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
    layers: 1,
  });
}

function platformFields(platform: string): Readonly<Record<string, string>> {
  const [os = '', architecture = '', variant] = platform.split('/');
  return { os, architecture, ...(variant !== undefined && { variant }) };
}

function descriptor({ digest, mediaType, bytes }: SandboxContent): Readonly<Record<string, unknown>> {
  return { mediaType, digest, size: bytes.length };
}

function contentOf(mediaType: string, value: unknown): SandboxContent {
  return rawContent(mediaType, Buffer.from(JSON.stringify(value)));
}

function rawContent(mediaType: string, bytes: Buffer): SandboxContent {
  return { digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, mediaType, bytes };
}
