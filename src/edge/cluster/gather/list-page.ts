import { failureOf, type ApiAnswer } from '../api-client.ts';
import type { ListHead } from './list-head.ts';
import { ListReader, type ListSink } from './list-reader.ts';

const MIB = 1 << 20;

export type PageBody = ApiAnswer<AsyncIterable<Uint8Array>>;
export type PageAnswer = ApiAnswer<ListHead>;

/**
 * Reads a page; what came in before it breaks off has been taken. Where more than `largest` bytes of it would have to be
 * held, the rest is left: `too-large`.
 */
export async function readPage(body: PageBody, sink: ListSink, largest: number): Promise<PageAnswer> {
  if (!body.ok) return body;
  const reader = new ListReader(sink);
  try {
    for await (const chunk of body.value) {
      reader.push(chunk);
      if (reader.held > largest) return failed('too-large', `one page is of over ${sizeWords(largest)}`);
    }
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    return { ok: false, failure };
  }
  const head = reader.end();
  if (head === undefined) return failed('broken', 'the answer is no list of the Kubernetes API');
  return { ok: true, value: head };
}

/** Ends a request whose answer is no longer wanted: a body is left by breaking off its loop. */
export async function leavePage(body: PageBody): Promise<void> {
  if (body.ok) for await (const _ of body.value) return;
}

function sizeWords(bytes: number): string {
  return bytes % MIB === 0 ? `${bytes / MIB} MiB` : `${bytes} bytes`;
}

function failed(kind: 'too-large' | 'broken', says: string): PageAnswer {
  return { ok: false, failure: { kind, says } };
}
