import { nearTags } from '../../core/evidence/image/near-tags.ts';
import { known } from '../../core/evidence/objects/json-value.ts';
import { firstHeader } from '../../core/evidence/registry/http-answer.ts';
import type { TagFacts, TagListFacts } from '../../core/evidence/registry/image-probe.ts';
import { nextPageLink } from '../../core/evidence/registry/link-header.ts';
import type { ManifestReading } from '../../core/evidence/registry/manifest-reading.ts';
import { readCatalogPage, readTagPage } from '../../core/evidence/registry/tag-list.ts';
import type { Instant } from '../../core/evidence/observed.ts';
import { lookAtConfig, type ImageContext } from './content-looks.ts';
import { failure } from './look-failures.ts';
import { lookAtManifest, parseJson } from './manifest-looks.ts';
import { parseUrl } from './origin.ts';
import type { Sent } from './registry-line.ts';
import type { Access } from './registry-session.ts';

/** What a list of tags showed; no list where the registry did not give one. */
export interface TagsSeen {
  readonly list?: TagListFacts;
  /** The registry does not know the repository (404). */
  readonly noRepository: boolean;
  /** The answer about the first page. */
  readonly sent: Sent;
}

const PAGE = 1000;
const MOST_PAGES = 20;
const MOST_TAGS = 20_000;
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_DESCRIBED = 5;
/** Of so many the age is asked for, which takes two or three requests each. */
const MOST_DATED = 3;

/** Lists the tags of the repository, and describes those that are most like the one that is missing. */
export async function lookAtTags(
  context: ImageContext,
  access: Access,
  wanted: string | undefined,
): Promise<TagsSeen> {
  const { names, complete, first } = await listTags(context, access);
  if (names === undefined) return { noRepository: first.answer?.status === 404, sent: first };
  const nearest = wanted === undefined ? [] : nearestTo(wanted, names).slice(0, MOST_DESCRIBED);
  const near = await Promise.all(
    nearest.map((name, index) => describeTag(context, access, name, index < MOST_DATED)),
  );
  return { noRepository: false, sent: first, list: { names, complete, near } };
}

/** The tag itself first: beside a digest that is missing, it tells where the tag has gone. */
function nearestTo(wanted: string, names: readonly string[]): readonly string[] {
  const near = nearTags(wanted, names);
  return names.includes(wanted) ? [wanted, ...near] : near;
}

interface Listed {
  /** Undefined when not even the first page came. */
  readonly names?: readonly string[];
  readonly complete: boolean;
  readonly first: Sent;
}

async function listTags(context: ImageContext, access: Access): Promise<Listed> {
  const names = new Set<string>();
  let bytes = 0;
  let first: Sent | undefined;
  let url: URL | undefined = context.session.url(`${context.repository}/tags/list?n=${PAGE}`);
  for (let page = 0; page < MOST_PAGES && url !== undefined; page++) {
    const sent: Sent = await askPage(context, access, url, MOST_BYTES - bytes);
    first ??= sent;
    const found = pageOf(sent);
    if (found === undefined) {
      return page === 0 ? { complete: false, first } : { names: [...names], complete: false, first };
    }
    const before = names.size;
    for (const name of found) names.add(name);
    bytes += sent.answer?.body.length ?? 0;
    // A page with nothing new leads nowhere, whatever its link says.
    url = names.size > before ? nextPage(context, sent) : undefined;
    if (names.size >= MOST_TAGS || bytes >= MOST_BYTES) break;
  }
  const listed = { names: [...names].slice(0, MOST_TAGS), complete: url === undefined };
  return { ...listed, first: first ?? { look: -1, url: context.session.url('') } };
}

async function askPage(
  { session, draft, repository }: ImageContext,
  access: Access,
  url: URL,
  mostBytes: number,
): Promise<Sent> {
  const { sent } = await session.ask(draft, access, {
    kind: 'tags',
    subject: repository,
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    mostBytes,
    check: (answer) =>
      readTagPage(parseJson(answer.body)) === undefined
        ? failure('bad-answer', 'there is no list of tags in the answer')
        : undefined,
  });
  return sent;
}

function pageOf({ answer, failure: why }: Sent): readonly string[] | undefined {
  return answer?.status === 200 && why === undefined ? readTagPage(parseJson(answer.body)) : undefined;
}

/** The next page, which only counts when it is the same list of the same registry. */
function nextPage({ session, repository }: ImageContext, { answer, url }: Sent): URL | undefined {
  const link = answer === undefined ? undefined : nextPageLink(firstHeader(answer.headers, 'link'));
  const next = link === undefined ? undefined : parseUrl(link, url);
  if (next === undefined || !session.line.isHome(next)) return undefined;
  return next.pathname === session.url(`${repository}/tags/list`).pathname ? next : undefined;
}

/** Digest, platforms and age of one tag, as far as they cost nothing. */
async function describeTag(
  context: ImageContext,
  access: Access,
  name: string,
  dated: boolean,
): Promise<TagFacts> {
  const { session, draft, repository, counted } = context;
  const seen = await lookAtManifest(session, draft, access, {
    kind: 'manifest',
    repository,
    reference: name,
    want: counted ? 'exists' : 'read',
    counted,
  });
  const { digest, reading } = seen;
  if (reading === undefined) return { name, ...known({ digest }) };
  const platforms = reading.entries.map(({ platform }) => platform);
  const facts = dated ? await dateOf(context, access, reading) : {};
  const own = 'platforms' in facts ? facts.platforms : undefined;
  return {
    name,
    ...known({ digest, created: reading.created ?? facts.created }),
    ...known({ platforms: platforms.length > 0 ? platforms : own }),
  };
}

interface Dated {
  readonly created?: Instant;
  readonly platforms?: TagFacts['platforms'];
}

/** When an image was built stands in its config, behind the manifest of one platform. */
async function dateOf(context: ImageContext, access: Access, reading: ManifestReading): Promise<Dated> {
  if (reading.kind === 'image') {
    const config = await lookAtConfig(context, access, reading.config);
    return config === undefined ? {} : known({ created: config.created, platforms: [config.platform] });
  }
  const [entry] = reading.entries;
  if (reading.created !== undefined || entry === undefined) return {};
  const { session, draft, repository, counted } = context;
  const child = await lookAtManifest(session, draft, access, {
    kind: 'child-manifest',
    repository,
    reference: entry.digest,
    want: 'read',
    counted,
  });
  const config = await lookAtConfig(context, access, child.reading?.config);
  return known({ created: child.reading?.created ?? config?.created });
}

/** The repositories a registry shows on its first page; nothing where it shows none. */
export async function lookAtCatalog(
  { session, draft }: ImageContext,
  access: Access,
): Promise<readonly string[]> {
  const { sent } = await session.ask(draft, access, {
    kind: 'catalog',
    method: 'GET',
    url: session.url(`_catalog?n=${PAGE}`),
    headers: { accept: 'application/json' },
    mostBytes: 1024 * 1024,
  });
  const { answer } = sent;
  const good = answer?.status === 200 && sent.failure === undefined;
  return (good && answer !== undefined ? readCatalogPage(parseJson(answer.body)) : undefined) ?? [];
}
