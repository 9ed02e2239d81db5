/**
 * The part of a stream of bytes that is still needed, in one piece. Bytes are addressed by their place in
 * the window; `base` is the offset in the stream of the first of them.
 */
export class ByteWindow {
  bytes: Buffer = Buffer.allocUnsafe(1 << 16);
  /** Behind the last byte. */
  end = 0;
  base = 0;

  /** Drops what stands before `keep`, adds a chunk, and says by how much every place has moved to the front. */
  append(chunk: Uint8Array, keep: number): number {
    const kept = this.end - keep;
    this.#makeRoom(keep, kept + chunk.length);
    this.bytes.set(chunk, kept);
    this.end = kept + chunk.length;
    this.base += keep;
    return keep;
  }

  text(from: number, to: number): string {
    return this.bytes.toString('utf8', from, to);
  }

  #makeRoom(keep: number, length: number): void {
    if (length <= this.bytes.length) {
      this.bytes.copyWithin(0, keep, this.end);
      return;
    }
    const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, keep, this.end);
    this.bytes = larger;
  }
}
