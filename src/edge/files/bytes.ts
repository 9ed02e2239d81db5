/** Bytes in pieces. A piece may be overwritten as soon as the next one is asked for. */
export type Bytes = AsyncIterable<Uint8Array>;
