import { isObject, listOf, objectOf } from '../../../core/evidence/objects/json-value.ts';
import { textOf } from '../client/answer-body.ts';
import { listHead, type ListHead } from './list-head.ts';

/** How the API server writes a list: what it says of itself, then its items, each with its metadata first. */
const ITEMS = '"items":[';
const ITEM = '{"metadata":{';
const BETWEEN = `},${ITEM}`;
const BETWEEN_BYTES = Buffer.from(BETWEEN);
/** Who wrote which field: a third of a pod and of no use here. There is no list in it, and it ends the metadata. */
const MANAGED = ',"managedFields":[';
const BEHIND_MANAGED = ']},"';

/** A head that is longer than this is no API server's. */
const LONGEST_HEAD = 16 << 10;
/** Where a text that looks like the space between two items is none, so many more are tried. */
const TRIES = 4;

/** What becomes of a list while it comes in. */
export interface ListSink {
  /** Hears what the list says of itself as soon as that is known, long before the objects are in. */
  readonly foresee: (head: ListHead) => void;
  readonly take: (items: readonly unknown[]) => void;
}

/**
 * Reads a list as it comes in, item by item: neither its bytes nor its objects are ever there all at once, as long as it
 * is written the way the API server writes it. A list that is written in another way is held and parsed as one value.
 */
export class ListReader {
  readonly #sink: ListSink;
  #place: 'head' | 'items' | 'held' = 'head';
  #head: ListHead | undefined;
  #began = false;
  /** Text that waits for more: the head, later an item that has not come to its end. */
  #text = '';
  /** Bytes that wait for more, behind that text. */
  #pieces: Uint8Array[] = [];
  #size = 0;
  /** How often an item did not end where it seemed to. */
  #misses = 0;

  constructor(sink: ListSink) {
    this.#sink = sink;
  }

  /** How much of the list waits for more, in characters and bytes. */
  get held(): number {
    return (this.#place === 'head' ? 0 : this.#text.length) + this.#size;
  }

  push(chunk: Uint8Array): void {
    if (this.#place === 'head') this.#readHead(chunk);
    else if (this.#place === 'items') this.#readItems(chunk);
    else this.#hold(chunk);
  }

  /** The list is in. Out: its head; undefined when it is no list of the API, or not all of one. */
  end(): ListHead | undefined {
    const text = (this.#place === 'head' ? '' : this.#text) + this.#release();
    if (!this.#began) return this.#takeAll(parsed(text));
    const { items } = objectOf(parsed(`{${ITEMS}${text}`));
    if (!isList(items)) return undefined;
    this.#sink.take(listOf(items));
    return this.#head;
  }

  #readHead(chunk: Uint8Array): void {
    this.#hold(chunk);
    this.#text += bufferOf(chunk).toString('latin1');
    const items = this.#text.indexOf(ITEMS);
    const from = items + ITEMS.length;
    if (items < 0 ? this.#text.length <= LONGEST_HEAD : this.#text.length < from + ITEM.length) return;
    this.#head = items < 0 ? undefined : headOf(this.#text.slice(0, from));
    this.#began = this.#head !== undefined && this.#text.startsWith(ITEM, from);
    this.#place = this.#began ? 'items' : 'held';
    this.#text = '';
    if (this.#head !== undefined) this.#sink.foresee(this.#head);
    if (this.#began) this.#readItems(Buffer.concat(this.#drain()).subarray(from));
  }

  /** Parses what is whole: of the chunk, that is all before the last place where an item seems to begin. */
  #readItems(chunk: Uint8Array): void {
    const last = bufferOf(chunk).lastIndexOf(BETWEEN_BYTES);
    if (last < 0) return this.#hold(chunk);
    this.#hold(chunk.subarray(0, last + 1));
    this.#text = this.#takeWhole(this.#text + this.#release());
    if (this.#text !== '') {
      this.#text += ',';
      this.#misses += 1;
      if (this.#misses > TRIES) this.#place = 'held';
    }
    this.#hold(chunk.subarray(last + 2));
  }

  /** Takes items one behind the other. Out: what is left from the first one on whose end is not in the text. */
  #takeWhole(text: string): string {
    for (let at = 0; at < text.length;) {
      const end = this.#takeOne(text, at);
      if (end < 0) return text.slice(at);
      at = end + 1;
    }
    return '';
  }

  /** Out: where the item that begins at `at` ends; -1 when it was not to be found. */
  #takeOne(text: string, at: number): number {
    let end = at;
    for (let tries = 0; tries < TRIES && end < text.length; tries += 1) {
      const next = text.indexOf(BETWEEN, end);
      end = next < 0 ? text.length : next + 1;
      // What is JSON by itself where an item begins is that item: no text can look like it, since quotes in it are escaped.
      const item = parsedItem(text, at, end);
      if (item === undefined) continue;
      this.#misses = 0;
      this.#sink.take([item]);
      return end;
    }
    return -1;
  }

  #takeAll(list: unknown): ListHead | undefined {
    const { items } = objectOf(list);
    // An empty list of some servers has null for its items.
    if (items !== null && !isList(items)) return undefined;
    this.#sink.take(listOf(items));
    return listHead(list);
  }

  #hold(chunk: Uint8Array): void {
    this.#pieces.push(chunk);
    this.#size += chunk.length;
  }

  #drain(): readonly Uint8Array[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#size = 0;
    return pieces;
  }

  #release(): string {
    return textOf(this.#drain());
  }
}

/** Objects throughout: of a list that holds something else nobody knows what it leaves out. */
function isList(items: unknown): boolean {
  return Array.isArray(items) && items.every(isObject);
}

function parsedItem(text: string, from: number, to: number): unknown {
  const managed = text.indexOf(MANAGED, from);
  const end = managed < 0 || managed > to ? -1 : text.indexOf(']', managed + MANAGED.length);
  if (end < 0 || end > to || !text.startsWith(BEHIND_MANAGED, end)) return parsed(text.slice(from, to));
  // What is left is JSON only where it was they that were cut out.
  return parsed(text.slice(from, managed) + text.slice(end + 1, to)) ?? parsed(text.slice(from, to));
}

function headOf(text: string): ListHead | undefined {
  const list = parsed(`${text}]}`);
  return list === undefined ? undefined : listHead(list);
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
