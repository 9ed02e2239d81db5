const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const RECORD_SEPARATOR = 0x1e;
const SPACE = 0x20;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;

/** What may stand between two documents: blanks, a list's commas and brackets, RFC 7464's record separator, a byte order mark. */
const SEPARATORS: ReadonlySet<number> = new Set([
  TAB,
  LINE_FEED,
  CARRIAGE_RETURN,
  RECORD_SEPARATOR,
  SPACE,
  COMMA,
  OPEN_LIST,
  CLOSE_LIST,
  0xef,
  0xbb,
  0xbf,
]);

/** Around a container's log in what `kubectl cluster-info dump` prints: not the API's words, whatever they look like. */
const LOGS_BEGIN = '==== START logs for container';
const LOGS_END = '==== END logs for container';

/**
 * The text between JSON documents. A document begins with a bracket before which nothing but separators
 * stands in its line; every other line is skipped whole, and logs with all the brackets in them.
 */
export class TextBetween {
  /** How many lists of documents are open. */
  openLists = 0;
  /** How many of them since the line began: `[info] …` is no list. */
  #openedInLine = 0;
  #inLine = false;
  #inLogs = false;

  /** Skips from `at` to the next document, or to where more bytes are needed. */
  skip(bytes: Buffer, at: number, end: number): { readonly found: boolean; readonly at: number } {
    let place = at;
    while (place < end) {
      const byte = bytes[place] ?? SPACE;
      const text = this.#inLine || this.#inLogs || !SEPARATORS.has(byte);
      if (!text) {
        this.#countLists(byte);
        place++;
      } else if (byte === OPEN_OBJECT && !this.#inLine && !this.#inLogs) {
        this.#openedInLine = 0;
        return { found: true, at: place };
      } else {
        const next = this.#skipLine(bytes, place, end);
        if (next === place) break;
        place = next;
      }
    }
    return { found: false, at: place };
  }

  #countLists(byte: number): void {
    if (byte === LINE_FEED) this.#openedInLine = 0;
    const change = byte === OPEN_LIST ? 1 : byte === CLOSE_LIST && this.openLists > 0 ? -1 : 0;
    this.openLists += change;
    this.#openedInLine += change;
  }

  /** Behind the line's end, or behind the last byte; `at` itself while too little of the line is there to judge it. */
  #skipLine(bytes: Buffer, at: number, end: number): number {
    const lineEnd = bytes.subarray(at, end).indexOf(LINE_FEED);
    const length = lineEnd < 0 ? end - at : lineEnd;
    if (!this.#inLine) {
      this.openLists -= this.#openedInLine;
      this.#openedInLine = 0;
      if (lineEnd < 0 && length < LOGS_BEGIN.length) return at;
      const head = bytes.toString('latin1', at, at + Math.min(length, LOGS_BEGIN.length));
      if (head.startsWith(LOGS_BEGIN)) this.#inLogs = true;
      if (head.startsWith(LOGS_END)) this.#inLogs = false;
    }
    this.#inLine = lineEnd < 0;
    return lineEnd < 0 ? end : at + lineEnd + 1;
  }
}
