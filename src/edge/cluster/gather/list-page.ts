import { listOf, objectOf } from '../../../core/evidence/objects/json-value.ts';
import { failureOf, type ApiAnswer, type ApiFailure } from '../api-client.ts';
import { textOf } from '../client/answer-body.ts';
import { HeadReader, listHead, type ListHead } from './list-head.ts';
import { isList, parseItems } from './list-items.ts';

const MIB = 1 << 20;

export type PageBody = ApiAnswer<AsyncIterable<Uint8Array>>;
export type PageAnswer = ApiAnswer<ListHead>;

/** What becomes of a page while it comes in. */
export interface PageSink {
  /** Hears what the list says of itself as soon as that is known, long before the objects are in. */
  readonly foresee: (head: ListHead) => void;
  readonly take: (items: readonly unknown[]) => void;
}

/** Reads a page whole. Of more bytes than `largest` the rest is left: `too-large`. */
export async function readPage(body: PageBody, sink: PageSink, largest: number): Promise<PageAnswer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const failure = await readChunks(body, sink, (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    return length <= largest;
  });
  if (failure !== undefined) return { ok: false, failure };
  if (length > largest) return failed('too-large', `one page is of over ${sizeWords(largest)}`);
  const text = textOf(chunks);
  // Nothing is to be held twice.
  chunks.length = 0;
  return takeItems(text, sink);
}

function takeItems(text: string, sink: PageSink): PageAnswer {
  try {
    const head = parseItems(text, (item) => sink.take([item]));
    if (head !== undefined) return { ok: true, value: head };
  } catch {
    return failed('broken', 'the answer is no list of the Kubernetes API');
  }
  const list = parseJson(text);
  const items = objectOf(list)['items'];
  if (items !== null && !isList(items))
    return failed('broken', 'the answer is no list of the Kubernetes API');
  // An empty list of some servers has null for its items.
  sink.take(listOf(items));
  return { ok: true, value: listHead(list) };
}

function sizeWords(bytes: number): string {
  return bytes % MIB === 0 ? `${bytes / MIB} MiB` : `${bytes} bytes`;
}

/**
 * Passes the chunks of a body on, for as long as they are wanted (`push` says so). Out: why there is no more
 * of it, if not for being at its end or no longer wanted.
 */
export async function readChunks(
  body: PageBody,
  { foresee }: Pick<PageSink, 'foresee'>,
  push: (chunk: Uint8Array) => boolean,
): Promise<ApiFailure | undefined> {
  if (!body.ok) return body.failure;
  const reader = new HeadReader();
  try {
    for await (const chunk of body.value) {
      const head = reader.push(chunk);
      if (head !== undefined) foresee(head);
      if (!push(chunk)) return undefined;
    }
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    return failure;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function failed(kind: 'too-large' | 'broken', says: string): PageAnswer {
  return { ok: false, failure: { kind, says } };
}
