import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A gzipped body, unpacked. Its own failures and those of the connection end the loop over it. Loaded on demand. */
export function unpackedBody(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const plain = createGunzip();
  // Whoever leaves the loop early destroys `plain`, and with it what feeds it; the loop hears of every error.
  pipeline(Readable.from(body, { objectMode: false }), plain, () => {});
  return plain;
}
