import { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import type { Bytes } from './bytes.ts';

/** The content of gzip data. A file that was cut gives what was in it; damage in the middle throws. */
export async function* gunzipped(bytes: Bytes): AsyncGenerator<Uint8Array> {
  // Without Z_SYNC_FLUSH a missing end would be an error, and what had been unpacked last would be lost.
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 1 << 18 });
  const source = Readable.from(copies(bytes));
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  try {
    for await (const piece of gunzip) yield piece as Uint8Array;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

/** A stream may hold a piece back for a while; a piece of {@link Bytes} does not keep so long. */
async function* copies(bytes: Bytes): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) yield Uint8Array.from(piece);
}

/** UTF-16, as Windows PowerShell writes what is redirected to a file, in UTF-8. */
export async function* inUtf8(bytes: Bytes, encoding: 'utf-16le' | 'utf-16be'): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of bytes) yield Buffer.from(decoder.decode(piece, { stream: true }), 'utf8');
  yield Buffer.from(decoder.decode(), 'utf8');
}
