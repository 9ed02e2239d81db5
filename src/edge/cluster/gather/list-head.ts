import { countOf, objectOf, textOf } from '../../../core/evidence/objects/json-value.ts';

/** What a list says of itself (meta/v1 ListMeta). */
export interface ListHead {
  /** Where the next page begins; empty on the last one. */
  readonly token: string;
  readonly resourceVersion: string;
  /** Objects that follow, where the server says so. */
  readonly left: number | undefined;
}

export function listHead(list: unknown): ListHead {
  const metadata = objectOf(objectOf(list)['metadata']);
  return {
    token: textOf(metadata['continue']),
    resourceVersion: textOf(metadata['resourceVersion']),
    left: countOf(metadata['remainingItemCount']),
  };
}

/** A head that is longer than this is no API server's. */
const LONGEST = 16 << 10;

/** Finds the head in the bytes of a list as they come: the API server writes it before the items. */
export class HeadReader {
  #text: string | undefined = '';

  /** Takes a chunk. Out: the head, the one time that it is complete. */
  push(chunk: Uint8Array): ListHead | undefined {
    if (this.#text === undefined) return undefined;
    this.#text += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    const end = this.#text.indexOf('"items":[');
    const head = end < 0 ? undefined : parseHead(this.#text.slice(0, end));
    if (end >= 0 || this.#text.length > LONGEST) this.#text = undefined;
    return head;
  }
}

function parseHead(text: string): ListHead | undefined {
  try {
    return listHead(JSON.parse(`${text}"items":[]}`) as unknown);
  } catch {
    return undefined;
  }
}
