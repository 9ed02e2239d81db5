import type { ServerResponse } from 'node:http';
import type { Content, OciImage } from './oci-image.ts';
import { refuse, type RegistryRequest, type Responder } from './registry-request.ts';

/** How one repository's contents go wrong on their way out. */
export interface Faults {
  /** Bytes of the last layer are changed, the length stays. */
  readonly corrupt?: boolean;
  /** The connection ends in the middle of the last layer. */
  readonly truncated?: boolean;
  /** The last layer's first half is sent, then nothing more. */
  readonly stalled?: boolean;
  /** These contents are answered with 404. */
  readonly lost?: readonly string[];
  /** Called instead of serving a blob. */
  readonly blob?: Responder;
}

interface Repository {
  readonly tags: Map<string, Content>;
  readonly contents: Map<string, Content>;
  readonly faults: Faults;
  readonly spoiled: string;
}

/** A registry that serves what was put into it, with the faults it was asked to have. */
export class MemoryRegistry {
  readonly #repositories = new Map<string, Repository>();

  /** Holds an image under `repository:tag`; the repository's faults are the last ones given. */
  put(repository: string, tag: string, image: OciImage, faults: Faults = {}): this {
    const known = this.#repositories.get(repository);
    const tags = known?.tags ?? new Map<string, Content>();
    const contents = known?.contents ?? new Map<string, Content>();
    tags.set(tag, image.manifest);
    addAll(contents, image);
    const spoiled = image.blobs.at(-1)?.digest ?? '';
    this.#repositories.set(repository, { tags, contents, faults, spoiled });
    return this;
  }

  /** Sends a blob of any repository by its digest, as a blob store does. */
  sendContent(digest: string, answer: ServerResponse): void {
    const content = [...this.#repositories.values()]
      .map(({ contents }) => contents.get(digest))
      .find((one) => one !== undefined);
    if (content === undefined) refuse(answer, { status: 404, text: '<Error><Code>NoSuchKey</Code></Error>' });
    else answer.writeHead(200, { 'content-length': content.bytes.length }).end(content.bytes);
  }

  readonly respond: Responder = (asked, answer) => {
    if (asked.kind === 'ping') return refuse(answer, { status: 200 });
    const repository = this.#repositories.get(asked.repository);
    if (repository === undefined)
      return refuse(answer, {
        status: 404,
        code: 'NAME_UNKNOWN',
        message: 'repository name not known to registry',
      });
    if (asked.kind === 'tags')
      return sendJson(answer, { name: asked.repository, tags: [...repository.tags.keys()].toSorted() });
    if (asked.kind === 'manifest') return sendManifest(repository, asked, answer);
    if (asked.kind === 'blob') return sendBlob(repository, asked, answer);
    return refuse(answer, { status: 404, text: 'page not found' });
  };
}

function addAll(contents: Map<string, Content>, image: OciImage): void {
  for (const one of [image.manifest, ...image.blobs]) contents.set(one.digest, one);
  for (const child of image.children) addAll(contents, child);
}

function sendJson(answer: ServerResponse, value: unknown): void {
  answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function headersOf({ mediaType, digest, bytes }: Content): Record<string, string | number> {
  return { 'content-type': mediaType, 'content-length': bytes.length, 'docker-content-digest': digest };
}

function sendManifest(
  { tags, contents, faults }: Repository,
  asked: RegistryRequest,
  answer: ServerResponse,
): void {
  const manifest = tags.get(asked.reference) ?? contents.get(asked.reference);
  if (manifest === undefined || faults.lost?.includes(manifest.digest) === true)
    return refuse(answer, { status: 404, code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' });
  answer.writeHead(200, headersOf(manifest));
  answer.end(asked.method === 'HEAD' ? undefined : manifest.bytes);
}

function sendBlob(
  { contents, faults, spoiled }: Repository,
  asked: RegistryRequest,
  answer: ServerResponse,
): void {
  const blob = contents.get(asked.reference);
  if (blob === undefined || faults.lost?.includes(blob.digest) === true)
    return refuse(answer, { status: 404, code: 'BLOB_UNKNOWN', message: 'blob unknown to registry' });
  if (faults.blob !== undefined) return faults.blob(asked, answer);
  answer.writeHead(200, { ...headersOf(blob), 'content-type': 'application/octet-stream' });
  if (asked.method === 'HEAD') return void answer.end();
  if (blob.digest !== spoiled) return void answer.end(blob.bytes);
  const half = blob.bytes.subarray(0, blob.bytes.length >> 1);
  if (faults.truncated === true) return void answer.write(half, () => answer.socket?.destroy());
  if (faults.stalled === true) return void answer.write(half);
  return void answer.end(faults.corrupt === true ? Buffer.alloc(blob.bytes.length, 0x5a) : blob.bytes);
}
