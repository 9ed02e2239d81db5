/** Whether what a reference resolves to can be pulled and run, once somebody was let in. */
import { platformMatches } from '../../evidence/image/platform-match.ts';
import { formatPlatform } from '../../evidence/image/platform.ts';
import type { Platform } from '../../evidence/image/platform.ts';
import type { ImageProbe, ManifestFacts, RegistryLook } from '../../evidence/registry/image-probe.ts';
import type { Cause, Certainty, Reason, Rung } from '../cause.ts';
import { ofLook } from './judge-way.ts';

/** What is wrong with the content, or with the way to where it is stored. */
export interface ContentFault {
  readonly cause: Cause;
  readonly reason?: Reason;
  readonly certainty: Certainty;
  readonly rung: Rung;
  readonly says: string;
  readonly everywhere: boolean;
  readonly look?: RegistryLook;
}

/** The first fault on the way up; nothing where the image is there, whole, and for these platforms. */
export function contentFault(probe: ImageProbe, platforms: readonly Platform[]): ContentFault | undefined {
  const { manifest } = probe;
  if (manifest === undefined) return undefined;
  return (
    notAnImage(manifest) ?? wrongPlatform(manifest, platforms) ?? lostChild(probe) ?? unreachableStore(probe)
  );
}

function notAnImage({ kind, artifactType, mediaType }: ManifestFacts): ContentFault | undefined {
  if (kind === 'artifact') {
    const says = `it is an artifact (${artifactType ?? mediaType}), not an image`;
    return { cause: 'unsupported-manifest', certainty: 'proven', rung: 'manifest', says, everywhere: true };
  }
  if (kind !== 'schema1') return undefined;
  // Older runtimes still convert it.
  const says = 'it is a Docker schema 1 manifest, which current runtimes refuse';
  return { cause: 'unsupported-manifest', certainty: 'likely', rung: 'manifest', says, everywhere: true };
}

function wrongPlatform(manifest: ManifestFacts, wanted: readonly Platform[]): ContentFault | undefined {
  const { kind, platforms } = manifest;
  if (platforms.length === 0) return undefined;
  const missing = wanted.filter((node) => !platforms.some((offered) => platformMatches(offered, node)));
  if (missing.length === 0) return undefined;
  const says = `it is for ${platformsText(platforms)}, and not for ${platformsText(missing)}`;
  // A single manifest of another platform is pulled all the same: its program fails, later.
  return kind === 'index'
    ? { cause: 'platform-mismatch', certainty: 'proven', rung: 'platform', says, everywhere: true }
    : { cause: 'wrong-architecture-binary', certainty: 'likely', rung: 'platform', says, everywhere: true };
}

function lostChild({ children = [] }: ImageProbe): ContentFault | undefined {
  for (const { platform, digest, state, lost = [] } of children) {
    const of = platform.os === '' ? '' : ` of ${formatPlatform(platform)}`;
    if (state === 'missing')
      return {
        cause: 'digest-not-found',
        reason: 'child-manifest-missing',
        certainty: 'proven',
        rung: 'manifest',
        says: `404 for the manifest${of} (${shortDigest(digest)}), which its index lists`,
        everywhere: true,
      };
    if (lost.length > 0)
      return {
        cause: 'corrupt-content',
        certainty: 'proven',
        rung: 'layers',
        says: `404 for ${lost.map(shortDigest).join(', ')}, which the manifest${of} lists`,
        everywhere: true,
      };
  }
  return undefined;
}

/** Blobs are mostly stored elsewhere, behind a redirect. */
function unreachableStore({ looks }: ImageProbe): ContentFault | undefined {
  const stored = looks.filter(({ host }) => host.role === 'blob');
  const answered = new Set(stored.flatMap(({ host, answer }) => (answer === undefined ? [] : host.name)));
  const look = stored.find(({ failure, host }) => failure !== undefined && !answered.has(host.name));
  const way = look === undefined ? undefined : ofLook(look, looks);
  if (way === undefined) return undefined;
  const { cause, certainty, rung } = way;
  return { cause, certainty, rung, says: way.look.failure?.says ?? '', everywhere: false, look: way.look };
}

/** `linux/amd64, linux/arm64`. */
export function platformsText(platforms: readonly Platform[]): string {
  return [...new Set(platforms.map(formatPlatform))].join(', ');
}

/** The algorithm and twelve digits: enough to tell two apart. */
function shortDigest(digest: string): string {
  const colon = digest.indexOf(':');
  return digest.slice(0, colon + 13);
}
