/** Behind a manifest: the platforms' manifests of an index, configs and layers. */
import { formatPlatform, type Platform } from '../../core/evidence/image/platform.ts';
import { chooseEntries } from '../../core/evidence/registry/choose-entries.ts';
import { readImageConfig, type ImageConfigReading } from '../../core/evidence/registry/image-config.ts';
import type { ChildManifest, ManifestFacts } from '../../core/evidence/registry/image-probe.ts';
import type {
  Descriptor,
  IndexEntry,
  ManifestReading,
} from '../../core/evidence/registry/manifest-reading.ts';
import { known } from '../../core/evidence/objects/json-value.ts';
import type { ProbeRequest } from '../../core/evidence/registry/probe-request.ts';
import { lookAtManifest, parseJson, type ManifestSeen } from './manifest-looks.ts';
import type { ProbeDraft } from './probe-draft.ts';
import type { Asked, Sent } from './registry-line.ts';
import type { Access, RegistrySession } from './registry-session.ts';
import { tellUnseen } from './unseen.ts';

/** What all looks at one image have in common. */
export interface ImageContext {
  readonly session: RegistrySession;
  readonly draft: ProbeDraft;
  readonly repository: string;
  /** Reading a manifest counts as a pull there. */
  readonly counted: boolean;
  readonly request: ProbeRequest;
}

const CONFIG_BYTES = 4 * 1024 * 1024;
const MOST_LAYERS = 128;
const MOST_CHILDREN = 8;
/** Of an image whose config is lost nobody can tell what it runs on. */
const NO_PLATFORM: Platform = { os: '', architecture: '' };

/** Everything the question asks of what the manifest leads to. */
export async function lookInside(context: ImageContext, seen: ManifestSeen): Promise<void> {
  const { draft, request } = context;
  const { reading } = seen;
  if (reading === undefined) return;
  if (reading.kind === 'index') {
    draft.children = await lookAtChildren(context, seen.access, reading.entries);
    return;
  }
  if (reading.kind !== 'image') return;
  const { config, gone } = await askForConfig(context, seen.access, reading.config);
  if (draft.manifest !== undefined) draft.manifest = withConfig(draft.manifest, config);
  const { digest } = seen;
  if (digest === undefined || (request.depth === 'manifest' && gone === undefined)) return;
  const platform = config?.platform ?? request.platforms[0] ?? NO_PLATFORM;
  const lost = gone === undefined ? await lookAtLayers(context, seen.access, reading) : [gone];
  draft.children = [childOf(platform, digest, 'present', reading, lost)];
}

/** The config of the image that is asked about: its digest where it is gone, told where it stays unread. */
async function askForConfig(
  context: ImageContext,
  access: Access,
  descriptor: Descriptor | undefined,
): Promise<{ readonly config?: ImageConfigReading; readonly gone?: string }> {
  if (descriptor === undefined) return {};
  const sent = await sendForConfig(context, access, descriptor);
  const config = configIn(sent);
  if (config !== undefined) return { config };
  if (isGone(sent)) return { gone: descriptor.digest };
  tellUnseen(context.draft, `what platform ${context.repository} is for`, sent);
  return {};
}

function withConfig(manifest: ManifestFacts, config: ImageConfigReading | undefined): ManifestFacts {
  if (config === undefined) return manifest;
  return {
    ...manifest,
    platforms: [config.platform],
    ...known({ created: config.created ?? manifest.created }),
  };
}

async function lookAtChildren(
  context: ImageContext,
  access: Access,
  entries: readonly IndexEntry[],
): Promise<readonly ChildManifest[]> {
  const { request } = context;
  const chosen =
    request.platforms.length > 0 ? chooseEntries(entries, request.platforms) : entries.slice(0, 1);
  return Promise.all(chosen.slice(0, MOST_CHILDREN).map((entry) => lookAtChild(context, access, entry)));
}

async function lookAtChild(context: ImageContext, access: Access, entry: IndexEntry): Promise<ChildManifest> {
  const { session, draft, repository, counted, request } = context;
  const { platform, digest } = entry;
  const seen = await lookAtManifest(session, draft, access, {
    kind: 'child-manifest',
    repository,
    reference: digest,
    want: request.depth === 'manifest' ? 'exists' : 'read',
    counted,
  });
  const state = seen.there ? 'present' : isGone(seen.sent) ? 'missing' : 'unknown';
  if (state === 'unknown') tellUnseen(draft, `the manifest for ${formatPlatform(platform)}`, seen.sent);
  if (seen.reading === undefined) return { platform, digest, state };
  return childOf(platform, digest, state, seen.reading, await lookAtLayers(context, access, seen.reading));
}

function childOf(
  platform: ChildManifest['platform'],
  digest: string,
  state: ChildManifest['state'],
  reading: ManifestReading,
  lost: readonly string[],
): ChildManifest {
  const { size } = reading;
  return { platform, digest, state, lost, ...(size !== undefined && { size }) };
}

/** The config of an image, which says what it runs on. */
export async function lookAtConfig(
  context: ImageContext,
  access: Access,
  config: Descriptor | undefined,
): Promise<ImageConfigReading | undefined> {
  return config === undefined ? undefined : configIn(await sendForConfig(context, access, config));
}

async function sendForConfig(
  { session, draft, repository }: ImageContext,
  access: Access,
  config: Descriptor,
): Promise<Sent> {
  const { sent } = await session.ask(draft, access, {
    kind: 'config',
    subject: config.digest,
    method: 'GET',
    url: session.url(`${repository}/blobs/${config.digest}`),
    mostBytes: CONFIG_BYTES,
  });
  return sent;
}

function configIn({ answer, failure: why }: Sent): ImageConfigReading | undefined {
  return answer?.status === 200 && why === undefined ? readImageConfig(parseJson(answer.body)) : undefined;
}

/** Asks whether config and layers are there; out: the digests of those that the registry has lost. */
async function lookAtLayers(
  context: ImageContext,
  access: Access,
  { config, layers }: ManifestReading,
): Promise<readonly string[]> {
  const wanted = new Map<string, Descriptor>();
  for (const layer of config === undefined ? layers : [config, ...layers]) {
    if (!layer.foreign) wanted.set(layer.digest, layer);
  }
  const asked = [...wanted.keys()].slice(0, MOST_LAYERS);
  if (wanted.size > asked.length) {
    context.draft.missed('some layers', `only ${MOST_LAYERS} of ${wanted.size} were asked for`);
  }
  const answers = await Promise.all(
    asked.map(async (digest) => ({ digest, sent: await askForLayer(context, access, digest) })),
  );
  const unseen = answers.filter(({ sent }) => !isThere(sent) && !isGone(sent));
  const [first] = unseen;
  if (first !== undefined) {
    const what = `${unseen.length} of ${asked.length} layers and configs of ${context.repository}`;
    tellUnseen(context.draft, what, first.sent);
  }
  return answers.filter(({ sent }) => isGone(sent)).map(({ digest }) => digest);
}

function isThere({ answer, failure: why }: Sent): boolean {
  const status = answer?.status ?? 0;
  return why === undefined && status >= 200 && status < 300;
}

function isGone({ answer }: Sent): boolean {
  return answer?.status === 404;
}

async function askForLayer(
  { session, draft, repository }: ImageContext,
  access: Access,
  digest: string,
): Promise<Sent> {
  const asked: Omit<Asked, 'role'> = {
    kind: 'layer',
    subject: digest,
    method: 'HEAD',
    url: session.url(`${repository}/blobs/${digest}`),
    mostBytes: 0,
  };
  const { sent } = await session.ask(draft, access, asked);
  if (!isRefusedElsewhere(session, sent)) return sent;
  // Addresses of blob stores are often signed for GET alone: one byte is enough to know.
  const second = await session.ask(draft, access, {
    ...asked,
    method: 'GET',
    headers: { range: 'bytes=0-0' },
  });
  return second.sent;
}

function isRefusedElsewhere(session: RegistrySession, { answer, url }: Sent): boolean {
  const status = answer?.status ?? 0;
  return !session.line.isHome(url) && (status === 400 || status === 403 || status === 405);
}
