import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

/** The longest answer that is read whole. */
export const LONGEST_ANSWER: number = 64 << 20;

/** A body that was longer than it may be; known by its name. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
}

/** The body as it is meant: unpacked, where the server packed it. */
export async function unpacked(response: IncomingMessage): Promise<Readable> {
  if (response.headers['content-encoding'] !== 'gzip') return response;
  const { createGunzip } = await import('node:zlib');
  const plain = createGunzip();
  response.on('error', (error) => plain.destroy(error));
  return response.pipe(plain);
}

/** The whole body as text. Rejects when the connection breaks, and with {@link TooLong} beyond `most` bytes. */
export async function wholeText(response: IncomingMessage, most: number = LONGEST_ANSWER): Promise<string> {
  const body = await unpacked(response);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) return void chunks.push(chunk);
      response.destroy();
      reject(new TooLong(`more than ${most} bytes`));
    });
    body.on('end', () => resolve(textOf(chunks)));
    body.on('error', reject);
    body.on('close', () => reject(new Error('the answer broke off')));
  });
}

function textOf(chunks: readonly Buffer[]): string {
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined
    ? first.toString('utf8')
    : Buffer.concat(chunks).toString('utf8');
}

/** The first bytes of a body that is only read for what it says of an error; whatever breaks, what there is. */
export async function firstText(response: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of await unpacked(response)) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size >= most) break;
    }
  } catch {
    // An error's words are worth having even when they are cut.
  }
  return Buffer.concat(chunks).subarray(0, most).toString('utf8');
}
