/** So much of a body waits to be read before the server is told to wait, by not reading from the connection. */
const ENOUGH = 256 << 10;

/** What a queue does to the connection that fills it. */
export interface BodySource {
  readonly pause: () => void;
  readonly resume: () => void;
  /** The reader wants no more of it. */
  readonly leave: () => void;
}

/** A body between the connection, which pushes, and the loop that reads it. */
export class BodyQueue implements AsyncIterableIterator<Uint8Array> {
  readonly #source: BodySource;
  readonly #pieces: Buffer[] = [];
  #size = 0;
  #paused = false;
  #end: 'no' | 'end' | 'failed' = 'no';
  #error: unknown;
  #wake: (() => void) | undefined;

  constructor(source: BodySource) {
    this.#source = source;
  }

  readonly push = (piece: Buffer): void => {
    this.#pieces.push(piece);
    this.#size += piece.length;
    if (this.#size >= ENOUGH && !this.#paused) {
      this.#paused = true;
      this.#source.pause();
    }
    this.#wake?.();
  };

  end(): void {
    if (this.#end === 'no') this.#end = 'end';
    this.#wake?.();
  }

  fail(error: unknown): void {
    if (this.#end !== 'no') return;
    this.#end = 'failed';
    this.#error = error;
    this.#wake?.();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    while (this.#pieces.length === 0) {
      if (this.#end === 'failed') throw this.#error;
      if (this.#end === 'end') return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    return { done: false, value: this.#first() };
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#pieces.length = 0;
    this.#source.leave();
    return Promise.resolve({ done: true, value: undefined });
  }

  #first(): Buffer {
    const piece = this.#pieces.shift() ?? Buffer.alloc(0);
    this.#size -= piece.length;
    if (this.#paused && this.#size === 0) {
      this.#paused = false;
      this.#source.resume();
    }
    return piece;
  }
}
