/**
 * Manifests as registries keep them: OCI image specification v1.1 (index, manifest), Docker's image manifest
 * version 2 schema 2 with its manifest lists, and schema 1, which is only recognised.
 */
import type { Platform } from '../image/platform.ts';
import {
  countOf,
  known,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
  type JsonObject,
} from '../objects/json-value.ts';
import { parseInstant } from '../objects/instant.ts';
import type { Instant } from '../observed.ts';
import type { ManifestFacts } from './image-probe.ts';
import { plainWords } from './plain-words.ts';

/** What a manifest says of a blob or of another manifest. */
export interface Descriptor {
  readonly digest: string;
  readonly mediaType: string;
  readonly size?: number;
  /** The content is to be had elsewhere and the registry need not hold it (base layers of Windows). */
  readonly foreign: boolean;
}

/** An entry of an index. */
export interface IndexEntry extends Descriptor {
  /** Operating system and architecture are empty where the entry declares no platform. */
  readonly platform: Platform;
}

export interface ManifestReading {
  readonly kind: ManifestFacts['kind'];
  readonly mediaType: string;
  /** Entries of an index; attestations, which nobody runs, are left out. */
  readonly entries: readonly IndexEntry[];
  readonly config?: Descriptor;
  readonly layers: readonly Descriptor[];
  /** Compressed bytes of config and layers, of an image that tells all of them. */
  readonly size?: number;
  readonly created?: Instant;
  readonly artifactType?: string;
}

/** What may be asked for and understood; the order is that of preference. */
export const MANIFEST_TYPES: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.artifact.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/vnd.docker.distribution.manifest.v1+json',
];

const KINDS: ReadonlyMap<string, ManifestFacts['kind']> = new Map([
  ['application/vnd.oci.image.index.v1+json', 'index'],
  ['application/vnd.docker.distribution.manifest.list.v2+json', 'index'],
  ['application/vnd.oci.image.manifest.v1+json', 'image'],
  ['application/vnd.docker.distribution.manifest.v2+json', 'image'],
  ['application/vnd.oci.artifact.manifest.v1+json', 'artifact'],
  ['application/vnd.docker.distribution.manifest.v1+prettyjws', 'schema1'],
  ['application/vnd.docker.distribution.manifest.v1+json', 'schema1'],
]);

const IMAGE_CONFIGS: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]);

const DIGEST = /^[a-z0-9]{1,16}:[0-9a-f]{32,128}$/u;
const MOST_DESCRIPTORS = 512;
const CREATED = 'org.opencontainers.image.created';
/** BuildKit's mark of a manifest that is about another one. */
const REFERENCE_TYPE = 'vnd.docker.reference.type';

/** The kind a Content-Type stands for; undefined when it is no manifest's. */
export function kindOfMediaType(contentType: string): ManifestFacts['kind'] | undefined {
  return KINDS.get(bareType(contentType));
}

/** `application/json; charset=utf-8` → `application/json`. */
export function bareType(contentType: string): string {
  const semicolon = contentType.indexOf(';');
  return (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase();
}

/**
 * @param contentType of the answer; what the document says of itself comes first
 * @param json the document, untrusted
 * @returns undefined when it is no manifest
 */
export function readManifest(contentType: string, json: unknown): ManifestReading | undefined {
  const fields = objectOf(json);
  const declared = textOf(fields['mediaType']);
  const mediaType = KINDS.has(declared) ? declared : bareType(contentType);
  const kind = kindOfShape(fields, KINDS.get(mediaType));
  if (kind === undefined) return undefined;
  const common = { mediaType: plainWords(mediaType, 100), ...known({ created: createdOf(fields) }) };
  if (kind === 'index') return { ...common, kind, entries: readEntries(fields), layers: [] };
  if (kind === 'schema1') return { ...common, kind, entries: [], layers: [] };
  return { ...common, ...readContents(fields, kind) };
}

function kindOfShape(
  fields: JsonObject,
  typed: ManifestFacts['kind'] | undefined,
): ManifestFacts['kind'] | undefined {
  if (fields['schemaVersion'] === 1) return 'schema1';
  if (Array.isArray(fields['manifests'])) return 'index';
  if (Array.isArray(fields['layers'])) return typed === 'artifact' ? 'artifact' : 'image';
  return typed === 'artifact' || typed === 'schema1' ? typed : undefined;
}

function readContents(
  fields: JsonObject,
  kind: 'image' | 'artifact',
): Omit<ManifestReading, 'mediaType' | 'created'> {
  const config = readDescriptor(objectOf(fields['config']));
  const layers = readDescriptors(fields['layers'] ?? fields['blobs']);
  const runs = kind === 'image' && (config === undefined || IMAGE_CONFIGS.has(config.mediaType));
  const declared = plainWords(textOf(fields['artifactType']), 100);
  const artifactType = declared === '' && !runs ? config?.mediaType : declared;
  const size = sumOf(config === undefined ? layers : [config, ...layers]);
  return {
    kind: runs ? 'image' : 'artifact',
    entries: [],
    layers,
    ...known({
      config,
      size,
      artifactType: artifactType === '' ? undefined : artifactType,
    }),
  };
}

function readEntries(fields: JsonObject): readonly IndexEntry[] {
  const entries: IndexEntry[] = [];
  for (const item of objectsOf(fields['manifests']).slice(0, MOST_DESCRIPTORS)) {
    const descriptor = readDescriptor(item);
    if (descriptor === undefined || isAttestation(item)) continue;
    entries.push({ ...descriptor, platform: readPlatform(item['platform']) });
  }
  return entries;
}

function isAttestation(item: JsonObject): boolean {
  const { os, architecture } = readPlatform(item['platform']);
  if (os === 'unknown' && architecture === 'unknown') return true;
  return textOf(objectOf(item['annotations'])[REFERENCE_TYPE]) !== '';
}

/** The platform of an index entry or of an image's config: both use the same names. */
export function readPlatform(value: unknown): Platform {
  const fields = objectOf(value);
  const text = (name: string): string => plainWords(textOf(fields[name]), 64);
  const features = textsOf(fields['os.features'])
    .slice(0, 16)
    .map((feature) => plainWords(feature, 64));
  return {
    os: text('os'),
    architecture: text('architecture'),
    ...known({
      variant: text('variant') || undefined,
      osVersion: text('os.version') || undefined,
      osFeatures: features.length === 0 ? undefined : features,
    }),
  };
}

function readDescriptors(value: unknown): readonly Descriptor[] {
  return objectsOf(value)
    .slice(0, MOST_DESCRIPTORS)
    .map(readDescriptor)
    .filter((descriptor): descriptor is Descriptor => descriptor !== undefined);
}

function readDescriptor(fields: JsonObject): Descriptor | undefined {
  const digest = textOf(fields['digest']);
  if (!DIGEST.test(digest)) return undefined;
  const mediaType = plainWords(textOf(fields['mediaType']), 100);
  const foreign =
    textsOf(fields['urls']).length > 0 ||
    mediaType.includes('foreign') ||
    mediaType.includes('nondistributable');
  return { digest, mediaType, foreign, ...known({ size: countOf(fields['size']) }) };
}

function sumOf(descriptors: readonly Descriptor[]): number | undefined {
  let sum = 0;
  for (const { size } of descriptors) {
    if (size === undefined) return undefined;
    sum += size;
  }
  return descriptors.length === 0 ? undefined : sum;
}

function createdOf(fields: JsonObject): Instant | undefined {
  return parseInstant(objectOf(fields['annotations'])[CREATED]);
}

/** Whether a text is a digest that may stand in a request. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}
