import type { ImageReference } from '../../core/evidence/image/image-reference.ts';
import { known } from '../../core/evidence/objects/json-value.ts';
import type { ManifestFacts } from '../../core/evidence/registry/image-probe.ts';
import { kindOfMediaType } from '../../core/evidence/registry/manifest-reading.ts';
import type { ProbeRequest } from '../../core/evidence/registry/probe-request.ts';
import { lookInside, type ImageContext } from './content-looks.ts';
import { tryCredentials, untriedRow } from './credential-trials.ts';
import type { ManifestSeen } from './manifest-looks.ts';
import type { ProbeDraft } from './probe-draft.ts';
import type { RegistrySession } from './registry-session.ts';
import { tellUnseen } from './unseen.ts';
import { lookAtCatalog, lookAtTags } from './tag-looks.ts';

/** Where reading a manifest is counted as a pull, and asking for it is not (Docker Hub's documentation). */
const COUNTED = 'docker.io';
/** Too big, or known not to list what they hold. */
const NO_CATALOG =
  /^(?:docker\.io|ghcr\.io|quay\.io|public\.ecr\.aws|mcr\.microsoft\.com|registry\.k8s\.io|gcr\.io|.{1,60}\.gcr\.io|.{1,90}\.pkg\.dev)$/u;

/** Asks one registry about one image, from the first look to the last, into the draft. */
export async function probeImage(
  session: RegistrySession,
  draft: ProbeDraft,
  request: ProbeRequest,
  image: ImageReference,
): Promise<void> {
  const opening = await session.open();
  adopt(draft, opening.draft, session.host);
  if (opening.closed) {
    draft.trials.push(...untriedRow(request));
    return;
  }
  if (request.logins.length === 0 && !request.anonymous) {
    draft.missed(
      `image ${request.image}`,
      'there is no login to ask with, and without one it was not asked for',
    );
    return;
  }
  const counted = image.domain === COUNTED;
  const context: ImageContext = { session, draft, repository: image.path, counted, request };
  const { accepted } = await tryCredentials(context, opening.challenges, wantedOf(image));
  if (accepted === undefined) return;
  if (accepted.there) await describe(context, accepted);
  else if (accepted.sent.answer?.status === 404) await lookAround(context, accepted, image);
}

/** Tag or digest, as the runtimes choose. */
function wantedOf({ digest, tag }: ImageReference): string {
  return digest === undefined ? (tag ?? 'latest') : `${digest.algorithm}:${digest.hex}`;
}

/** What was seen of the registry itself stands at the head of every record. */
function adopt(draft: ProbeDraft, opening: ProbeDraft, host: string): void {
  draft.looks.push(...opening.looks);
  draft.blindSpots.push(...opening.blindSpots);
  draft.climbed.add(host);
  draft.clockSkew = opening.clockSkew;
  draft.rateLimit = opening.rateLimit;
}

async function describe(context: ImageContext, seen: ManifestSeen): Promise<void> {
  context.draft.manifest = factsOf(seen);
  await lookInside(context, seen);
}

function factsOf({ digest = '', mediaType = '', reading }: ManifestSeen): ManifestFacts {
  if (reading === undefined) {
    return { digest, mediaType, kind: kindOfMediaType(mediaType) ?? 'image', platforms: [] };
  }
  const { kind, entries, size, created, artifactType } = reading;
  const platforms = entries.map(({ platform }) => platform);
  return { digest, mediaType, kind, platforms, ...known({ size, created, artifactType }) };
}

/** The manifest is not there: is the repository, and what is there instead? */
async function lookAround(context: ImageContext, seen: ManifestSeen, image: ImageReference): Promise<void> {
  const { draft } = context;
  const codes = (seen.sent.told?.errors ?? []).map(({ code }) => code);
  const missing = codes.includes('NAME_UNKNOWN');
  const tags = missing ? undefined : await lookAtTags(context, seen.access, image.tag ?? untagged(image));
  if (tags?.list !== undefined) draft.tags = tags.list;
  else if (tags?.noRepository === false) tellUnseen(draft, `the tags of ${image.path}`, tags.sent);
  const nowhere = missing || tags?.noRepository === true;
  if (!nowhere || NO_CATALOG.test(image.domain)) return;
  const repositories = await lookAtCatalog(context, seen.access);
  if (repositories.length > 0) draft.repositories = repositories;
}

/** An image by digest alone wants no tag at all. */
function untagged({ digest }: ImageReference): string | undefined {
  return digest === undefined ? 'latest' : undefined;
}
