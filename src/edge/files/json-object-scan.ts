const LINE_FEED = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const ITEMS = Buffer.from('"items"');
const MANAGED_FIELDS = Buffer.from('"managedFields"');

/** How a scan came to a stop. */
export type ScanStop =
  /** Behind the object's closing bracket. */
  | 'closed'
  /** The bytes given have come to an end. */
  | 'more'
  /** A line break inside a string: this is not JSON, or a part of it is missing. */
  | 'broken'
  /** Behind the bracket that opens `items`, a list right inside the object. */
  | 'items';

/**
 * Finds the end of a JSON object in bytes that come in pieces, without reading it: brackets are counted,
 * strings stepped over. Anything may be given to it; what it found is for JSON.parse to check.
 */
export class JsonObjectScan {
  /** Place of the next byte to look at. */
  at = 0;
  /** Content of `metadata.managedFields`: half of many objects and of no use. Equal when there is none. */
  boringFrom = 0;
  boringTo = 0;
  #depth = 0;
  #inString = false;

  /** Begins at the bracket that opens an object, or (depth 1) behind a value in an object that is open. */
  start(at: number, depth: 0 | 1): void {
    this.at = at;
    this.boringFrom = at;
    this.boringTo = at;
    this.#depth = depth;
    this.#inString = false;
  }

  /** Follows the bytes when they are moved to the front. */
  shift(by: number): void {
    this.at -= by;
    this.boringFrom -= by;
    this.boringTo -= by;
  }

  /** Scans on to `end`. `bytes` holds the object from its start, wherever the scan goes on. */
  scan(bytes: Buffer, end: number): ScanStop {
    let at = this.at;
    let stop = this.#inString ? this.#leaveString(bytes, at, end) : undefined;
    at = this.at;
    // The hottest loop of the program: plain locals, and the bytes that occur most are let go first.
    while (stop === undefined && at < end) {
      const byte = bytes[at++] ?? 0;
      if (byte < QUOTE) continue;
      if (byte === QUOTE) {
        stop = this.#leaveString(bytes, at, end);
        at = this.at;
      } else if ((byte | 0x20) === OPEN_OBJECT) {
        this.#depth++;
        if (byte === OPEN_LIST) stop = this.#openList(bytes, at);
      } else if ((byte | 0x20) === CLOSE_OBJECT) {
        this.#depth--;
        if (this.#depth === 0) stop = 'closed';
        else if (byte === CLOSE_LIST) this.#closeList(at);
      }
    }
    this.at = at;
    return stop ?? 'more';
  }

  /** Goes behind the quote that closes the string around `at`; says why not, where there is none. */
  #leaveString(bytes: Buffer, from: number, end: number): ScanStop | undefined {
    let at = from;
    this.#inString = true;
    while (at < end) {
      const byte = bytes[at++];
      if (byte === QUOTE) {
        this.#inString = false;
        break;
      }
      if (byte === LINE_FEED) {
        this.at = at;
        return 'broken';
      }
      // Half an escape at the end is looked at again with what follows.
      if (byte === BACKSLASH && at++ === end) {
        this.at = end - 1;
        return 'more';
      }
    }
    this.at = at;
    return this.#inString ? 'more' : undefined;
  }

  #openList(bytes: Buffer, at: number): ScanStop | undefined {
    if (this.#depth === 2 && isValueOf(ITEMS, bytes, at - 1)) return 'items';
    const first = this.boringFrom === this.boringTo;
    if (this.#depth === 3 && first && isValueOf(MANAGED_FIELDS, bytes, at - 1)) this.boringFrom = at;
    return undefined;
  }

  #closeList(at: number): void {
    if (this.#depth === 2 && this.boringTo < this.boringFrom) this.boringTo = at - 1;
  }
}

/** Whether the value that begins at `at` belongs to that key: looks back over spaces and the colon. */
function isValueOf(key: Buffer, bytes: Buffer, at: number): boolean {
  let end = at - 1;
  while (bytes[end] === SPACE) end--;
  if (bytes[end] !== COLON) return false;
  end--;
  while (bytes[end] === SPACE) end--;
  const start = end + 1 - key.length;
  return start >= 0 && bytes.compare(key, 0, key.length, start, end + 1) === 0;
}
