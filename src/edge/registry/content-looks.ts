/** Behind a manifest: the platforms' manifests of an index, configs and layers. */
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
  const config = await lookAtConfig(context, seen.access, reading.config);
  if (draft.manifest !== undefined) draft.manifest = withConfig(draft.manifest, config);
  if (request.depth === 'manifest' || config === undefined) return;
  const lost = await lookAtLayers(context, seen.access, reading);
  const { digest } = seen;
  if (digest !== undefined) {
    draft.children = [childOf(config.platform, digest, 'present', reading, lost)];
  }
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
  const state = seen.there ? 'present' : seen.sent.answer?.status === 404 ? 'missing' : 'unknown';
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
  { session, draft, repository }: ImageContext,
  access: Access,
  config: Descriptor | undefined,
): Promise<ImageConfigReading | undefined> {
  if (config === undefined) return undefined;
  const { sent } = await session.ask(draft, access, {
    kind: 'config',
    subject: config.digest,
    method: 'GET',
    url: session.url(`${repository}/blobs/${config.digest}`),
    mostBytes: CONFIG_BYTES,
  });
  const good = sent.failure === undefined && sent.answer?.status === 200;
  return good && sent.answer !== undefined ? readImageConfig(parseJson(sent.answer.body)) : undefined;
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
  const states = await Promise.all(
    asked.map(async (digest) => ({ digest, lost: await isLost(context, access, digest) })),
  );
  return states.filter(({ lost }) => lost).map(({ digest }) => digest);
}

async function isLost(
  { session, draft, repository }: ImageContext,
  access: Access,
  digest: string,
): Promise<boolean> {
  const asked: Omit<Asked, 'role'> = {
    kind: 'layer',
    subject: digest,
    method: 'HEAD',
    url: session.url(`${repository}/blobs/${digest}`),
    mostBytes: 0,
  };
  const { sent } = await session.ask(draft, access, asked);
  if (!isRefusedElsewhere(session, sent)) return sent.answer?.status === 404;
  // Addresses of blob stores are often signed for GET alone: one byte is enough to know.
  const second = await session.ask(draft, access, {
    ...asked,
    method: 'GET',
    headers: { range: 'bytes=0-0' },
  });
  return second.sent.answer?.status === 404;
}

function isRefusedElsewhere(session: RegistrySession, { answer, url }: Sent): boolean {
  const status = answer?.status ?? 0;
  return !session.line.isHome(url) && (status === 400 || status === 403 || status === 405);
}
