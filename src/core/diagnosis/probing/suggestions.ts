/** Images that do exist and come close to one that does not. */
import { editDistance } from '../../evidence/spelling/edit-distance.ts';
import { nearHost } from '../../evidence/image/near-host.ts';
import { nearRepositories } from '../../evidence/image/near-repositories.ts';
import { nearTags, tagNearness } from '../../evidence/image/near-tags.ts';
import type { TagNearness } from '../../evidence/image/near-tags.ts';
import { formatPlatform } from '../../evidence/image/platform.ts';
import { isReference, parseImageReference } from '../../evidence/image/image-reference.ts';
import type { ImageProbe, TagFacts } from '../../evidence/registry/image-probe.ts';
import type { Cause } from '../cause.ts';
import { counted } from '../clock-time.ts';
import type { Suggestion } from '../finding.ts';
import { tagOf } from './judge-access.ts';

/** More is a list to search, not a hint. */
const MOST = 3;

/** A host that is not there, or is no registry: a page answers 404 to everything. */
const NO_HOST: ReadonlySet<Cause> = new Set<Cause>([
  'dns-failure',
  'repository-not-found',
  'not-found-unspecified',
]);
const NO_TAG: ReadonlySet<Cause> = new Set<Cause>(['tag-not-found', 'not-found-unspecified']);

/** In: the finding's cause and image, and what the registry showed, if it was asked. Nearest first. */
export function suggestionsFor(
  cause: Cause,
  image: string,
  probe: ImageProbe | undefined,
): readonly Suggestion[] {
  if (NO_HOST.has(cause)) {
    const hosts = otherHosts(image);
    if (hosts.length > 0) return hosts;
  }
  if (probe === undefined) return [];
  if (NO_TAG.has(cause)) return otherTags(image, probe);
  return cause === 'repository-not-found' ? otherRepositories(image, probe) : [];
}

function otherTags(image: string, { tags, manifest }: ImageProbe): readonly Suggestion[] {
  const wanted = tagOf(image);
  if (wanted === undefined || tags === undefined || manifest !== undefined) return [];
  const described = new Map(tags.near.map((tag) => [tag.name, tag]));
  const names = [...new Set([...nearTags(wanted, tags.names), ...described.keys()])];
  const costs = names.map((name) => tagNearness(wanted, name)?.cost ?? FAR);
  const nearest = Math.min(...costs);
  return names
    .filter((_, at) => (costs[at] ?? FAR) <= nearest + SPREAD)
    .slice(0, MOST)
    .map((name) => ofTag(image, wanted, described.get(name) ?? { name }));
}

/** Beside a tag that is near, one this much further off is noise. */
const SPREAD = 8;
const FAR = 100;

function ofTag(image: string, wanted: string, { name, created, platforms = [] }: TagFacts): Suggestion {
  return {
    image: `${withoutVersion(image)}:${name}`,
    why: likenessWords(tagNearness(wanted, name), editDistance(wanted, name, TYPO)),
    ...(created === undefined ? {} : { created }),
    ...(platforms.length === 0 ? {} : { platforms: platforms.map(formatPlatform) }),
  };
}

/** Further apart than this, nobody counts the characters. */
const TYPO = 2;

function likenessWords(nearness: TagNearness | undefined, steps: number): string {
  if (steps === 1 && nearness?.kind !== 'case') return '1 character away';
  switch (nearness?.kind) {
    case 'case':
      return 'written in another case';
    case 'spelling':
      return 'spelled otherwise';
    case 'commit':
      return 'the same commit';
    case 'typo':
      return `${counted(nearness.steps ?? 1, 'character')} away`;
    case 'variant':
      return 'another variant';
    case 'version':
      return 'a neighbouring version';
    case 'day':
      return `${counted(nearness.steps ?? 1, 'day')} away`;
    default:
      return 'in the same repository';
  }
}

function otherRepositories(image: string, { repositories = [] }: ImageProbe): readonly Suggestion[] {
  const read = parseImageReference(image);
  if (!isReference(read)) return [];
  return nearRepositories(read.path, repositories).map((path) => ({
    image: `${read.domain}/${path}${versionOf(image)}`,
    why: 'a repository of the same registry',
  }));
}

function otherHosts(image: string): readonly Suggestion[] {
  const read = parseImageReference(image);
  if (!isReference(read)) return [];
  const host = nearHost(read.domain.toLowerCase());
  if (host === undefined) return [];
  // hub.docker.com/r/OWNER/NAME is the address of a page.
  const path = read.path.startsWith('r/') && host === 'docker.io' ? read.path.slice(2) : read.path;
  return [{ image: `${host}/${path}${versionOf(image)}`, why: `${host} is a registry that many use` }];
}

/** The image string without tag and digest, spelled as it was. */
function withoutVersion(image: string): string {
  return image.slice(0, image.length - versionOf(image).length);
}

/** `:v1`, `@sha256:…`, both or nothing. */
function versionOf(image: string): string {
  const at = image.indexOf('@');
  const colon = image.indexOf(':', image.lastIndexOf('/', at < 0 ? undefined : at) + 1);
  const from = at >= 0 && (colon < 0 || at < colon) ? at : colon;
  return from < 0 ? '' : image.slice(from);
}
