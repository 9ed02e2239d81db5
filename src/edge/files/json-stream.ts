import { typeMetaOf, type TypeMeta } from '../../core/evidence/objects/cluster-object.ts';
import { ByteWindow } from './byte-window.ts';
import { JsonObjectScan } from './json-object-scan.ts';
import type { Loss, ObjectSink } from './object-sink.ts';
import { TextBetween } from './text-between.ts';

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;

/** No API server stores an object as large as this: a scan that comes so far has lost its way. */
const LARGEST_OBJECT = 32 << 20;
/** How many bytes may be scanned a second time in search of a place to go on behind damage. */
const RESCAN_BUDGET = 64 << 20;
/** The deepest indentation of a list's items that is looked for. */
const DEEPEST_INDENT = 64;

/**
 * Where the stream stands: between documents; in one; between the items of its list; in an item; in what
 * follows the list; behind damage, looking for a place to go on; or done with, all hope lost.
 */
type Place = 'between' | 'document' | 'items' | 'item' | 'tail' | 'seeking' | 'done';

/**
 * Reads objects from JSON as it comes: one document or many, a list of them, a `List`, one per line or
 * one after another, with other text between. Only one object is held at a time. Damage costs the object
 * it is in; whatever can be told apart behind it is read.
 */
export class JsonStream {
  readonly #sink: ObjectSink;
  readonly #window = new ByteWindow();
  readonly #scan = new JsonObjectScan();
  readonly #between = new TextBetween();
  #place: Place = 'between';
  /** Where the bytes begin that have to be kept: the object's first one, when the stream is in one. */
  #start = 0;
  /** Spaces between the line's beginning and the object; -1 when something else is there. */
  #indent = -1;
  #list: TypeMeta | undefined;
  #loss: Omit<Loss, 'toTheEnd'> | undefined;
  /** Offset in the file up to which bytes have been scanned before. */
  #scannedTo = 0;
  #budget = RESCAN_BUDGET;

  constructor(sink: ObjectSink) {
    this.#sink = sink;
  }

  /** Reads on. The chunk may be reused by the caller afterwards. */
  push(chunk: Uint8Array): void {
    const shift = this.#window.append(chunk, this.#start);
    this.#scan.shift(shift);
    this.#start -= shift;
    this.#run();
  }

  /** Says that the file ends here. */
  end(): void {
    while (this.#place === 'document' || this.#place === 'item') {
      this.#damaged('the file ends in the middle of an object');
      this.#run();
    }
    const cut = this.#place === 'items' || (this.#place === 'between' && this.#between.openLists > 0);
    if (cut)
      this.#loss = { from: this.#offset(this.#window.end), why: 'the file ends in the middle of a list' };
    if (this.#place === 'tail' && this.#list !== undefined) this.#sink.list(this.#list);
    if (this.#loss !== undefined) this.#sink.lost({ ...this.#loss, toTheEnd: true });
    this.#loss = undefined;
    this.#place = 'done';
  }

  #run(): void {
    while (this.#step()) {
      // Each step reads a part and says whether there may be more in the window.
    }
  }

  #step(): boolean {
    switch (this.#place) {
      case 'between':
        return this.#stepBetween();
      case 'items':
        return this.#stepItems();
      case 'seeking':
        return this.#seek();
      case 'done':
        this.#start = this.#window.end;
        return false;
      default:
        return this.#stepObject();
    }
  }

  #stepBetween(): boolean {
    const { bytes, end } = this.#window;
    const at = this.#between.skip(bytes, this.#scan.at, end);
    if (at.found) this.#enter('document', at.at);
    else this.#pause(at.at);
    return at.found;
  }

  #stepItems(): boolean {
    const { bytes, end } = this.#window;
    let at = this.#scan.at;
    while (at < end && bytes[at] !== OPEN_OBJECT && bytes[at] !== CLOSE_LIST) at++;
    if (at === end) {
      this.#pause(at);
      return false;
    }
    if (bytes[at] === OPEN_OBJECT) this.#enter('item', at);
    else this.#enterTail(at + 1);
    return true;
  }

  /** Waits for more bytes, keeping so many as tell an indentation. */
  #pause(at: number): void {
    this.#scan.at = at;
    this.#start = Math.max(this.#start, at - DEEPEST_INDENT);
  }

  #enter(place: 'document' | 'item', at: number): void {
    this.#indent = this.#indentAt(at);
    this.#place = place;
    this.#start = at;
    this.#scan.start(at, 0);
  }

  #enterTail(at: number): void {
    this.#place = 'tail';
    this.#start = at;
    this.#scan.start(at, 1);
  }

  #indentAt(at: number): number {
    let line = at;
    while (line > this.#start && this.#window.bytes[line - 1] === SPACE) line--;
    const begins = line === 0 ? this.#window.base === 0 : this.#window.bytes[line - 1] === LINE_FEED;
    return begins ? at - line : -1;
  }

  #stepObject(): boolean {
    switch (this.#scan.scan(this.#window.bytes, this.#window.end)) {
      case 'closed':
        this.#closeObject();
        return true;
      case 'items':
        if (this.#place === 'document') this.#enterList();
        return true;
      case 'broken':
        this.#damaged('a text is not closed');
        return true;
      case 'more':
        if (this.#window.end - this.#start < LARGEST_OBJECT) return false;
        this.#damaged('an object has no end');
        return true;
    }
  }

  /** `{"kind":"PodList","apiVersion":"v1","items":[`, or no more than `{"items":[`, as kubectl writes it. */
  #enterList(): void {
    const header = parseJson(`${this.#window.text(this.#start, this.#scan.at)}]}`);
    const type = typeMetaOf(header?.value);
    // Another kind's own field `items` is left for what it is.
    if (type.kind !== '' && !type.kind.endsWith('List')) return;
    this.#list = type;
    this.#place = 'items';
    this.#start = this.#scan.at;
  }

  #closeObject(): void {
    if (this.#place === 'tail') {
      const tail = parseJson(`{"":0${this.#window.text(this.#start, this.#scan.at)}`);
      const { kind, apiVersion } = typeMetaOf(tail?.value);
      // Kubectl writes one of the two before the items and the other behind them.
      this.#sink.list({
        kind: kind || (this.#list?.kind ?? ''),
        apiVersion: apiVersion || (this.#list?.apiVersion ?? ''),
      });
    } else if (!this.#deliver()) {
      return;
    }
    this.#place = this.#place === 'item' ? 'items' : 'between';
    this.#start = this.#scan.at;
    if (this.#place === 'between') this.#list = undefined;
  }

  /** Hands the object on; false when it is none and the stream goes on somewhere in it. */
  #deliver(): boolean {
    const { boringFrom, boringTo, at } = this.#scan;
    const json = parseJson(this.#window.text(this.#start, boringFrom) + this.#window.text(boringTo, at));
    if (json !== undefined) {
      this.#sink.object(json.value, this.#list);
      return true;
    }
    const loss = { from: this.#offset(this.#start), why: 'an object is not valid JSON' };
    // A bracket too many has made the scan swallow what follows.
    const next = this.#findStart(this.#start + 1, at);
    if (next.found) {
      this.#loss = loss;
      this.#scannedTo = this.#offset(at);
      return !this.#resume(next.at);
    }
    this.#sink.lost({ ...loss, toTheEnd: false });
    return true;
  }

  #damaged(why: string): void {
    this.#loss ??= { from: this.#offset(this.#start), why };
    this.#scannedTo = this.#offset(this.#scan.at);
    this.#place = 'seeking';
    this.#scan.at = this.#start + 1;
  }

  /** Goes on at the next line that begins as an item of this list does, or as a document. */
  #seek(): boolean {
    const next = this.#findStart(this.#scan.at, this.#window.end);
    if (next.found) return this.#resume(next.at);
    this.#scan.at = next.at;
    this.#start = next.at;
    return false;
  }

  /** The place of such a line's bracket, or else that of a line of which too little is there to tell. */
  #findStart(from: number, end: number): { readonly found: boolean; readonly at: number } {
    const { bytes } = this.#window;
    for (
      let line = bytes.indexOf(LINE_FEED, from);
      line >= 0 && line < end;
      line = bytes.indexOf(LINE_FEED, line + 1)
    ) {
      let at = line + 1;
      while (at < end && bytes[at] === SPACE && at - line <= DEEPEST_INDENT) at++;
      if (at === end) return { found: false, at: line };
      const indent = at - line - 1;
      if (bytes[at] === OPEN_OBJECT && (indent === 0 || indent === this.#indent)) return { found: true, at };
    }
    return { found: false, at: end };
  }

  /** Goes on at an object's bracket, behind damage that is hereby told of. */
  #resume(at: number): true {
    this.#budget -= Math.max(0, this.#scannedTo - this.#offset(at));
    if (this.#budget < 0) {
      this.#place = 'done';
      return true;
    }
    if (this.#loss !== undefined) this.#sink.lost({ ...this.#loss, toTheEnd: false });
    this.#loss = undefined;
    this.#scan.at = at;
    this.#start = Math.max(0, at - DEEPEST_INDENT - 1);
    this.#place = this.#list !== undefined && this.#indentAt(at) > 0 ? 'items' : 'between';
    if (this.#place === 'between') this.#list = undefined;
    return true;
  }

  #offset(at: number): number {
    return this.#window.base + at;
  }
}

/** The value in a box, since `undefined` says that there is none. Errors are dropped: they quote the text. */
function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
