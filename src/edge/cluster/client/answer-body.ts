import type { WireAnswer } from './wire/wire.ts';

/** The longest answer that is read whole. */
export const LONGEST_ANSWER: number = 64 << 20;
/** So much of an answer nobody wants is read to keep its connection. */
const WORTH_KEEPING = 64 << 10;

/** A body that was longer than it may be; known by its name. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
}

/** The body as it is meant: unpacked, where the server packed it. */
export async function unpacked({ body, headers }: WireAnswer): Promise<AsyncIterable<Uint8Array>> {
  if (headers['content-encoding'] !== 'gzip') return body;
  const { unpackedBody } = await import('./packed-body.ts');
  return unpackedBody(body);
}

/** The whole body as text. Rejects when the connection breaks, and with {@link TooLong} beyond `most` bytes. */
export async function wholeText(answer: WireAnswer, most: number = LONGEST_ANSWER): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of await unpacked(answer)) {
    size += chunk.length;
    if (size > most) throw new TooLong(`more than ${most} bytes`);
    chunks.push(chunk);
  }
  return textOf(chunks);
}

/** UTF-8 that came in pieces. */
export function textOf(chunks: readonly Uint8Array[]): string {
  const [first] = chunks;
  const whole = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
  return Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength).toString('utf8');
}

/** The first bytes of a body that is only read for what it says of an error; whatever breaks, what there is. */
export async function firstText(answer: WireAnswer, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of await unpacked(answer)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= most) break;
    }
  } catch {
    // An error's words are worth having even when they are cut.
  }
  return textOf([Buffer.concat(chunks).subarray(0, most)]);
}

/** Reads what nobody wants, for the connection's sake; a long answer is not worth that. */
export async function drop({ body }: WireAnswer): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > WORTH_KEEPING) break;
    }
  } catch {
    // It is not wanted.
  }
}
