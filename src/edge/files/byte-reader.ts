import type { Bytes } from './bytes.ts';

/** Reads a stream of bytes by amounts, not by the pieces it comes in. */
export class ByteReader {
  /** How many bytes have been read. */
  offset = 0;
  readonly #iterator: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);

  constructor(bytes: Bytes) {
    this.#iterator = bytes[Symbol.asyncIterator]();
  }

  /** So many bytes, fewer at the end of the stream; a copy. */
  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.upTo(this.offset + length)) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  }

  async skipTo(offset: number): Promise<void> {
    while (this.offset < offset && (await this.#next(offset)) !== undefined) {
      // What is read is dropped.
    }
  }

  /** The bytes up to an offset in the stream, in pieces as they come. */
  async *upTo(offset: number): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece = await this.#next(offset);
      if (piece === undefined) return;
      yield piece;
    }
  }

  async #next(end: number): Promise<Uint8Array | undefined> {
    if (this.offset >= end) return undefined;
    while (this.#piece.length === 0) {
      const next = await this.#iterator.next();
      if (next.done === true) return undefined;
      this.#piece = next.value;
    }
    const piece = this.#piece.subarray(0, end - this.offset);
    this.#piece = this.#piece.subarray(piece.length);
    this.offset += piece.length;
    return piece;
  }
}
