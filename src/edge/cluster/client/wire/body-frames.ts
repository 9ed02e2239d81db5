import { LONGEST_HEAD, type BodyEnd } from './answer-head.ts';
import { noHttp } from './wire.ts';

/** Takes a body out of the bytes of a connection. */
export interface BodyFrames {
  /**
   * Takes what came in, hands on what is of the body. Out: how many of the bytes are the answer's when it is at its
   * end; -1 when there is more of it to come. Throws a WireFault.
   */
  readonly push: (bytes: Buffer, take: (piece: Buffer) => void) => number;
  /** Whether the end of the connection is the end of the body. */
  readonly endsWithConnection: boolean;
}

export function bodyFrames(end: BodyEnd): BodyFrames {
  if (end === 'chunked') return new ChunkedFrames();
  return end === 'close' ? ENDLESS : new LengthFrames(end);
}

const ENDLESS: BodyFrames = {
  endsWithConnection: true,
  push: (bytes, take) => {
    if (bytes.length > 0) take(bytes);
    return -1;
  },
};

class LengthFrames implements BodyFrames {
  readonly endsWithConnection = false;
  #left: number;

  constructor(length: number) {
    this.#left = length;
  }

  push(bytes: Buffer, take: (piece: Buffer) => void): number {
    const piece = bytes.length <= this.#left ? bytes : bytes.subarray(0, this.#left);
    this.#left -= piece.length;
    if (piece.length > 0) take(piece);
    return this.#left === 0 ? piece.length : -1;
  }
}

const LINE_FEED = 0x0a;
/** A chunk's size with its extensions. */
const LONGEST_SIZE = 1 << 10;

/** The chunked transfer coding (RFC 9112, 7.1). Extensions and trailers are passed over. */
class ChunkedFrames implements BodyFrames {
  readonly endsWithConnection = false;
  #place: 'size' | 'data' | 'after' | 'trailer' = 'size';
  /** The line at hand, where it came in parts. */
  #line = '';
  #left = 0;
  #trailer = 0;

  push(bytes: Buffer, take: (piece: Buffer) => void): number {
    let at = 0;
    while (at < bytes.length) {
      if (this.#place === 'data') {
        const piece = bytes.subarray(at, at + this.#left);
        at += piece.length;
        this.#left -= piece.length;
        take(piece);
        if (this.#left === 0) this.#place = 'after';
        continue;
      }
      const end = bytes.indexOf(LINE_FEED, at);
      this.#line += bytes.toString('latin1', at, end < 0 ? bytes.length : end);
      if (this.#line.length > LONGEST_SIZE) throw noHttp('a chunk without a size');
      if (end < 0) return -1;
      at = end + 1;
      if (this.#endLine()) return at;
    }
    return -1;
  }

  /** Out: whether that was the last line of the body. */
  #endLine(): boolean {
    if (!this.#line.endsWith('\r')) throw noHttp('a line of a chunk that does not end');
    const line = this.#line.slice(0, -1);
    this.#line = '';
    switch (this.#place) {
      case 'after':
        if (line !== '') throw noHttp('a chunk that is longer than it says');
        this.#place = 'size';
        return false;
      case 'size':
        this.#left = sizeOf(line);
        this.#place = this.#left === 0 ? 'trailer' : 'data';
        return false;
      default:
        this.#trailer += line.length;
        if (this.#trailer > LONGEST_HEAD) throw noHttp('a trailer without end');
        return line === '';
    }
  }
}

function sizeOf(line: string): number {
  const size = /^([0-9A-Fa-f]{1,12})[\t ]*(?:;|$)/.exec(line)?.[1];
  if (size === undefined) throw noHttp('a chunk without a size');
  return Number.parseInt(size, 16);
}
