/** Bytes in pieces of one size, all in the same buffer, as the reader of files hands them out. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const shared = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    shared.set(piece);
    await Promise.resolve();
    yield shared.subarray(0, piece.length);
  }
}
